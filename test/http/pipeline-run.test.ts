import { DEMO_TOKEN } from '../../local/workspace/access';
import { pipeline, salesPipeline } from '../../local/workspace/scenarios/pipeline';
import { failingPipeline, pipelineFailure } from '../../local/workspace/scenarios/pipeline-failure';
import { pipelineSlow, slowPipeline } from '../../local/workspace/scenarios/pipeline-slow';
import type { Scenario } from '../../local/workspace/scenarios/scenario';
import { expectSettled, standard } from '../support/engine-room';
import { runWorld, type WorldOptions } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

const HOUR = 3600;

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

function worldWith(scenario: Scenario, options: Partial<WorldOptions> = {}) {
  const world = runWorld({ clock, scenarios: [scenario], ...options });
  const id = scenario.pipelines?.[0]?.pipelineId ?? '';
  const ask = async (method: string, path: string, body: object = {}) => {
    const answered = await world.workspace.handle({
      method,
      path: `/api/2.0/pipelines/${id}/${path}`,
      query: '',
      headers: { authorization: `Bearer ${DEMO_TOKEN}` },
      body: Buffer.from(method === 'GET' ? '' : JSON.stringify(body)),
    });
    return JSON.parse(String(answered.body));
  };
  return {
    ...world,
    id,
    /** As somebody else does it, without this app. */
    ask,
    updates: async () => (await ask('GET', 'updates')).updates ?? [],
    startUpdate: (more: object = {}) => world.start({ pipeline: { pipeline_id: id, ...more } }),
    stopsSent: () => world.requests.filter(({ path }) => path.endsWith('/stop')).length,
  };
}

test('an update is started, waited for, and ends well without an output', async () => {
  const world = worldWith(pipeline);
  const runId = await world.startUpdate({ full_refresh_selection: ['orders_raw'] });
  await world.seconds(3);
  expect((await world.get(`runs/${runId}`)).status).toBe(202);
  const run = await world.ended(runId);
  const [update, ...others] = await world.updates();
  expect(others).toEqual([]);
  expect(update).toMatchObject({ cause: 'API_CALL', state: 'COMPLETED', full_refresh_selection: ['orders_raw'] });
  expect(run).toMatchObject({
    outcome: 'succeeded',
    run: {
      id: update.update_id,
      pageUrl: expect.stringContaining(`/pipelines/${world.id}/updates/${update.update_id}`),
    },
  });
  expect(run.output).toBeUndefined();
  expect((await world.get(`runs/${runId}/output`)).status).toBe(204);
  expect(await world.row(runId)).toMatchObject({ kind: 'pipeline', pipelineId: world.id, outcome: 'succeeded' });
  await expectSettled(world, clock);
});

test('an update may refresh everything anew', async () => {
  const world = worldWith(pipeline);
  expect(await world.ended(await world.startUpdate({ full_refresh: true }))).toMatchObject({ outcome: 'succeeded' });
  expect(await world.updates()).toMatchObject([{ cause: 'API_CALL', full_refresh: true }]);
});

test('an update that fails says which table failed, and why', async () => {
  const world = worldWith(pipelineFailure);
  const runId = await world.startUpdate();
  const run = await world.ended(runId);
  expect(run).toMatchObject({
    outcome: 'failed',
    failures: [
      {
        taskKey: 'orders_clean',
        message: expect.stringMatching(/^AnalysisException: .*regoin/),
        trace: expect.stringContaining('Caused by: '),
        runPageUrl: expect.stringContaining(failingPipeline.pipelineId),
        hint: expect.any(String),
      },
    ],
  });
  expect((await world.get(`runs/${runId}`)).status).toBe(424);
});

test('a cancel stops the update', async () => {
  const world = worldWith(pipelineSlow);
  const runId = await world.startUpdate();
  await world.seconds(HOUR / 2);
  await world.post(`runs/${runId}/cancel`);
  const failures = [{ class: 'canceled', hint: expect.stringMatching(/asked to cancel/) }];
  expect(await world.ended(runId)).toMatchObject({ outcome: 'canceled', failures });
  expect(await world.updates()).toMatchObject([{ state: 'CANCELED' }]);
});

test('an update whose time is up is stopped', async () => {
  const world = worldWith(pipelineSlow);
  const runId = await world.start({ pipeline: { pipeline_id: slowPipeline.pipelineId }, timeoutSeconds: 600 });
  expect(await world.ended(runId)).toMatchObject({ outcome: 'timedOut' });
  expect(await world.updates()).toMatchObject([{ state: 'CANCELED' }]);
});

