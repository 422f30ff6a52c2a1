import type { CatalogEntry } from '../../src/contract/jobs/catalog';
import type { Problem } from '../../src/domain/answer';
import { databricksRuns, standardStart } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { runWorld, type WorldOptions } from '../support/run-world';
import { answers, onRoute } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const VALUE = 'value-of-the-secret';
const good = { ok: true, value: VALUE } as const;
const bad = (kind: Problem['kind']) =>
  ({ ok: false, problem: { kind, code: 'NO_SECRET', message: 'No secret.', mayHaveHappened: false } }) as const;

/** A job that says what it was given, under the alias `loads`. */
function createWorld(entry: Partial<CatalogEntry> = {}, more: Partial<WorldOptions> = {}) {
  const given: unknown[] = [];
  const scenario = jobThatTakes(5, ({ parameters }) => void given.push(parameters));
  const catalog = new Map([['loads', { job: '101', secrets: ['database', 'other'], ...entry }]]);
  const world = runWorld({
    clock,
    scenarios: [{ ...scenario, jobId: 101n }],
    catalog,
    secrets: { database: good, broken: bad('unavailable') },
    ...more,
  });
  return { ...world, given };
}

const withSecret = (name: string) => ({ notebook_params: { password: { $secret: name }, table: 'sales' } });

test('a job is handed the value of a secret that its caller names', async () => {
  const world = createWorld();
  const id = await world.start({ job: 'loads', runNow: withSecret('database') });
  expect((await world.ended(id)).outcome).toBe('succeeded');
  expect(world.given).toEqual([{ password: VALUE, table: 'sales' }]);
});

test('a job is handed the secret that the catalog names, without a word of the caller', async () => {
  const world = createWorld({ defaults: withSecret('database'), secrets: [] });
  await world.ended(await world.start({ job: 'loads' }));
  expect(world.given).toEqual([{ password: VALUE, table: 'sales' }]);
});

test('the value is nowhere but at the job', async () => {
  const world = createWorld();
  const id = await world.start({ job: 'loads', runNow: withSecret('database') });
  const shown = await world.ended(id);
  const histories = [];
  for await (const { instanceId } of world.host.engine.list())
    histories.push(await world.host.engine.history(instanceId));
  const others = world.requests.filter(({ path }) => !path.endsWith('/run-now'));
  const everything = [shown, histories, await world.row(id), world.events, world.host.lines, others.map(String)];
  expect(JSON.stringify(everything)).not.toContain(VALUE);
});

test('an error that repeats the value is shown without it', async () => {
  const refusal = JSON.stringify({ error_code: 'INVALID_PARAMETER_VALUE', message: `password=${VALUE} is too weak` });
  const world = createWorld({}, { intercept: onRoute('run-now', answers(400, {}, refusal)) });
  const shown = await world.ended(await world.start({ job: 'loads', runNow: withSecret('database') }));
  expect(shown).toMatchObject({ outcome: 'rejected', message: expect.stringContaining('password=[redacted]') });
});

test.each([
  [
    'a secret that the catalog does not list',
    { job: 'loads', runNow: withSecret('admin') },
    'allows this job database',
  ],
  ['a secret for a job that has no alias', { job: 101, runNow: withSecret('database') }, 'only jobs of the catalog'],
  ['a name that leads elsewhere', { job: 'loads', runNow: withSecret('../keys/x') }, '$secret'],
  [
    'a word beside the name',
    { job: 'loads', runNow: { notebook_params: { p: { $secret: 'database', version: '1' } } } },
    'notebook_params.p',
  ],
])('%s starts nothing', async (_what, body, word) => {
  const world = createWorld();
  const reply = await world.post('runs', body);
  expect(reply).toMatchObject({ status: 400, body: { code: 'requestInvalid' } });
  expect(reply.body.detail).toContain(word);
});

test('a secret that is not there rejects the run, and nothing is started', async () => {
  const world = createWorld();
  const shown = await world.ended(await world.start({ job: 'loads', runNow: withSecret('other') }));
  expect(shown).toMatchObject({ outcome: 'rejected', code: 'secretUnavailable' });
  expect(await databricksRuns(world)).toEqual([]);
});

test('a vault that gives no answer is asked again', async () => {
  const world = createWorld({ secrets: ['broken'] });
  const { readSecret } = world.app;
  let asked = 0;
  world.app.readSecret = async (name) => (++asked < 4 ? readSecret(name) : good);
  const shown = await world.ended(await world.start({ job: 'loads', runNow: withSecret('broken') }));
  expect(shown.outcome).toBe('succeeded');
  expect(world.given).toHaveLength(1);
});

test('who starts the orchestration through a standard URL gets no more', async () => {
  const world = createWorld();
  const id = await standardStart(world, { job: 'loads', runNow: withSecret('admin') });
  expect(await world.ended(id)).toMatchObject({ outcome: 'rejected', code: 'requestInvalid' });
});

test('a value that is too long for Databricks is refused before it is sent', async () => {
  const world = createWorld({}, { secrets: { database: { ok: true, value: 'x'.repeat(20_000) } } });
  const shown = await world.ended(await world.start({ job: 'loads', runNow: withSecret('database') }));
  expect(shown).toMatchObject({ outcome: 'rejected', code: 'secretUnavailable' });
  expect(world.asked()).not.toContain('POST run-now');
});

test('a vault that gives no answer for long rejects the run, and the time of the run is not waited for', async () => {
  const world = createWorld({ secrets: ['broken'] });
  const id = await world.start({ job: 'loads', runNow: withSecret('broken') });
  await world.seconds(500);
  expect((await world.get(`runs/${id}`)).status).toBe(202);
  expect(await world.ended(id, 300)).toMatchObject({ outcome: 'rejected', code: 'secretUnavailable' });
});
