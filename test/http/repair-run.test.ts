import { DEMO_TOKEN } from '../../local/workspace/access';
import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { quickSuccess } from '../../local/workspace/scenarios/quick-success';
import { repairable } from '../../local/workspace/scenarios/repairable';
import { skippedByLimit } from '../../local/workspace/scenarios/skipped-by-limit';
import { standard } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const world = (scenario = repairable, more: Partial<Parameters<typeof runWorld>[0]> = {}) =>
  runWorld({ clock, scenarios: [scenario], ...more });

async function failed(w: ReturnType<typeof world>) {
  const id = await w.start({ job: w.jobId, runNow: { job_parameters: { region: 'NORTE' } } });
  expect(await w.ended(id)).toMatchObject({ outcome: 'failed' });
  return id;
}

const repairs = (w: ReturnType<typeof world>) => w.asked().filter((line) => line === 'POST runs/repair');
const bodies = (w: ReturnType<typeof world>) =>
  w.requests.filter(({ path }) => path.endsWith('/runs/repair')).map(({ body }) => JSON.parse(String(body)));

/** What somebody could do at Databricks itself. */
const repairByHand = (runId: string) => ({
  method: 'POST',
  path: '/api/2.2/jobs/runs/repair',
  query: '',
  headers: { authorization: `Bearer ${DEMO_TOKEN}`, 'content-type': 'application/json' },
  body: Buffer.from(`{"run_id":${runId},"rerun_all_failed_tasks":true}`),
});

test('what failed is run once more in the same run, with the same parameters', async () => {
  const w = world();
  const id = await failed(w);
  const before = await w.row(id);
  const { status, body, headers } = await w.post(`runs/${id}/repair`);
  expect(status).toBe(202);
  expect(headers.location).toContain('/api/links/');
  expect(body).toMatchObject({ id, outcome: null, joined: false, earlier: [{ how: 'start', outcome: 'failed' }] });

  const run = await w.ended(id);
  expect(run).toMatchObject({
    id,
    outcome: 'succeeded',
    run: { id: before?.runId },
    earlier: [{ how: 'start', outcome: 'failed', code: 'runFailed', runId: before?.runId }],
  });
  expect(run.outputs).toMatchObject({ report: [{ region: 'NORTE' }] });
  expect(bodies(w)).toEqual([
    { run_id: Number(before?.runId), rerun_all_failed_tasks: true, job_parameters: { region: 'NORTE' } },
  ]);
  expect(await w.row(id)).toMatchObject({ outcome: 'succeeded', endedWell: true });
});

test('tasks can be named, once or twice, and what depends on them too', async () => {
  const w = world();
  const id = await failed(w);
  await w.post(`runs/${id}/repair`, {
    rerun_tasks: ['load', 'load'],
    rerun_dependent_tasks: true,
    timeoutSeconds: 600,
  });
  await w.ended(id);
  expect(bodies(w)).toMatchObject([{ rerun_tasks: ['load'], rerun_dependent_tasks: true }]);
});

test('other parameters take the place of those before, and stay for the next repair', async () => {
  const w = world({ ...repairable, name: 'never' }, {});
  const id = await failed(w);
  await w.post(`runs/${id}/repair`, { job_parameters: { region: 'SUR' } });
  expect((await w.ended(id)).outputs).toMatchObject({ report: [{ region: 'SUR' }] });
  await w.post(`runs/${id}/repair`, { rerun_tasks: ['report'] });
  const run = await w.ended(id);
  expect(run.earlier).toMatchObject([
    { how: 'start', outcome: 'failed' },
    { how: 'repair', outcome: 'succeeded' },
  ]);
  const [first, second] = bodies(w);
  expect(first.latest_repair_id).toBeUndefined();
  expect(second).toMatchObject({ latest_repair_id: expect.anything(), job_parameters: { region: 'SUR' } });
});

test('the same repair asked for at the same time happens once, and another one is refused meanwhile', async () => {
  const w = world();
  const id = await failed(w);
  const answers = await Promise.all(Array.from({ length: 10 }, () => w.post(`runs/${id}/repair`, {})));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
  expect(answers.filter(({ body }) => !body.joined)).toHaveLength(1);
  expect(await w.post(`runs/${id}/repair`, { rerun_tasks: ['load'] })).toMatchObject({
    status: 409,
    body: { code: 'runGoesOn' },
  });
  await w.ended(id);
  expect(repairs(w)).toHaveLength(1);
});

