import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { salesTable } from '../../local/workspace/scenarios/sales-table';
import { slow } from '../../local/workspace/scenarios/slow';
import { runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

test('a run ends with its rows', async () => {
  const world = runWorld({ clock, scenarios: [salesTable] });
  const reply = await world.post('runs', { job: 101, runNow: { job_parameters: { region: 'NORTE', days: '1' } } });
  expect(reply.status).toBe(202);
  expect(reply.body).toMatchObject({ status: 'pending', outcome: null, joined: false });
  const run = await world.ended(reply.body.id);
  expect(run).toMatchObject({ outcome: 'succeeded', job: { id: '101', name: 'Sales table' } });
  expect(run.output).toHaveLength(3);
  expect(world.asked().filter((line) => line === 'POST run-now')).toHaveLength(1);
  await world.host.replayAll();
});

test('a failed run says why', async () => {
  const world = runWorld({ clock, scenarios: [failingNotebook] });
  const run = await world.ended(await world.start({ job: world.jobId }));
  expect(run).toMatchObject({ outcome: 'failed', code: 'runFailed' });
});

test('a run that takes an hour is followed over several generations', async () => {
  const world = runWorld({ clock, scenarios: [slow] });
  const run = await world.ended(await world.start({ job: world.jobId }));
  expect(run).toMatchObject({ outcome: 'succeeded', output: 'at last' });
  await world.host.replayAll();
});

test('the first answer says the same time of the start as all later ones', async () => {
  const world = runWorld({ clock, scenarios: [salesTable] });
  await clock.advance(123);
  const first = await world.post('runs', { job: 101 });
  const run = await world.ended(first.body.id);
  expect([first.body.submittedAt, run.submittedAt]).toEqual(['2026-01-01T00:00:00.123Z', '2026-01-01T00:00:00.123Z']);
});
