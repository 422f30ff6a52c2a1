import { salesTable } from '../../local/workspace/scenarios/sales-table';
import { standardStart } from '../support/engine-room';
import { runWorld } from '../support/run-world';
import { FACTORY, signedIn } from '../support/signed-in';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const NOTEBOOK = { notebook_path: '/Demo/Sales table', base_parameters: { region: 'NORTE', days: '1' } };
const worldOf = (more: Partial<Parameters<typeof runWorld>[0]> = {}) =>
  runWorld({ clock, scenarios: [salesTable], ...more });

describe('a run without a job', () => {
  test.each<[string, object]>([
    [
      'with tasks',
      { tasks: [{ task_key: 'main', notebook_task: NOTEBOOK, existing_cluster_id: '0101-080000-shared01' }] },
    ],
    ['in the older form', { notebook_task: NOTEBOOK, new_cluster: { spark_version: '15.4.x', num_workers: 1 } }],
    ['on serverless compute', { run_name: 'once', tasks: [{ task_key: 'main', notebook_task: NOTEBOOK }] }],
  ])('%s ends with its rows', async (_, submit) => {
    const w = worldOf();
    const run = await w.ended(await w.start({ submit }));
    expect(run).toMatchObject({ outcome: 'succeeded', output: expect.arrayContaining([expect.anything()]) });
    const body = w.requests.find(({ path }) => path.endsWith('/runs/submit'))?.body;
    expect(JSON.parse(String(body))).toEqual({ ...submit, idempotency_token: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  test('with several tasks has the outputs of all', async () => {
    const w = worldOf();
    const tasks = ['one', 'two'].map((task_key) => ({ task_key, notebook_task: NOTEBOOK }));
    expect(Object.keys((await w.ended(await w.start({ submit: { tasks } }))).outputs)).toEqual(['one', 'two']);
  });

  test('is stopped at its own time limit', async () => {
    const w = worldOf();
    const submit = { timeout_seconds: 3, tasks: [{ task_key: 'main', notebook_task: NOTEBOOK }] };
    expect(await w.ended(await w.start({ submit }))).toMatchObject({ outcome: 'timedOut', code: 'runTimedOut' });
  });

  test('is one run, however often its start loses its answer', async () => {
    let lost = 0;
    const w = worldOf({
      intercept: async ({ path }, pass) => {
        const answer = await pass();
        return path.endsWith('/runs/submit') && lost++ < 3 ? { status: 503, body: '' } : answer;
      },
    });
    const id = await w.start({ submit: { tasks: [{ task_key: 'main', notebook_task: NOTEBOOK }] } });
    expect(await w.ended(id)).toMatchObject({ outcome: 'succeeded' });
    const tokens = w.requests
      .filter(({ path }) => path.endsWith('/runs/submit'))
      .map(({ body }) => JSON.parse(String(body)));
    expect(new Set(tokens.map(({ idempotency_token }) => idempotency_token)).size).toBe(1);
    expect(lost).toBe(4);
  });

  test('keeps ids that no number can hold', async () => {
    const w = worldOf();
    const text = '{"submit":{"tasks":[{"task_key":"other","run_job_task":{"job_id":9007199254740993}}]}}';
    await w.post('runs', text, { 'content-type': 'application/json' });
    await w.seconds(5);
    const body = w.requests.find(({ path }) => path.endsWith('/runs/submit'))?.body;
    expect(String(body)).toContain('9007199254740993');
  });
});

describe('what a start may name', () => {
  const refused = async (w: ReturnType<typeof worldOf>, body: object) => {
    const answer = await w.post('runs', body);
    expect(w.requests).toEqual([]);
    return [answer.status, answer.body.code, answer.body.detail];
  };

  test.each<[string, object, string]>([
    ['nothing', {}, 'job is missing'],
    [
      'a job and a statement',
      { job: 101, sql: { warehouse_id: 'a', statement: 'select 1' } },
      'sql must not stand beside job',
    ],
    ['parameters without a job', { submit: { notebook_task: NOTEBOOK }, runNow: {} }, 'runNow belongs to a job'],
    ['a submit without tasks', { submit: {} }, 'submit.tasks must list the tasks'],
    ['a task that says nothing', { submit: { tasks: [{ task_key: 'a' }] } }, 'submit.tasks.0 must hold exactly one'],
    [
      'two tasks of a name',
      { submit: { tasks: [1, 2].map(() => ({ task_key: 'a', notebook_task: NOTEBOOK })) } },
      'twice',
    ],
    ['a token of its own', { submit: { notebook_task: NOTEBOOK, idempotency_token: 'x' } }, 'Idempotency-Key'],
    ['a secret', { submit: { notebook_task: { ...NOTEBOOK, base_parameters: { a: { $secret: 'b' } } } } }, 'secret'],
    ['a pipeline without an id', { pipeline: { full_refresh: true } }, 'pipeline.pipeline_id'],
    ['a path in the place of an id', { pipeline: { pipeline_id: '../x' } }, 'pipeline.pipeline_id must be the id'],
    [
      'two kinds of refresh',
      { pipeline: { pipeline_id: 'a', full_refresh: true, refresh_selection: ['t'] } },
      'full_refresh',
    ],
    ['an empty statement', { sql: { warehouse_id: 'a', statement: ' ' } }, 'sql.statement must not be empty'],
    [
      'a statement that is left alone for too long',
      { sql: { warehouse_id: 'a', statement: 'x' }, pollSeconds: 900 },
      'pollSeconds',
    ],
    [
      'a parameter that is no text',
      { sql: { warehouse_id: 'a', statement: 'x', parameters: [{ name: 'a', value: 1 }] } },
      'value',
    ],
  ])('is not %s', async (_, body, detail) => {
    expect(await refused(worldOf(), body)).toEqual([400, 'requestInvalid', expect.stringContaining(detail)]);
  });

  test('is only what the settings allow', async () => {
    const w = worldOf();
    w.app.allowedKinds = ['job'];
    const bodies = [
      { submit: { notebook_task: NOTEBOOK } },
      { pipeline: { pipeline_id: 'a' } },
      { sql: { warehouse_id: 'a', statement: 'select 1' } },
    ];
    for (const body of bodies) {
      expect(await refused(w, body)).toEqual([403, 'kindNotAllowed', expect.stringContaining('ALLOW_KINDS')]);
    }
  });

  test('is held to that also where a start comes through a standard address', async () => {
    const w = worldOf();
    w.app.allowedKinds = ['job'];
    const id = await standardStart(w, { request: JSON.stringify({ submit: { notebook_task: NOTEBOOK } }) });
    expect(await w.ended(id)).toMatchObject({ outcome: 'rejected', code: 'kindNotAllowed' });
    expect(w.requests).toEqual([]);
  });

  test('is a job for callers that have certain jobs', async () => {
    const w = worldOf({ callerAuth: 'entra', callers: new Map([[FACTORY, { jobs: ['101'] }]]) });
    const answer = await w.send('POST', 'runs', { body: { submit: { notebook_task: NOTEBOOK } }, headers: signedIn() });
    expect([answer.status, answer.body.code]).toEqual([403, 'jobNotAllowed']);
  });
});
