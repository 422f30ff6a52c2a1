import { clusterTrouble } from '../../local/workspace/scenarios/cluster-trouble';
import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { manyTasks } from '../../local/workspace/scenarios/many-tasks';
import { notebookTask } from '../../local/workspace/scenarios/notebook-task';
import { failingPipeline, pipelineFailure } from '../../local/workspace/scenarios/pipeline-failure';
import { pipelineSlow, slowPipeline } from '../../local/workspace/scenarios/pipeline-slow';
import { queued } from '../../local/workspace/scenarios/queued';
import { quickSuccess } from '../../local/workspace/scenarios/quick-success';
import { repairable } from '../../local/workspace/scenarios/repairable';
import { retriedTask } from '../../local/workspace/scenarios/retried-task';
import type { Scenario } from '../../local/workspace/scenarios/scenario';
import { skippedByLimit } from '../../local/workspace/scenarios/skipped-by-limit';
import { slow } from '../../local/workspace/scenarios/slow';
import { DEMO_WAREHOUSE } from '../../local/workspace/scenarios/statements';
import { standard } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { type Body, runWorld } from '../support/run-world';
import { answers, type Trouble, whenever } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

/** What Databricks says of a run, whatever its tasks say. */
const GENERAL = 'Workload failed, see run output for details';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const createWorld = (scenario: Scenario, more: Partial<Parameters<typeof runWorld>[0]> = {}) =>
  runWorld({ clock, scenarios: [scenario], ...more });
type World = ReturnType<typeof createWorld>;

async function explained(world: World, id: string): Promise<Body> {
  const reply = await world.get(`runs/${id}/explain`);
  expect(reply.status).toBe(200);
  for (const sentence of reply.body.summary) expect(sentence).toMatch(/^[A-Z\d].*\.$/);
  return reply.body;
}

async function endedRun(scenario: Scenario, more: Partial<Parameters<typeof runWorld>[0]> = {}) {
  const world = createWorld(scenario, more);
  const id = await world.start({ job: world.jobId });
  const run = await world.ended(id);
  return { world, id, run };
}

const tellsOf = ({ summary }: Body): string => summary.join(' ');

