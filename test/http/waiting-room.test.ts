import { slow } from '../../local/workspace/scenarios/slow';
import { runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

test('beyond the seats there are, a request that would wait is answered at once', async () => {
  const world = runWorld({ clock, scenarios: [slow], seats: 2 });
  const id = await world.start({ job: world.jobId });
  const answered: number[] = [];
  const ask = async (number: number) => {
    const { status } = await world.get(`runs/${id}?wait=100`);
    answered.push(number);
    return status;
  };
  const asked = [ask(1), ask(2), ask(3)];
  await world.seconds(1);
  expect(answered).toEqual([3]);
  await world.seconds(100);
  expect(await Promise.all(asked)).toEqual([202, 202, 202]);
});

test('a start beyond them has started, and a seat that is left is taken again', async () => {
  const world = runWorld({ clock, scenarios: [slow], seats: 1 });
  const first = world.post('runs?wait=50', { job: world.jobId });
  await world.seconds(1);
  const second = await world.post('runs?wait=50', { job: world.jobId });
  expect(second).toMatchObject({ status: 202, body: { joined: false } });
  await world.seconds(60);
  expect((await first).status).toBe(202);
  const third = world.get(`runs/${second.body.id}?wait=10`);
  await world.seconds(5);
  let isDone = false;
  void third.then(() => {
    isDone = true;
  });
  await world.seconds(1);
  expect(isDone).toBe(false);
  await world.seconds(10);
  expect((await third).status).toBe(202);
});

test('whoever asks in vain gives the seat back', async () => {
  const world = runWorld({ clock, scenarios: [slow], seats: 1 });
  for (let times = 0; times < 3; times++) expect((await world.get('runs/unknown?wait=10')).status).toBe(404);
  const id = await world.start({ job: world.jobId });
  const waiting = world.get(`runs/${id}?wait=10`);
  await world.seconds(1);
  await world.seconds(10);
  expect((await waiting).status).toBe(202);
});
