import { databricksRuns, expectSettled, progressOf, standard, standardStart } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

function worldOf(seconds: number) {
  const world = runWorld({ clock, scenarios: [jobThatTakes(seconds)] });
  return {
    ...world,
    starts: () =>
      world.requests.filter(({ path }) => path.endsWith('/run-now')).map(({ body }) => JSON.parse(String(body))),
    standard: (method: string, path: string, body?: unknown) => standard(world, method, path, body),
  };
}

describe('a restart', () => {
  const restart = async (world: ReturnType<typeof worldOf>, id: string, query = '') =>
    (await world.standard('POST', `instances/${id}/restart${query}`)).body?.id;

  test.each([
    ['at once', 30, 10],
    ['after many generations', 2000, 20],
  ])('under a new id is a new run: %s', async (_, seconds, pollSeconds) => {
    const world = worldOf(seconds);
    const first = await world.start({
      job: world.jobId,
      pollSeconds,
      timeoutSeconds: 5000,
      failOn: ['failed', 'timedOut'],
    });
    await world.ended(first);
    await world.seconds(100);
    const again = await restart(world, first);
    expect(again).not.toBe(first);
    await world.seconds(5);
    expect((await world.get(`runs/${again}`)).body).toMatchObject({
      outcome: null,
      submittedAt: new Date(clock.now() - 5000).toISOString(),
    });
    expect(await progressOf(world, again)).toMatchObject({ timeoutSeconds: 5000 });
    expect(await world.ended(again)).toMatchObject({ outcome: 'succeeded', output: 'done' });
    const runs = await databricksRuns(world);
    expect(runs).toHaveLength(2);
    expect(await world.row(again)).toMatchObject({ runId: runs[1]?.id });
    expect(new Set(world.starts().map((body) => body.idempotency_token)).size).toBe(2);
    await expectSettled(world, clock);
  });

  test.each([
    ['at once', 30, 10],
    ['after many generations', 2000, 20],
  ])('under the same id only tells of the old run: %s', async (_, seconds, pollSeconds) => {
    const world = worldOf(seconds);
    const id = await world.start({ job: world.jobId, pollSeconds });
    const before = await world.ended(id);
    await world.seconds(100_000);
    expect(await restart(world, id, '?restartWithNewInstanceId=false')).toBe(id);
    const after = await world.ended(id);
    expect(after.run.id).toBe(before.run.id);
    expect(after).toMatchObject({ outcome: 'succeeded', output: 'done' });
    expect(await databricksRuns(world)).toHaveLength(1);
  });
});

describe('terminating', () => {
  test('ends the orchestration, and leaves the run alone', async () => {
    const world = worldOf(600);
    const id = await world.start({ job: world.jobId });
    await world.seconds(30);
    expect((await world.standard('POST', `instances/${id}/terminate?reason=enough`)).status).toBe(202);
    await world.seconds(1);
    const run = (await world.get(`runs/${id}?onFailure=200`)).body;
    expect(run).toMatchObject({ outcome: 'canceled', code: 'terminated', run: { pageUrl: expect.any(String) } });
    await world.seconds(1000);
    expect((await databricksRuns(world))[0]?.state.result_state).toBe('SUCCESS');
    await expectSettled(world, clock);
  });

  test('is judged by the request, also after many generations', async () => {
    const world = worldOf(6000);
    const id = await world.start({ job: world.jobId, pollSeconds: 10, failOn: ['failed'] });
    await world.seconds(1000);
    await world.standard('POST', `instances/${id}/terminate`);
    await world.seconds(1);
    expect(await world.get(`runs/${id}`)).toMatchObject({
      status: 200,
      body: { outcome: 'canceled', code: 'terminated' },
    });
  });

  test.each<[string, unknown, number]>([
    ['which counts it as no failure', ['failed'], 200],
    ['which counts it as a failure', ['canceled'], 424],
    ['which says nonsense, as usual', 5, 424],
    ['which names no outcome, as usual', ['nothing'], 424],
  ])('is judged by a request %s', async (_, failOn, status) => {
    const world = worldOf(600);
    const { read } = world.app.runs;
    world.app.runs.read = () => Promise.reject(new Error('so that it does not come to its own end'));
    const id = await standardStart(world, { request: JSON.stringify({ job: world.jobId, failOn }) });
    await world.seconds(10);
    await world.standard('POST', `instances/${id}/terminate`);
    await world.seconds(1);
    world.app.runs.read = read;
    expect(await world.get(`runs/${id}`)).toMatchObject({ status, body: { code: 'terminated' } });
  });
});

describe('suspending', () => {
  test('stops the looks, and resuming looks at once', async () => {
    const world = worldOf(100);
    const id = await world.start({ job: world.jobId });
    await world.seconds(30);
    await world.standard('POST', `instances/${id}/suspend?reason=wait`);
    await world.seconds(10);
    const asked = world.asked().length;
    await world.seconds(500);
    expect(world.asked()).toHaveLength(asked);
    expect((await world.get(`runs/${id}`)).body).toMatchObject({ outcome: null, suspended: true, status: 'running' });
    await world.standard('POST', `instances/${id}/resume?reason=go`);
    await world.seconds(1);
    expect((await world.get(`runs/${id}`)).body).toMatchObject({ outcome: 'succeeded', output: 'done' });
    await expectSettled(world, clock);
  });

  test('does not keep a cancel from the run', async () => {
    const world = worldOf(600);
    const id = await world.start({ job: world.jobId });
    await world.seconds(30);
    await world.standard('POST', `instances/${id}/suspend?reason=wait`);
    expect((await world.post(`runs/${id}/cancel`)).status).toBe(202);
    await world.seconds(10);
    expect((await databricksRuns(world))[0]?.state.result_state).toBe('CANCELED');
    await world.standard('POST', `instances/${id}/resume?reason=go`);
    expect(await world.ended(id)).toMatchObject({ outcome: 'canceled', code: 'runCanceled' });
  });
});