describe('a run that goes on', () => {
  test('waits in the queue for another run of its job', async () => {
    const world = createWorld(queued);
    const first = await world.start({ job: world.jobId });
    await world.seconds(5);
    const id = await world.start({ job: world.jobId });
    await world.seconds(40);
    const before = await explained(world, id);
    expect(before).toMatchObject({ status: 'queued', outcome: null, class: null, criticalPath: [], clusters: [] });
    expect(before.phases).toMatchObject({ queuedSeconds: before.phases.wholeSeconds, runningSeconds: 0 });
    expect(before.phases.queuedSeconds).toBeGreaterThan(30);
    expect(tellsOf(before)).toMatch(
      /waits in the queue, for \d+ seconds so far, because an earlier run of the same job/,
    );

    await world.ended(first);
    await world.ended(id);
    const after = await explained(world, id);
    expect(tellsOf(after)).toMatch(/waited in the queue for \d+ seconds \(\d+%\) before it could begin/);
    expect(after.phases.queuedSeconds).toBeGreaterThan(50);
    expect(after.usualSeconds).toBe(61.5);
  });

  test('waits for its machines, and works later on', async () => {
    const world = createWorld(slow);
    const id = await world.start({ job: world.jobId });
    await world.seconds(120);
    const early = await explained(world, id);
    expect(early).toMatchObject({
      outcome: null,
      criticalPath: ['main'],
      tasks: [{ outcome: null, state: 'PENDING' }],
    });
    expect(tellsOf(early)).toContain('Right now task main waits for its machines, for 2 minutes so far.');
    expect(early.clusters).toMatchObject([{ events: [{ type: 'CREATING', isTrouble: false }], problem: null }]);

    await world.seconds(1800);
    const later = await explained(world, id);
    expect(tellsOf(later)).toMatch(/Right now task main is running, for \d+ minutes so far\./);
    expect(later.phases).toMatchObject({ setupSeconds: 240, cleanupSeconds: 0 });
    expect(later.tasks).toMatchObject([{ state: 'RUNNING', endedAt: null, setupSeconds: 240 }]);
  });

  test('will try a task again', async () => {
    const world = createWorld(retriedTask);
    const id = await world.start({ job: world.jobId });
    await world.seconds(6);
    expect(tellsOf(await explained(world, id))).toContain('Task flaky has failed and will be tried again.');
  });

  test('has failed tasks already', async () => {
    const scenario: Scenario = {
      ...failingNotebook,
      settings: {
        name: 'One is bad',
        tasks: [notebookTask('long', '/Stories/Long'), notebookTask('bad', '/Stories/Broken')],
      },
      programs: {
        '/Stories/Long': { pace: { runningMs: 600_000 }, run: () => 'done' },
        '/Stories/Broken': { run: () => JSON.parse('no JSON') },
      },
    };
    const world = createWorld(scenario);
    const id = await world.start({ job: world.jobId });
    await world.seconds(60);
    const body = await explained(world, id);
    expect(body).toMatchObject({
      outcome: null,
      failures: [{ taskKey: 'bad', message: expect.stringContaining('"no JSON" is not valid JSON') }],
      failuresOmitted: 0,
    });
    expect(body.tasks).toMatchObject([
      { taskKey: 'long', class: null },
      { taskKey: 'bad', class: body.class },
    ]);
    expect(tellsOf(body)).toMatch(/Task bad failed in its own code, .*"no JSON" is not valid JSON\./);
  });

  test('has more failed tasks than are asked why', async () => {
    const failing = (taskKey: string) => notebookTask(taskKey, '/Stories/Broken');
    const scenario: Scenario = {
      ...failingNotebook,
      settings: {
        name: 'Most are bad',
        tasks: [notebookTask('long', '/Stories/Long'), ...['a', 'b', 'c', 'd', 'e'].map(failing)],
      },
      programs: {
        '/Stories/Long': { pace: { runningMs: 600_000 }, run: () => 'done' },
        '/Stories/Broken': {
          run: ({ taskKey }) => {
            throw new Error(`no ${taskKey}`);
          },
        },
      },
    };
    const world = createWorld(scenario);
    const id = await world.start({ job: world.jobId });
    await world.seconds(60);
    const body = await explained(world, id);
    const messages = body.failures.map(({ message }: Body) => message);
    expect(messages).toEqual(['no a', 'no b', 'no c', GENERAL, GENERAL]);
    expect(tellsOf(body)).toContain('2 more tasks failed, and were not asked why.');
    expect(world.asked().filter((line) => line === 'GET runs/get-output')).toHaveLength(3);
  });

  test('has a failed task of which the error can not be had', async () => {
    const world = createWorld(failingNotebook, { intercept: whenever('runs/get-output', () => true, answers(403)) });
    const id = await world.start({ job: world.jobId, pollSeconds: 600 });
    await world.seconds(60);
    const body = await explained(world, id);
    expect(body).toMatchObject({ outcome: null, failures: [{ taskKey: 'main', message: GENERAL }] });
  });

  test('that is not known at Databricks yet has little to tell', async () => {
    const world = createWorld(slow, { intercept: whenever('run-now', () => true, answers(503)) });
    const id = await world.start({ job: world.jobId });
    await world.seconds(90);
    const body = await explained(world, id);
    expect(body).toMatchObject({ status: 'pending', phases: null, tasks: [], clusters: [] });
    expect(tellsOf(body)).toMatch(
      /^The run has been going on for 2 minutes\. Something went wrong last, and is tried again: /,
    );
  });
});

