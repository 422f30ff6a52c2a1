import { notebookTask } from '../../../local/workspace/scenarios/notebook-task';
import { pipelineSlow } from '../../../local/workspace/scenarios/pipeline-slow';
import { createWorkspaces } from '../../../src/adapters/databricks/workspaces';
import type { CatalogEntry } from '../../../src/contract/jobs/catalog';
import { databricksRuns } from '../../support/engine-room';
import { jobThatTakes } from '../../support/made-up-job';
import { workspaceOf } from '../../support/one-workspace';
import { turnWorld } from '../../support/turn-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const createWorld = (options: Partial<Parameters<typeof turnWorld>[0]> = {}) => turnWorld({ clock, ...options });

/** The same job under an alias, with what the catalog says of it. */
function catalogWorld(entry: Partial<CatalogEntry>) {
  const catalog = new Map<string, CatalogEntry>();
  const world = createWorld({ catalog });
  catalog.set('nightly', { job: world.jobId, ...entry });
  return world;
}

test('starts that say nothing, or allow, are in nobody’s way, and cost nothing more', async () => {
  const world = createWorld();
  world.app.turns = {
    read: () => Promise.reject(new Error('read')),
    write: () => Promise.reject(new Error('written')),
  };
  const replies = [await world.begin(undefined), await world.begin('allow'), await world.begin('allow')];
  expect(replies.map(({ status }) => status)).toEqual([202, 202, 202]);
  expect(await databricksRuns(world)).toHaveLength(3);
});

test('runs that were started with allow do not count', async () => {
  const world = createWorld();
  await world.begin('allow');
  expect((await world.begin('reject')).status).toBe(202);
  expect((await world.begin('allow')).status).toBe(202);
  expect((await world.begin('reject')).status).toBe(409);
});

test('another job is not affected', async () => {
  const settings = { name: 'Another', max_concurrent_runs: 1000, tasks: [notebookTask('main', '/Made/Up')] };
  const world = createWorld({ scenarios: [jobThatTakes(60), { ...jobThatTakes(60), settings }] });
  await world.begin('reject');
  expect((await world.begin('reject')).status).toBe(409);
  expect((await world.begin('reject', { job: 'Made up' })).status).toBe(202);
  expect((await world.begin('cancelPrevious', { job: 'Made up' })).status).toBe(202);
  await world.seconds(20);
  expect(await world.results()).toEqual(['RUNNING', 'CANCELED', 'RUNNING']);
});

test('nor is the job of the same id in another workspace', async () => {
  const world = createWorld();
  const [workspace] = world.app.workspaces.all;
  if (!workspace) throw new Error('There is no workspace.');
  world.app.workspaces = createWorkspaces([workspace, workspaceOf(workspace.databricks, { alias: 'prod' })]);
  expect((await world.begin('reject')).status).toBe(202);
  expect((await world.begin('reject', { workspace: 'prod' })).status).toBe(202);
  expect((await world.begin('reject', { workspace: 'prod' })).status).toBe(409);
  expect((await world.begin('reject', { workspace: 'default' })).status).toBe(409);
  expect((await world.begin('cancelPrevious', { workspace: 'prod' })).status).toBe(202);
  await world.seconds(20);
  expect(await world.results()).toEqual(['RUNNING', 'CANCELED', 'RUNNING']);
});