test('a repair whose answer got lost is met by the next try', async () => {
  let lost = 0;
  const w = world(repairable, {
    intercept: async ({ path }, pass) => {
      const answer = await pass();
      if (path.endsWith('/runs/repair') && lost++ === 0) return { status: 503, body: '' };
      return answer;
    },
  });
  const id = await failed(w);
  await w.post(`runs/${id}/repair`);
  expect(await w.ended(id)).toMatchObject({ outcome: 'succeeded' });
  expect(repairs(w)).toHaveLength(1);
});

test('what Databricks refuses leaves the run as it was, with its failures', async () => {
  const w = world(repairable, {
    intercept: async ({ path }, pass) =>
      path.endsWith('/runs/repair')
        ? { status: 403, body: JSON.stringify({ error_code: 'PERMISSION_DENIED', message: 'You may not.' }) }
        : pass(),
  });
  const id = await failed(w);
  const before = (await w.get(`runs/${id}?onFailure=200`)).body;
  await w.post(`runs/${id}/repair`);
  const after = await w.ended(id);
  expect(after).toMatchObject({ outcome: 'failed', failures: before.failures });
  expect(after.repairProblem).toContain('You may not.');
  expect(after.earlier).toBeUndefined();
});

test('a repair can be cancelled, and a cancel of the time before does not count', async () => {
  const w = world();
  const id = await w.start({ job: w.jobId });
  await w.seconds(2);
  await w.post(`runs/${id}/cancel`);
  expect(await w.ended(id)).toMatchObject({ outcome: 'canceled' });
  await w.post(`runs/${id}/repair`);
  await w.seconds(2);
  expect((await w.get(`runs/${id}`)).body).toMatchObject({ status: 'running' });
  await w.post(`runs/${id}/cancel`);
  expect(await w.ended(id)).toMatchObject({ outcome: 'canceled', earlier: [{ outcome: 'canceled' }] });
});

test('while it is repaired it is listed as a run that goes on', async () => {
  const w = world();
  const id = await failed(w);
  await w.post(`runs/${id}/repair`);
  await w.seconds(2);
  expect((await w.get('runs?outcome=none')).body.runs).toMatchObject([{ id, outcome: null }]);
  await w.ended(id);
  expect((await w.get('runs?outcome=none')).body.runs).toEqual([]);
});

describe('what can not be repaired is said at once', () => {
  const refusal = async (w: ReturnType<typeof world>, id: string, body: object = {}) => {
    const answer = await w.post(`runs/${id}/repair`, body);
    expect(repairs(w)).toEqual([]);
    return { status: answer.status, code: answer.body.code };
  };

  test('a run that goes on', async () => {
    const w = world();
    expect(await refusal(w, await w.start({ job: w.jobId }))).toEqual({ status: 409, code: 'runGoesOn' });
  });

  test('a run in which nothing has failed', async () => {
    const w = world(quickSuccess);
    const id = await w.start({ job: w.jobId });
    await w.ended(id);
    expect(await refusal(w, id)).toEqual({ status: 409, code: 'nothingToRepair' });
  });

  test('a run that Databricks has skipped', async () => {
    const w = world(skippedByLimit);
    const ids = [await w.start({ job: w.jobId }), await w.start({ job: w.jobId })];
    const skipped = (await Promise.all(ids.map((id) => w.ended(id)))).find(({ outcome }) => outcome === 'skipped');
    expect(await refusal(w, skipped.id)).toEqual({ status: 409, code: 'nothingToRepair' });
  });

  test('a run that nobody knows', async () => {
    expect(await refusal(world(), 'nobody')).toEqual({ status: 404, code: 'runUnknown' });
  });

  test.each([
    ['a task that is not there', { rerun_tasks: ['other'] }],
    ['tasks, and all that failed', { rerun_tasks: ['load'], rerun_all_failed_tasks: true }],
    ['no task', { rerun_tasks: [] }],
    ['a chain of its own', { latest_repair_id: 5 }],
    ['parameters of two kinds', { job_parameters: { region: 'x' }, notebook_params: { region: 'x' } }],
    ['a field that there is not', { rerun: ['load'] }],
    ['an address that may not be called', { callbackUri: 'https://elsewhere.example/' }],
  ])('%s', async (_, body) => {
    const w = world();
    expect(await refusal(w, await failed(w), body)).toEqual({ status: 400, code: 'requestInvalid' });
  });
});