describe('a run that has ended', () => {
  test('was slow because of its cluster', async () => {
    const world = createWorld(slow);
    const id = await world.start({ job: world.jobId });
    await world.seconds(4000);
    const body = await explained(world, id);
    expect(body).toMatchObject({ outcome: 'succeeded', class: null, failures: [], usualSeconds: null });
    expect(body.phases).toEqual({
      wholeSeconds: 3900,
      queuedSeconds: 0,
      setupSeconds: 240,
      runningSeconds: 3600,
      cleanupSeconds: 60,
      idleSeconds: 0,
    });
    expect(body.summary).toEqual([
      'The run succeeded after 65 minutes.',
      'For 4 minutes (6%) it only waited for machines to be ready.',
      'Its clusters are made for each run: a pool of machines, or serverless compute, would be faster.',
      'Its only task, main, was at work for 60 minutes (92%).',
    ]);
    const types = body.clusters[0].events.map(({ type }: Body) => type);
    expect(types).toEqual(['CREATING', 'RUNNING', 'TERMINATING']);
  });

  test('lost its cluster', async () => {
    const { world, id } = await endedRun(clusterTrouble);
    const body = await explained(world, id);
    expect(body).toMatchObject({ outcome: 'failed', class: 'cloud', tasks: [{ taskKey: 'main', class: 'cloud' }] });
    const [cluster] = body.clusters;
    expect(cluster.clusterId).toBe(body.tasks[0].clusterId);
    const troubles = cluster.events.filter(({ isTrouble }: Body) => isTrouble);
    expect(troubles.map(({ type }: Body) => type)).toEqual(['NODES_LOST', 'TERMINATING']);
    expect(tellsOf(body)).toMatch(
      /Task main failed because of Azure: .+\. Cluster .+ was stopped \(SPOT_INSTANCE_TERMINATION: The spot instance .+\) at/,
    );
  });

  test('failed in its own code, with the failures that the run itself shows', async () => {
    const { world, id, run } = await endedRun(failingNotebook);
    const body = await explained(world, id);
    expect(body).toMatchObject({ outcome: 'failed', class: 'userCode', failures: run.failures });
    expect(run.failures).toMatchObject([{ class: 'userCode', hint: expect.any(String) }]);
    expect(body.summary).toContain(
      "Task main failed in its own code, or for its data: NameError: name 'datframe' is not defined.",
    );
  });

  test('was skipped because another one was going on', async () => {
    const world = createWorld(skippedByLimit);
    await world.start({ job: world.jobId });
    await world.seconds(5);
    const id = await world.start({ job: world.jobId });
    expect(await world.ended(id)).toMatchObject({ outcome: 'skipped', failures: [{ class: 'capacity' }] });
    const body = await explained(world, id);
    expect(body).toMatchObject({ outcome: 'skipped', class: 'capacity' });
    expect(tellsOf(body)).toMatch(/^Databricks skipped the run\..* limit was reached/);
  });

  test('tried a task again and again', async () => {
    const { world, id } = await endedRun(retriedTask);
    const body = await explained(world, id);
    expect(body).toMatchObject({ outcome: 'succeeded', class: null });
    expect(body.tasks).toMatchObject([{ attempts: 3, earlierSeconds: 7, runningSeconds: 2 }]);
    expect(body.phases).toMatchObject({ idleSeconds: 10, wholeSeconds: 20.5 });
    expect(tellsOf(body)).toContain('Task flaky was tried 3 times; what came before the last attempt took 7 seconds.');
  });

  test('was repaired', async () => {
    const world = createWorld(repairable);
    const id = await world.start({ job: world.jobId });
    await world.ended(id);
    await world.seconds(3600);
    expect((await world.post(`runs/${id}/repair`)).status).toBe(202);
    await world.seconds(1);
    await world.ended(id);
    const body = await explained(world, id);
    expect(body.outcome).toBe('succeeded');
    expect(tellsOf(body)).toContain('It had ended 1 time before, and was repaired or started anew.');
    expect(body.criticalPath).toEqual(['prepare', 'load', 'report']);
    expect(body.tasks).toMatchObject([{ attempts: 1 }, { attempts: 2 }, { attempts: 2 }]);
    expect(body.phases.idleSeconds).toBeGreaterThan(3590);
    expect(tellsOf(body)).toMatch(/none of its tasks was going on: it waited to try again, or to be repaired/);
  });

  test('failed, and waits to be tried again', async () => {
    const world = createWorld(failingNotebook);
    const id = await world.start({ job: world.jobId, retry: { times: 1, on: ['userCode'] } });
    await world.seconds(15);
    const { body: view } = await world.get(`runs/${id}`);
    expect(view).toMatchObject({ outcome: null, status: 'pending', retryAt: expect.stringMatching(/^2026-01-01T/) });
    const body = await explained(world, id);
    expect(body).toMatchObject({ outcome: null, class: 'userCode' });
    expect(tellsOf(body)).toMatch(/Right now it waits to be tried again, in \d+ seconds \(00:00 UTC\)\./);
    expect(tellsOf(body)).toContain('NameError');
    expect(tellsOf(body)).toContain('It has ended 1 time so far.');
    expect(tellsOf(body)).not.toContain('was repaired');
    const left = Date.parse(view.retryAt) - clock.now();
    await clock.advance(left + 2000);
    expect((await world.get(`runs/${id}`)).body).not.toHaveProperty('retryAt');
    expect((await world.ended(id)).retryAt).toBeUndefined();
  });

  test('has more tasks than can be shown', async () => {
    const { world, id } = await endedRun(manyTasks);
    const requests = world.requests.length;
    const body = await explained(world, id);
    expect(body.tasks).toHaveLength(100);
    expect(body.tasks[0].taskKey).toBe('task_0');
    expect(body).toMatchObject({ tasksOmitted: 150, criticalPath: ['task_0', expect.stringMatching(/^task_/)] });
    expect(world.requests.length - requests).toBe(3 + 1 + 1); // pages of tasks, one cluster, the runs before
  });

  test('has more clusters than are asked for', async () => {
    const tasks = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((key) => ({
      task_key: key,
      notebook_task: { notebook_path: '/Made/Up' },
      new_cluster: { num_workers: 1 },
    }));
    const { world, id } = await endedRun({ ...jobThatTakes(1), settings: { name: 'Many clusters', tasks } });
    const body = await explained(world, id);
    expect(body.clusters).toHaveLength(5);
    expect(body.clustersOmitted).toBe(3);
    expect(world.requests.filter(({ path }) => path.endsWith('/clusters/events'))).toHaveLength(5);
    expect(tellsOf(body)).toContain('Other clusters of the run (3) were not asked what befell them.');
  });

  test('is compared with the runs before it', async () => {
    const world = createWorld(quickSuccess);
    const first = await world.start({ job: world.jobId });
    await world.ended(first);
    const second = await world.start({ job: world.jobId });
    await world.ended(second);
    expect((await explained(world, first)).usualSeconds).toBeNull();
    const body = await explained(world, second);
    expect(body.usualSeconds).toBe(body.phases.wholeSeconds);
    expect(tellsOf(body)).toMatch(
      /Runs of this job usually take \d+ seconds from when they begin: this one was no exception\./,
    );
  });
});