describe('the catalog says it for a job', () => {
  test('that is asked for by its alias', async () => {
    const world = catalogWorld({ concurrency: 'reject' });
    expect((await world.begin(undefined, { job: 'nightly' })).status).toBe(202);
    expect((await world.begin(undefined, { job: 'nightly' })).status).toBe(409);
    expect((await world.begin(undefined)).status).toBe(202); // by its id
  });

  test('and a request may say otherwise', async () => {
    const world = catalogWorld({ concurrency: 'reject' });
    const first = await world.begin(undefined, { job: 'nightly' });
    expect((await world.begin('allow', { job: 'nightly' })).status).toBe(202);
    expect((await world.begin('join', { job: 'nightly' })).body).toMatchObject({ id: first.body.id, joined: true });
    expect((await world.begin('cancelPrevious', { job: 'nightly' })).body.joined).toBe(false);
    expect(await world.ended(first.body.id)).toMatchObject({ outcome: 'canceled' });
  });

  test('for its table, too: one that goes on is joined', async () => {
    const world = catalogWorld({ concurrency: 'join' });
    const { body } = await world.begin(undefined, { job: 'nightly' });
    const asked = await world.meanwhile(world.get('jobs/nightly/table'));
    expect(asked).toMatchObject({ status: 202, body: { id: body.id, joined: true } });
    const again = () => world.get(`jobs/nightly/table?run=${asked.body.next.query.run}`);
    expect(await again()).toMatchObject({ status: 202, body: { id: body.id } });
    await world.ended(body.id);
    expect((await again()).status).toBe(200);
    expect((await world.get('jobs/nightly/table')).status).toBe(200);
    expect(await databricksRuns(world)).toHaveLength(1);
    await world.seconds(5);
    expect((await world.meanwhile(world.get('jobs/nightly/table?freshFor=1s'))).status).toBe(202); // a new one
    expect((await again()).status).toBe(200);
  });

  test('and tables of one job by two names that join each other can both be asked for again', async () => {
    const world = catalogWorld({ concurrency: 'join' });
    world.app.catalog = new Map([...world.app.catalog, ['daily', { job: world.jobId, concurrency: 'join' }]]);
    const ids: string[] = [];
    for (const alias of ['nightly', 'daily']) {
      const { body } = await world.meanwhile(world.get(`jobs/${alias}/table`));
      ids.push(body.id);
      expect((await world.get(`jobs/${alias}/table?run=${body.id}`)).status).toBe(202);
    }
    expect(new Set(ids).size).toBe(1);
    expect((await world.get(`jobs/${world.jobId}/table?run=${ids[0]}`)).status).toBe(404);
  });

  test('a table is refused while another run goes on, and keeps the rows that it has', async () => {
    const world = catalogWorld({ concurrency: 'reject' });
    const rows = world.get('jobs/nightly/table?wait=200');
    await world.seconds(200);
    expect((await rows).status).toBe(200);
    await world.begin(undefined, { job: 'nightly' });
    expect(await world.get('jobs/nightly/table?freshFor=1s')).toMatchObject({
      status: 409,
      body: { code: 'runGoesOn' },
    });
    expect((await world.get('jobs/nightly/table')).status).toBe(200); // of the run before
    await world.seconds(100);
    expect((await world.meanwhile(world.get('jobs/nightly/table?freshFor=1s'))).status).toBe(202);
  });

  test('a table of other parameters takes the place of the one before', async () => {
    const world = catalogWorld({ concurrency: 'cancelPrevious' });
    const first = await world.get('jobs/nightly/table?p.region=SUR');
    await world.seconds(5);
    const second = await world.get('jobs/nightly/table?p.region=NORTE');
    expect(await world.ended(first.body.id)).toMatchObject({ outcome: 'canceled' });
    expect(await world.ended(second.body.id)).toMatchObject({ outcome: 'succeeded' });
  });
});

test('updates of one pipeline mind each other, and no run of a job', async () => {
  const world = createWorld({ scenarios: [pipelineSlow, jobThatTakes(60)] });
  const pipeline = { pipeline_id: pipelineSlow.pipelines?.[0]?.pipelineId ?? '' };
  const startUpdate = (concurrency: string, more: object = {}) =>
    world.meanwhile(world.post('runs', { pipeline: { ...pipeline, ...more }, concurrency }));
  const first = await startUpdate('reject');
  expect(first.status).toBe(202);
  expect((await startUpdate('reject')).status).toBe(409);
  expect((await startUpdate('join')).body).toMatchObject({ id: first.body.id, joined: true });
  expect((await world.begin('reject')).status).toBe(202);
  const second = await startUpdate('cancelPrevious', { full_refresh: true });
  expect(await world.ended(first.body.id)).toMatchObject({ outcome: 'canceled' });
  expect(await world.ended(second.body.id)).toMatchObject({ outcome: 'succeeded' });
});

test.each(['submit', 'sql'])('what has no job, such as %s, has no other runs to mind', async (kind) => {
  const world = createWorld();
  const what = {
    submit: { tasks: [{ task_key: 'a', notebook_task: { notebook_path: '/a' } }] },
    sql: { warehouse_id: 'abc', statement: 'SELECT 1' },
  }[kind];
  const { status, body } = await world.post('runs', { [kind]: what, concurrency: 'reject' });
  expect([status, body.errors]).toEqual([400, [expect.objectContaining({ field: 'concurrency' })]]);
});

test('fifty runs of a job are as many as can mind each other', async () => {
  const world = createWorld({ seconds: 60 });
  const many = await world.beginMany(50, (at) => ({
    concurrency: 'join',
    pollSeconds: 40,
    runNow: { notebook_params: { at: `${at}` } },
  }));
  expect(new Set(many.map(({ body }) => body.id)).size).toBe(50);
  expect(await world.begin('join')).toMatchObject({ status: 409, body: { code: 'tooManyRuns' } });
  expect((await world.begin('join', { runNow: { notebook_params: { at: '7' } } })).body.joined).toBe(true);
  await world.seconds(100);
  expect((await world.begin('join')).status).toBe(202);
});
