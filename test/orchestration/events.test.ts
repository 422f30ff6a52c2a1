import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { salesTable } from '../../local/workspace/scenarios/sales-table';
import { type LogEvent, logEventSchema } from '../../src/contract/log-events';
import { runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const called = (events: readonly LogEvent[]) => events.map(({ event }) => event);

test('a run is logged when Databricks has it and when it has ended, with the request that it goes back to', async () => {
  const world = runWorld({ clock, scenarios: [salesTable] });
  const run = await world.ended(await world.start({ job: 101 }));
  const about = {
    runId: run.id,
    job: '101',
    kind: 'job',
    jobId: '101',
    workspace: 'default',
    databricksRunId: run.run.id,
    correlationId: 'the-request',
  };
  expect(world.events).toEqual([
    { event: 'runStarted', level: 'information', ...about, timeoutSeconds: 86_400 },
    {
      event: 'runEnded',
      level: 'information',
      ...about,
      outcome: 'succeeded',
      code: null,
      endedWell: true,
      durationSeconds: 8,
      queueSeconds: 0,
      polls: 5,
      tries: 1,
    },
  ]);
});

test('a failure is logged as a warning', async () => {
  const world = runWorld({ clock, scenarios: [failingNotebook] });
  await world.ended(await world.start({ job: 103 }));
  expect(world.events.at(-1)).toMatchObject({
    event: 'runEnded',
    level: 'warning',
    outcome: 'failed',
    code: 'runFailed',
  });
});

test('being asked for fewer requests is logged, and what the request was about', async () => {
  let refusals = 2;
  const world = runWorld({
    clock,
    scenarios: [salesTable],
    intercept: async ({ path }, pass) =>
      path.endsWith('/runs/get') && refusals-- > 0 ? { status: 429, body: '{"error_code":"QUOTA_EXCEEDED"}' } : pass(),
  });
  const id = await world.start({ job: 101 });
  await world.ended(id);
  const about = { level: 'warning', runId: id, kind: 'unavailable', code: 'QUOTA_EXCEEDED', during: 'check' };
  expect(world.events.slice(1, 3)).toEqual(
    [1, 2].map(() => ({ event: 'databricksProblem', ...about, throttled: true })),
  );
  expect(world.events.at(-1)).toMatchObject({ event: 'runEnded', outcome: 'succeeded' });
});

test('a start that is refused is logged by the code of its answer', async () => {
  const world = runWorld({ clock, scenarios: [salesTable] });
  await world.post('runs', { job: 0 });
  expect(world.events).toEqual([
    { event: 'startRefused', level: 'warning', correlationId: 'the-request', code: 'requestInvalid', status: 400 },
  ]);
});

test('everything that is logged is as agreed with the queries', async () => {
  const world = runWorld({ clock, scenarios: [salesTable, failingNotebook] });
  await world.ended(await world.start({ job: 103 }));
  await world.ended(await world.start({ job: 101 }));
  await world.post('runs', {});
  expect(called(world.events)).toHaveLength(5);
  for (const event of world.events) expect(logEventSchema.parse(event)).toEqual(event);
});