test('a run that was terminated can be repaired', async () => {
  const w = world(failingNotebook);
  const id = await w.start({ job: w.jobId });
  await w.seconds(1);
  await standard(w, 'POST', `instances/${id}/terminate`);
  await w.seconds(60);
  expect(await w.post(`runs/${id}/repair`)).toMatchObject({ status: 202 });
  expect(await w.ended(id)).toMatchObject({ outcome: 'failed', earlier: [{ code: 'terminated' }] });
});

test('the answer tells what is known of the run, which was submitted when it was submitted first', async () => {
  const w = world();
  const id = await failed(w);
  const before = (await w.get(`runs/${id}?onFailure=200`)).body;
  await w.seconds(3600);
  const { body } = await w.post(`runs/${id}/repair`);
  expect(body).toMatchObject({ submittedAt: before.submittedAt, job: before.job, run: { id: before.run.id } });
  const after = await w.ended(id);
  expect(after.submittedAt).toBe(before.submittedAt);
  expect((await w.get('runs')).body.runs).toMatchObject([{ id, submittedAt: before.submittedAt }]);
});

test('a run that Databricks has forgotten is to be started anew', async () => {
  const GONE = { status: 404, body: '{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"Run 1 does not exist."}' };
  let isGone = false;
  const w = world(repairable, {
    intercept: async ({ path }, pass) => (isGone && path.endsWith('/runs/get') ? GONE : pass()),
  });
  const id = await failed(w);
  isGone = true;
  const { status, body } = await w.post(`runs/${id}/repair`);
  expect([status, body.detail]).toEqual([404, expect.stringContaining('Start a new run.')]);
});

test('a repair has its own time, and a further one as much', async () => {
  const w = world();
  const id = await failed(w);
  await w.seconds(3600);
  await w.post(`runs/${id}/repair`, { timeoutSeconds: 20, rerun_tasks: ['load'] });
  await w.ended(id);
  await w.seconds(3600);
  await w.post(`runs/${id}/repair`);
  const { body } = await w.get(`runs/${id}`);
  expect(body.outcome).toBeNull();
  expect(await w.ended(id)).toMatchObject({ outcome: 'succeeded' });
});

test('a repair whose answer comes after its time is looked at all the same', async () => {
  let tries = 0;
  const w = world(repairable, {
    intercept: async ({ path }, pass) => {
      if (!path.endsWith('/runs/repair') || tries++ > 0) return pass();
      await pass();
      await new Promise<void>((resolve) => void clock.schedule(clock.now() + 30_000, resolve));
      return { status: 503, body: '' };
    },
  });
  const id = await failed(w);
  await w.post(`runs/${id}/repair`, { timeoutSeconds: 20 });
  const run = await w.ended(id);
  expect(run.outcome).not.toBe('unknown');
  expect(run.run.id).toBe((await w.row(id))?.runId);
});

test('a run that goes on at Databricks is not repaired, whoever has begun that', async () => {
  const w = world();
  const id = await failed(w);
  const { runId } = (await w.row(id)) ?? {};
  await w.workspace.handle(repairByHand(runId ?? ''));
  expect(await w.post(`runs/${id}/repair`, { job_parameters: { region: 'SUR' } })).toMatchObject({
    status: 409,
    body: { code: 'runGoesOn' },
  });
});