describe('what can not be had is said', () => {
  const broken = (route: string, trouble: Trouble) => {
    let isBroken = false;
    const intercept = whenever(route, () => isBroken, trouble);
    return { intercept, break: () => (isBroken = true) };
  };
  const gone = answers(404, {}, '{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"Run 5 does not exist."}');

  test('of a run that Databricks has forgotten', async () => {
    const databricks = broken('runs/get', gone);
    const { world, id } = await endedRun(failingNotebook, databricks);
    databricks.break();
    const body = await explained(world, id);
    expect(body).toMatchObject({ outcome: 'failed', class: 'userCode', phases: null, tasks: [], clusters: [] });
    expect(body.failures).toHaveLength(1);
    expect(body.summary[0]).toMatch(/^The run failed after \d seconds\.$/);
    expect(body.summary.at(-1)).toMatch(/^Databricks does not know this run any more/);
  });

  test('where Databricks gives no answer', async () => {
    const databricks = broken('runs/get', answers(503));
    const { world, id } = await endedRun(quickSuccess, databricks);
    databricks.break();
    expect((await explained(world, id)).summary.at(-1)).toBe('Databricks did not tell the course of the run: made up.');
  });

  test('of clusters that may not be looked at', async () => {
    const message = 'You do not have permission to see events.';
    const refused = answers(403, {}, JSON.stringify({ error_code: 'PERMISSION_DENIED', message }));
    const databricks = broken('clusters/events', refused);
    const { world, id } = await endedRun(quickSuccess, databricks);
    expect((await explained(world, id)).clusters[0].problem).toBeNull();
    databricks.break();
    const body = await explained(world, id);
    expect(body.clusters).toMatchObject([{ events: [], problem: message }]);
    expect(body.phases.setupSeconds).toBe(0.5);
    expect(tellsOf(body)).toMatch(
      /What befell cluster \S+ could not be seen: You do not have permission to see events\./,
    );
  });

  test('and events that are not of the time of the run are left out', async () => {
    const run = Date.parse('2026-01-01T00:00:01.000Z');
    const events = [
      { timestamp: 8.9e15, type: 'NODES_LOST' },
      { timestamp: run + 1000, type: 'A_TYPE_OF_TOMORROW' },
      { timestamp: run, type: 'NODES_LOST' },
      { timestamp: 0, type: 'NODES_LOST' },
    ].map((event) => ({ cluster_id: 'c', ...event }));
    const body = JSON.stringify({ events, next_page_token: 'more' });
    const { world, id } = await endedRun(quickSuccess, {
      intercept: whenever('clusters/events', () => true, answers(200, {}, body)),
    });
    const [cluster] = (await explained(world, id)).clusters;
    expect(cluster.events).toMatchObject([{ at: '2026-01-01T00:00:01.000Z', type: 'NODES_LOST', isTrouble: true }]);
    expect(cluster.eventsCut).toBe(true);
    expect(world.requests.filter(({ path }) => path.endsWith('/clusters/events'))).toHaveLength(1);
  });

  test('of an update of a pipeline that has failed, but not why', async () => {
    const world = createWorld(pipelineFailure);
    const id = await world.start({ pipeline: { pipeline_id: failingPipeline.pipelineId } });
    const run = await world.ended(id);
    const requests = world.requests.length;
    const body = await explained(world, id);
    expect(body).toMatchObject({ outcome: 'failed', phases: null, tasks: [], failures: run.failures });
    expect(tellsOf(body)).toMatch(/orders_clean failed .*: AnalysisException: /);
    expect(body.summary.at(-1)).toMatch(/^It is an update of a pipeline/);
    expect(world.requests).toHaveLength(requests);
  });

  test('of an update of a pipeline that goes on', async () => {
    const world = createWorld(pipelineSlow);
    const id = await world.start({ pipeline: { pipeline_id: slowPipeline.pipelineId } });
    await world.seconds(600);
    expect(tellsOf(await explained(world, id))).toMatch(
      /going on for 10 minutes\. Databricks has said of it last: RUNNING/,
    );
  });

  test('of a statement that has failed, but not why, which is told once', async () => {
    const world = createWorld(quickSuccess);
    const id = await world.start({ sql: { warehouse_id: DEMO_WAREHOUSE, statement: 'SELEC 1' } });
    await world.ended(id);
    const requests = world.requests.length;
    const body = await explained(world, id);
    expect(body).toMatchObject({ outcome: 'failed', phases: null, tasks: [], failures: [{ taskKey: null }] });
    expect(tellsOf(body).match(/PARSE_SYNTAX_ERROR/g)).toHaveLength(1);
    expect(body.summary.at(-1)).toMatch(/^It is an SQL statement/);
    expect(world.requests).toHaveLength(requests);
  });

  test('of a statement that has ended well', async () => {
    const world = createWorld(quickSuccess);
    const id = await world.start({ sql: { warehouse_id: DEMO_WAREHOUSE, statement: 'SELECT 1' } });
    await world.ended(id);
    const body = await explained(world, id);
    expect(body).toMatchObject({ outcome: 'succeeded', class: null, failures: [] });
    expect(body.summary).toHaveLength(2);
  });

  test('of a run whose workspace is not set up any more', async () => {
    const { world, id } = await endedRun(quickSuccess);
    await world.app.runs.update(id, { workspace: 'gone' });
    expect(tellsOf(await explained(world, id))).toContain('Its workspace is no longer set up in this app');
  });

  test('of a run that was never started', async () => {
    const world = createWorld(quickSuccess);
    const id = await world.start({ job: '999' });
    await world.ended(id);
    const body = await explained(world, id);
    expect(body).toMatchObject({ outcome: 'rejected', class: 'userError', phases: null, failures: [] });
    expect(tellsOf(body)).toMatch(/^The run was never started\. .+\.$/);
  });

  test('of a run whose orchestration is gone: its tasks tell what failed', async () => {
    const { world, id } = await endedRun(failingNotebook);
    await standard(world, 'DELETE', `instances/${id}`);
    const body = await explained(world, id);
    expect(body).toMatchObject({ outcome: 'failed', class: 'userCode' });
    expect(body.failures).toMatchObject([{ taskKey: 'main', message: "NameError: name 'datframe' is not defined" }]);
    expect(body.phases.wholeSeconds).toBe(3.5);
  });
});

describe('the route', () => {
  test('shows nothing that was sent or kept with the run', async () => {
    const world = createWorld(slow);
    const id = await world.start({ job: world.jobId, runNow: { notebook_params: { password: 'hunter2-planted' } } });
    await world.seconds(300);
    expect((await world.get(`runs/${id}/explain`)).text).not.toMatch(/hunter2|password/);
  });

  test('knows no other runs, and no options', async () => {
    const { world, id } = await endedRun(quickSuccess);
    expect(await world.get('runs/nobody/explain')).toMatchObject({ status: 404, body: { code: 'runUnknown' } });
    expect(await world.get(`runs/${id}/explain?wait=5`)).toMatchObject({ status: 400, body: { code: 'queryInvalid' } });
  });
});
