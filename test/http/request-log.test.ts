import { salesTable } from '../../local/workspace/scenarios/sales-table';
import { logEventSchema } from '../../src/contract/log-events';
import { StorageUnavailable } from '../../src/contract/storage-unavailable';
import { runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const createWorld = () => runWorld({ clock, scenarios: [salesTable] });

const event = (facts: object) => ({
  event: 'requestAnswered',
  level: 'information',
  correlationId: 'mine-1',
  durationMs: 0,
  ...facts,
});

test('a request stands in the log once, by the id that its answer carries', async () => {
  const { get, post, answered } = createWorld();
  const { headers } = await post('runs', { job: '101' }, { 'x-correlation-id': 'mine-1' });
  expect(headers['x-correlation-id']).toBe('mine-1');
  expect(answered).toEqual([event({ function: 'startRun', status: 202 })]);
  const other = await get('jobs');
  expect(answered[1]).toMatchObject({ function: 'listJobs', correlationId: other.headers['x-correlation-id'] });
  for (const one of answered) expect(logEventSchema.parse(one)).toEqual(one);
});

test('so does one that was refused, or could not be answered, with the reason', async () => {
  const { app, get, answered } = createWorld();
  const mine = { 'x-correlation-id': 'mine-1' };
  await get('runs/nobody', mine);
  await get('runs?outcom=failed', mine);
  app.instances.read = () => Promise.reject(new StorageUnavailable('gone'));
  await get('runs/nobody', mine);
  app.instances.read = () => Promise.reject(new Error('broken'));
  await get('runs/nobody', mine);
  expect(answered).toEqual([
    event({ function: 'showRun', status: 404, code: 'runUnknown', runId: 'nobody' }),
    event({ function: 'listRuns', status: 400, code: 'queryInvalid' }),
    event({ function: 'showRun', status: 503, code: 'storageUnavailable', runId: 'nobody', level: 'warning' }),
    event({ function: 'showRun', status: 500, code: 'internal', runId: 'nobody', level: 'warning' }),
  ]);
});

test('what is no id of a run does not get into the log, nor does what the address asks', async () => {
  const { get, answered } = createWorld();
  await get('runs/a%20canary?code=canary');
  await get('jobs/101/table?q.region=canary');
  expect(answered).toHaveLength(2);
  expect(JSON.stringify(answered)).not.toContain('canary');
});

test('it says how long the answer took, and nothing of those that found the run going on', async () => {
  const { start, get, answered, seconds } = createWorld();
  const id = await start({ job: '101' });
  await get(`runs/${id}`);
  const waiting = get(`runs/${id}?wait=100`);
  await seconds(100);
  await waiting;
  expect(answered).toHaveLength(2);
  expect(answered[1]).toMatchObject({ function: 'showRun', status: 200, runId: id, durationMs: 8000 });
});