test('of two different repairs at once one is begun, and its caller is told', async () => {
  const w = world(repairable, { callbackHosts: ['hooks.example'], callbackSecret: Buffer.alloc(32, 1) });
  const id = await failed(w);
  const answers = await Promise.all([
    w.post(`runs/${id}/repair`, { rerun_tasks: ['load'], callbackUri: 'https://hooks.example/a' }),
    w.post(`runs/${id}/repair`, { rerun_tasks: ['report'], callbackUri: 'https://hooks.example/b' }),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
  await w.ended(id);
  await w.seconds(5);
  expect(repairs(w)).toHaveLength(1);
  const won = answers[0]?.status === 202 ? '/a' : '/b';
  expect(w.callbacks.map(({ path }) => path)).toEqual([won]);
});

test('who sends the same repair again is told at the new address', async () => {
  const w = world(repairable, { callbackHosts: ['hooks.example'], callbackSecret: Buffer.alloc(32, 1) });
  const id = await failed(w);
  await w.post(`runs/${id}/repair`, { callbackUri: 'https://hooks.example/old' });
  expect((await w.post(`runs/${id}/repair`, { callbackUri: 'https://hooks.example/new' })).body.joined).toBe(true);
  await w.ended(id);
  await w.seconds(5);
  expect(w.callbacks.map(({ path }) => path)).toEqual(['/new']);
});

test('each end is told once at the same address, as another message', async () => {
  const w = world(repairable, { callbackHosts: ['hooks.example'], callbackSecret: Buffer.alloc(32, 1) });
  const callbackUri = 'https://hooks.example/same';
  const id = await w.start({ job: w.jobId, callbackUri });
  await w.ended(id);
  await w.seconds(5);
  await w.post(`runs/${id}/repair`, { callbackUri });
  await w.ended(id);
  await w.seconds(5);
  expect(w.callbacks.map(({ path }) => path)).toEqual(['/same', '/same']);
  expect(new Set(w.callbacks.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
});

describe('with other parameters it is no longer the run of those that it was started with', () => {
  test('for a table', async () => {
    const w = world();
    const table = () => w.get(`jobs/${w.jobId}/table?p.region=NORTE&task=report&freshFor=1h&onFailure=200`);
    const { id } = (await table()).body;
    await w.ended(id);
    await w.post(`runs/${id}/repair`, { job_parameters: { region: 'SUR' } });
    const next = await table();
    expect(next.body.id).not.toBe(id);
    await w.ended(id);
    await w.ended(next.body.id);
    expect((await w.get(`jobs/${w.jobId}/table?p.region=NORTE&run=${id}`)).status).toBe(404);
  });

  test('for a start that would join it', async () => {
    const w = world();
    const body = { job: w.jobId, runNow: { job_parameters: { region: 'NORTE' } }, concurrency: 'join' };
    const id = await w.start(body);
    await w.ended(id);
    await w.post(`runs/${id}/repair`, { job_parameters: { region: 'SUR' } });
    expect(await w.start(body)).not.toBe(id);
  });
});

test('a run without a job is not repaired, because Databricks does not', async () => {
  const w = world();
  const task = { task_key: 'main', notebook_task: { notebook_path: '/Stories/Second time lucky' } };
  const id = await w.start({ submit: { tasks: [task] } });
  await w.ended(id);
  expect(await w.post(`runs/${id}/repair`)).toMatchObject({ status: 409, body: { code: 'notRepairable' } });
});

test('a cancel of the repair counts, while one of the time before is still on its way', async () => {
  let isSlow = true;
  const w = runWorld({
    clock,
    scenarios: [jobThatTakes(60)],
    intercept: async ({ path }, pass) => {
      const answer = await pass();
      if (isSlow && path.endsWith('/runs/cancel')) {
        isSlow = false;
        await new Promise<void>((resolve) => void clock.schedule(clock.now() + 20_000, resolve));
      }
      return answer;
    },
  });
  const id = await w.start({ job: w.jobId });
  await w.seconds(20);
  const first = w.post(`runs/${id}/cancel`);
  await w.seconds(8);
  expect((await w.post(`runs/${id}/repair`, { rerun_tasks: ['main'] })).status).toBe(202);
  await w.seconds(2);
  const second = w.post(`runs/${id}/cancel`);
  await w.seconds(30);
  expect((await second).body.cancelRequested).toBe(true);
  await first;
  expect(await w.ended(id)).toMatchObject({ outcome: 'canceled' });
});
