import { salesTable } from '../../local/workspace/scenarios/sales-table';
import { RUN_KINDS, type RunKind } from '../../src/contract/runs/run-kind';
import { standardStart } from '../support/engine-room';
import { runWorld } from '../support/run-world';
import { FACTORY, signedIn } from '../support/signed-in';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const NOTEBOOK = { notebook_path: '/Demo/Sales table', base_parameters: { region: 'NORTE', days: '1' } };
const REPORT = {
  outputLink: expect.stringContaining('/sql/history'),
  warehouseId: 'abcdef0123456789',
  statements: [expect.any(String)],
};
const worldOf = (more: Partial<Parameters<typeof runWorld>[0]> = {}) =>
  runWorld({ clock, scenarios: [salesTable], ...more });

describe('a run without a job', () => {
  test.each<[string, object]>([
    [
      'with tasks',
      { tasks: [{ task_key: 'main', notebook_task: NOTEBOOK, existing_cluster_id: '0101-080000-shared01' }] },
    ],
    ['in the older form', { notebook_task: NOTEBOOK, existing_cluster_id: '0101-080000-shared01' }],
    [
      'on a new cluster',
      {
        tasks: [
          {
            task_key: 'main',
            notebook_task: NOTEBOOK,
            new_cluster: { spark_version: '15.4.x-scala2.12', num_workers: 1 },
          },
        ],
      },
    ],
    ['on serverless compute', { run_name: 'once', tasks: [{ task_key: 'main', notebook_task: NOTEBOOK }] }],
  ])('%s ends with its rows', async (_, submit) => {
    const w = worldOf();
    const run = await w.ended(await w.start({ submit }));
    expect(run).toMatchObject({ outcome: 'succeeded', output: expect.arrayContaining([expect.anything()]) });
    const body = w.requests.find(({ path }) => path.endsWith('/runs/submit'))?.body;
    expect(JSON.parse(String(body))).toEqual({ ...submit, idempotency_token: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  test.each<[string, object, unknown]>([
    ['a script', { spark_python_task: { python_file: '/Made/script.py', parameters: ['a', 'b'] } }, 'a b'],
    [
      'a wheel',
      { python_wheel_task: { package_name: 'made_up', entry_point: 'main', parameters: ['a'] }, libraries: [] },
      'a',
    ],
    ['a JAR', { spark_jar_task: { main_class_name: 'com.example.Main', parameters: ['a', 'c'] } }, 'a c'],
    ['spark-submit', { spark_submit_task: { parameters: ['--class', 'com.example.Main', 'dbfs:/made/up.jar'] } }, null],
    ['a file of SQL', { sql_task: { file: { path: '/Made/report.sql' }, warehouse_id: 'abcdef0123456789' } }, REPORT],
    ['dbt', { dbt_task: { commands: ['dbt build'], project_directory: '/Made/models' } }, 'Done. PASS=3'],
  ])('may be %s, and what it leaves is its output', async (_, what, left) => {
    const w = worldOf();
    const printsItsArguments = { run: (call: { arguments: readonly string[] }) => call.arguments.join(' ') };
    for (const name of ['/Made/script.py', 'made_up', 'com.example.Main'])
      w.workspace.addProgram(name, printsItsArguments);
    w.workspace.addProgram('/Made/models', { run: () => 'Done. PASS=3' });
    const submit = { tasks: [{ task_key: 'main', existing_cluster_id: '0101-080000-shared01', ...what }] };
    const run = await w.ended(await w.start({ submit }));
    expect([run.outcome, run.output ?? null]).toEqual(['succeeded', left]);
    const body = w.requests.find(({ path }) => path.endsWith('/runs/submit'))?.body;
    expect(JSON.parse(String(body)).tasks).toEqual(submit.tasks);
  });

  test('on a cluster that is not there fails, and says so', async () => {
    const w = worldOf();
    const task = { task_key: 'main', notebook_task: NOTEBOOK, existing_cluster_id: '0101-000000-nobody' };
    expect(await w.ended(await w.start({ submit: { tasks: [task] } }))).toMatchObject({
      outcome: 'failed',
      failures: [{ code: 'INVALID_CLUSTER_REQUEST', message: 'Cluster 0101-000000-nobody does not exist' }],
    });
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

  test('is what the settings allow also where a table is asked for', async () => {
    const w = worldOf();
    w.app.allowedKinds = ['sql'];
    const { status, body } = await w.get('jobs/101/table');
    expect([status, body.code]).toEqual([403, 'kindNotAllowed']);
    expect(w.requests).toEqual([]);
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

  test.each<[RunKind, object]>([
    ['submit', { submit: { notebook_task: NOTEBOOK } }],
    ['pipeline', { pipeline: { pipeline_id: 'a' } }],
    ['sql', { sql: { warehouse_id: 'a', statement: 'select 1' } }],
  ])('is held to that also where a start comes through a standard address: %s', async (kind, request) => {
    const w = worldOf();
    w.app.allowedKinds = RUN_KINDS.filter((other) => other !== kind);
    const id = await standardStart(w, { request: JSON.stringify(request) });
    expect(await w.ended(id)).toMatchObject({ outcome: 'rejected', code: 'kindNotAllowed' });
    expect(w.requests).toEqual([]);
  });

  test('is a job for callers that have certain jobs', async () => {
    const w = worldOf({ callerAuth: 'entra', callers: new Map([[FACTORY, { jobs: ['101'] }]]) });
    const answer = await w.send('POST', 'runs', { body: { submit: { notebook_task: NOTEBOOK } }, headers: signedIn() });
    expect([answer.status, answer.body.code]).toEqual([403, 'jobNotAllowed']);
  });
});
