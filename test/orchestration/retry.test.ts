import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import type { Scenario } from '../../local/workspace/scenarios/scenario';
import { skippedByLimit } from '../../local/workspace/scenarios/skipped-by-limit';
import { PlatformError } from '../../local/workspace/simulation/tasks/program';
import type { Answer } from '../../src/domain/answer';
import { wake } from '../support/engine-room';
import { runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

/** A job that Databricks lets fail as often as this, and which then succeeds. */
const trouble = (times: number, code: string, type: PlatformError['type'] = 'CLIENT_ERROR'): Scenario => ({
  name: 'trouble',
  about: 'It fails some times, and not by itself.',
  settings: { name: 'Trouble', tasks: [{ task_key: 'main', notebook_task: { notebook_path: '/Cloud' } }] },
  programs: {
    '/Cloud': {
      run: ({ attempt }) => {
        if (attempt < times) throw new PlatformError('The machine is gone.', code, type);
        return 'at last';
      },
    },
  },
});
const cloudTrouble = (times: number) => trouble(times, 'CLOUD_FAILURE', 'CLOUD_FAILURE');

const worldOf = (scenario: Scenario, more: Partial<Parameters<typeof runWorld>[0]> = {}) =>
  runWorld({ clock, scenarios: [scenario], ...more });
const count = (w: ReturnType<typeof worldOf>, line: string) => w.asked().filter((each) => each === line).length;

test('what the cloud has failed is repaired until it succeeds, in the same run', async () => {
  const w = worldOf(cloudTrouble(2));
  const run = await w.ended(await w.start({ job: w.jobId, retry: { times: 3 } }));
  expect(run).toMatchObject({
    outcome: 'succeeded',
    output: 'at last',
    earlier: [
      { how: 'start', outcome: 'failed', runId: run.run.id },
      { how: 'repair', outcome: 'failed', runId: run.run.id },
    ],
  });
  expect([count(w, 'POST run-now'), count(w, 'POST runs/repair')]).toEqual([1, 2]);
  expect(w.events.filter(({ event }) => event === 'runEnded')).toMatchObject([{ outcome: 'succeeded', tries: 3 }]);
});

test('what a limit has failed is repaired, too', async () => {
  const w = worldOf(trouble(1, 'CLUSTER_REQUEST_LIMIT_EXCEEDED'));
  const run = await w.ended(await w.start({ job: w.jobId, retry: { times: 1 } }));
  expect(run).toMatchObject({ outcome: 'succeeded', earlier: [{ how: 'start', outcome: 'failed' }] });
  expect([count(w, 'POST run-now'), count(w, 'POST runs/repair')]).toEqual([1, 1]);
});

test('no more often than was asked for', async () => {
  const w = worldOf(cloudTrouble(9));
  const run = await w.ended(await w.start({ job: w.jobId, retry: { times: 2 } }));
  expect(run).toMatchObject({ outcome: 'failed', failures: [{ class: 'cloud' }] });
  expect(run.earlier).toHaveLength(2);
  expect(count(w, 'POST runs/repair')).toBe(2);
});

test('the pauses grow, and meanwhile the run goes on', async () => {
  const w = worldOf(cloudTrouble(9));
  const id = await w.start({ job: w.jobId, retry: { times: 2 } });
  const repairedAt: number[] = [];
  for (let second = 0; second < 200; second++) {
    await w.seconds(1);
    if (count(w, 'POST runs/repair') > repairedAt.length) repairedAt.push(second);
    if (second === 20) expect((await w.get(`runs/${id}`)).body).toMatchObject({ outcome: null, status: 'pending' });
  }
  const [first = 0, second = 0] = repairedAt;
  expect(first).toBeGreaterThan(30);
  expect(second - first).toBeGreaterThan(60);
});

test('never what the code of the job has failed, unless asked for', async () => {
  const w = worldOf(failingNotebook);
  expect((await w.ended(await w.start({ job: w.jobId, retry: { times: 3 } }))).earlier).toBeUndefined();
  expect(count(w, 'POST runs/repair')).toBe(0);
  const asked = await w.start({ job: w.jobId, retry: { times: 1, on: ['userCode'] } });
  expect((await w.ended(asked)).earlier).toHaveLength(1);
});

test('never without being asked', async () => {
  const w = worldOf(cloudTrouble(1));
  expect(await w.ended(await w.start({ job: w.jobId }))).toMatchObject({ outcome: 'failed' });
  expect(count(w, 'POST runs/repair')).toBe(0);
});

test('as the catalog says, and the request otherwise', async () => {
  const w = worldOf(
    { ...cloudTrouble(1), jobId: 4711n },
    { catalog: new Map([['cloud', { job: '4711', retry: { times: 1 } }]]) },
  );
  expect(await w.ended(await w.start({ job: 'cloud' }))).toMatchObject({ outcome: 'succeeded' });
  expect(await w.ended(await w.start({ job: 'cloud', retry: { times: 0 } }))).toMatchObject({ outcome: 'failed' });
});

test('a run that was skipped is started anew, as another run', async () => {
  const w = worldOf(skippedByLimit);
  const first = await w.start({ job: w.jobId });
  const second = await w.ended(await w.start({ job: w.jobId, retry: { times: 5 } }));
  expect(second.outcome).toBe('succeeded');
  expect(second.earlier).toMatchObject(second.earlier.map(() => ({ how: 'start', outcome: 'skipped' })));
  const runs = [second.run.id, ...second.earlier.map(({ runId }: { runId: string }) => runId)];
  expect(new Set(runs).size).toBe(runs.length);
  expect(runs.length).toBeGreaterThan(1);
  expect(await w.ended(first)).toMatchObject({ outcome: 'succeeded' });
});

test('a cancel in the pause leaves the result as it was', async () => {
  const w = worldOf(cloudTrouble(9));
  const id = await w.start({ job: w.jobId, retry: { times: 5 } });
  await w.seconds(20);
  expect((await w.get(`runs/${id}`)).body).toMatchObject({ outcome: null, earlier: [{ outcome: 'failed' }] });
  await w.post(`runs/${id}/cancel`);
  const run = await w.ended(id, 30);
  expect(run).toMatchObject({ outcome: 'failed', failures: [{ class: 'cloud' }] });
  expect(run.earlier).toBeUndefined();
  expect(run.repairProblem).toContain('cancelled');
  expect(count(w, 'POST runs/repair')).toBe(0);
});

test('a new run that can not be started leaves the result as it was', async () => {
  let starts = 0;
  const w = worldOf(skippedByLimit, {
    intercept: async ({ path }, pass) =>
      path.endsWith('/run-now') && ++starts > 2 ? { status: 403, body: '{"message":"No more."}' } : pass(),
  });
  await w.start({ job: w.jobId });
  const run = await w.ended(await w.start({ job: w.jobId, retry: { times: 1 } }));
  expect(run).toMatchObject({ outcome: 'skipped', code: 'runSkipped' });
  expect(run.repairProblem).toContain('No more.');
});

test('no try begins that the time of the run would not allow', async () => {
  const w = worldOf(cloudTrouble(9));
  const run = await w.ended(await w.start({ job: w.jobId, timeoutSeconds: 30, retry: { times: 5 } }));
  expect(run).toMatchObject({ outcome: 'failed' });
  expect(count(w, 'POST runs/repair')).toBe(0);
});

test('a cancel that comes while the end is not known yet is not forgotten', async () => {
  const w = worldOf(cloudTrouble(9), {
    intercept: async ({ path }, pass) => {
      if (path.endsWith('/get-output')) {
        await new Promise<void>((resolve) => void clock.schedule(clock.now() + 5000, resolve));
      }
      return pass();
    },
  });
  const id = await w.start({ job: w.jobId, retry: { times: 3 } });
  for (let status = ''; status !== 'ending'; ) {
    await w.seconds(1);
    status = (await w.get(`runs/${id}`)).body.status;
  }
  await w.post(`runs/${id}/cancel`);
  await w.ended(id);
  expect(count(w, 'POST runs/repair')).toBe(0);
});

test('nothing but a cancel cuts a pause short', async () => {
  const w = worldOf(cloudTrouble(9));
  const id = await w.start({ job: w.jobId, retry: { times: 1 } });
  await w.seconds(8);
  for (let second = 0; second < 20; second++) {
    await wake(w, id);
    await w.seconds(1);
  }
  expect(count(w, 'POST runs/repair')).toBe(0);
  await w.ended(id);
  expect(count(w, 'POST runs/repair')).toBe(1);
});

test('a secret that can not be had for long ends the tries, and the result is as it was', async () => {
  const unavailable = { kind: 'unavailable', code: 'AWAY', message: 'It is away.', mayHaveHappened: false } as const;
  const secrets: Record<string, Answer<string>> = { pass: { ok: true, value: 'word' } };
  const catalog = new Map([['cloud', { job: '4711', secrets: ['pass'], retry: { times: 1 } }]]);
  const w = worldOf({ ...cloudTrouble(9), jobId: 4711n }, { catalog, secrets });
  const id = await w.start({ job: 'cloud', runNow: { notebook_params: { pass: { $secret: 'pass' } } } });
  await w.seconds(8);
  secrets.pass = { ok: false, problem: unavailable };
  const run = await w.ended(id, 1200);
  expect(run).toMatchObject({ outcome: 'failed', failures: [{ class: 'cloud' }] });
  expect(run.repairProblem).toContain('It is away.');
});

test('what the platform itself got wrong is tried again only if asked for', async () => {
  const w = worldOf({
    ...cloudTrouble(1),
    programs: {
      '/Cloud': {
        run: ({ attempt }) => {
          if (attempt < 1) throw new PlatformError('The driver is gone.', 'DRIVER_ERROR', 'INTERNAL_ERROR');
          return 'at last';
        },
      },
    },
  });
  expect(await w.ended(await w.start({ job: w.jobId, retry: { times: 1 } }))).toMatchObject({ outcome: 'failed' });
  const asked = await w.start({ job: w.jobId, retry: { times: 1, on: ['platform'] } });
  expect(await w.ended(asked)).toMatchObject({ outcome: 'succeeded' });
});