test('an update waits until that of somebody else has ended, and does not stop it', async () => {
  const world = worldWith(pipelineSlow);
  const { update_id: theirs } = await world.ask('POST', 'updates');
  const runId = await world.startUpdate({ refresh_selection: ['history'] });
  await world.seconds(HOUR / 4);
  const { status, body } = await world.get(`runs/${runId}`);
  expect(status).toBe(202);
  expect(body.trouble).toContain(`An active update '${theirs}' already exists`);
  expect(await world.updates()).toMatchObject([{ update_id: theirs }]);
  await world.seconds(HOUR * 2);
  expect(await world.ended(runId)).toMatchObject({ outcome: 'succeeded' });
  expect(await world.updates()).toMatchObject([{ refresh_selection: ['history'] }, { state: 'COMPLETED' }]);
  expect(world.stopsSent()).toBe(0);
});

test('an update that has not had its turn in time was not started', async () => {
  const world = worldWith(pipelineSlow);
  await world.ask('POST', 'updates');
  const runId = await world.start({ pipeline: { pipeline_id: world.id }, timeoutSeconds: 600 });
  const run = await world.ended(runId);
  expect(run).toMatchObject({ outcome: 'rejected', message: expect.stringContaining('An active update') });
  expect(await world.updates()).toHaveLength(1);
});

test('a cancel while somebody else has the pipeline stops nothing', async () => {
  const world = worldWith(pipelineSlow);
  await world.ask('POST', 'updates');
  const runId = await world.startUpdate();
  await world.seconds(60);
  await world.post(`runs/${runId}/cancel`);
  expect(await world.ended(runId)).toMatchObject({ outcome: 'canceled' });
  expect(await world.updates()).toMatchObject([{ cause: 'API_CALL', state: expect.not.stringMatching('CANCELED') }]);
  expect(world.stopsSent()).toBe(0);
});

test.each([1, 3])('a start whose answer is lost %i times starts one update all the same', async (times) => {
  let lost = 0;
  const world = worldWith(pipeline, {
    intercept: async (request, pass) => {
      const isStart = request.method === 'POST' && request.path.endsWith('/updates');
      const isLook = request.method === 'GET' && request.path.endsWith('/updates');
      if ((isStart || isLook) && lost < times) {
        lost += 1;
        if (isStart) await pass();
        return { status: 503, body: '{"message":"Lost."}' };
      }
      return pass();
    },
  });
  const run = await world.ended(await world.startUpdate());
  const updates = await world.updates();
  expect(updates).toHaveLength(1);
  expect(run).toMatchObject({ outcome: 'succeeded', run: { id: updates[0].update_id } });
  expect(lost).toBe(times);
});

test('a failed update that Databricks tries again by itself has failed, and the new one is left alone', async () => {
  const program = { ...failingPipeline.program, retries: 1, pace: { waitingMs: 600_000 } };
  const world = worldWith({ ...pipelineFailure, pipelines: [{ ...failingPipeline, program }] });
  const runId = await world.start({ pipeline: { pipeline_id: world.id }, pollSeconds: 3000 });
  await world.seconds(700);
  expect(await world.updates()).toMatchObject([{ cause: 'RETRY_ON_FAILURE' }, { state: 'FAILED' }]);
  // The app has not seen that end yet.
  await world.post(`runs/${runId}/cancel`);
  expect(await world.ended(runId)).toMatchObject({ outcome: 'failed' });
  await world.seconds(HOUR);
  expect(await world.updates()).toMatchObject([{ state: 'FAILED' }, { state: 'FAILED' }]);
  expect(world.stopsSent()).toBe(0);
});

test('the run says that it is one of a pipeline, from its start until it is archived', async () => {
  const world = worldWith(pipeline);
  const reply = await world.post('runs', { pipeline: { pipeline_id: world.id } });
  expect(reply.body.kind).toBe('pipeline');
  expect((await world.get(`runs/${reply.body.id}`)).body.kind).toBe('pipeline');
  expect((await world.ended(reply.body.id)).kind).toBe('pipeline');
  await standard(world, 'DELETE', `instances/${reply.body.id}`);
  expect((await world.get(`runs/${reply.body.id}`)).body).toMatchObject({ kind: 'pipeline', archived: true });
  const job = await world.ended(await world.start({ job: world.jobId }));
  expect(job).not.toHaveProperty('kind');
});

test('a pipeline that is not there is refused', async () => {
  const world = worldWith(pipeline);
  const runId = await world.start({ pipeline: { pipeline_id: 'nope' } });
  const message = expect.stringContaining('Can Run');
  expect(await world.ended(runId)).toMatchObject({ outcome: 'rejected', code: 'pipelineNotFound', message });
});

test('a job whose task is a pipeline passes on what it is started with', async () => {
  const world = worldWith({ ...pipeline, pipelines: [salesPipeline] });
  const run = await world.ended(
    await world.start({ job: world.jobId, runNow: { pipeline_params: { full_refresh: true } } }),
  );
  expect(run).toMatchObject({ outcome: 'succeeded' });
  expect(await world.updates()).toMatchObject([{ cause: 'JOB_TASK', full_refresh: true }]);
});
