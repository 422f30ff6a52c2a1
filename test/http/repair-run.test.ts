import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { quickSuccess } from '../../local/workspace/scenarios/quick-success';
import { repairable } from '../../local/workspace/scenarios/repairable';
import { skippedByLimit } from '../../local/workspace/scenarios/skipped-by-limit';
import { standard } from '../support/engine-room';
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
