import { StorageUnavailable } from '../../src/contract/storage-unavailable';
import { databricksRuns, expectSettled, standard, standardStart } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { runWorld, type WorldOptions } from '../support/run-world';
import { fire } from '../support/timers';
import { answerLost, answers, type Intercept, notConnected, onRoute, type Trouble, whenever } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const FIVE_MINUTES = 300;
const HOUR = 3600;
const DAY = 24 * HOUR;

function worldOf(seconds: number, options: Partial<WorldOptions> = {}) {
  const world = runWorld({
    clock,
    scenarios: [jobThatTakes(seconds)],
    callbackHosts: ['hooks.example.com'],
    ...options,
  });
  const logged = (event: string) => world.events.filter((one) => one.event === event);
  return {
    ...world,
    logged,
    begin: (more: object = {}) => world.start({ job: world.jobId, ...more }),
    terminate: (id: string) => standard(world, 'POST', `instances/${id}/terminate?reason=enough`),
    /** What people do who forget to name a final status: it deletes what is running, too. */
    purgeAll: () => standard(world, 'DELETE', 'instances/?createdTimeFrom=2020-01-01T00:00:00Z'),
    reap: () => fire(world, 'reapRuns'),
    cancels: () => world.asked().filter((line) => line === 'POST runs/cancel').length,
    summary: () => logged('upkeepEnded').at(-1),
    show: async (id: string) => (await world.get(`runs/${id}?onFailure=200`)).body,
    states: async () => (await databricksRuns(world)).map(({ state }) => state.result_state ?? state.life_cycle_state),
  };
}

describe('a run whose orchestration was terminated', () => {
  test('is cancelled at Databricks within one interval, and its end written down once it has stopped', async () => {
    const world = worldOf(6 * HOUR);
    const id = await world.begin();
    await world.seconds(FIVE_MINUTES - 30);
    await world.terminate(id);
    await world.seconds(30);
    await world.reap();
    expect(world.logged('runReaped')).toEqual([
      expect.objectContaining({ level: 'warning', runId: id, reason: 'terminated', job: world.jobId }),
    ]);
    await world.seconds(60);
    expect(await world.states()).toEqual(['CANCELED']);
    expect(await world.row(id)).not.toHaveProperty('outcome');

    await world.seconds(FIVE_MINUTES);
    await world.reap();
    expect(await world.row(id)).toMatchObject({
      outcome: 'canceled',
      code: 'terminated',
      endedWell: false,
      endedAt: '2026-01-01T00:04:30.000Z',
      message: expect.stringContaining('has ended as canceled'),
    });
    expect(world.logged('runEnded')).toEqual([
      expect.objectContaining({ runId: id, outcome: 'canceled', code: 'terminated', level: 'warning' }),
    ]);
    expect(await world.show(id)).toMatchObject({
      outcome: 'canceled',
      message: expect.stringContaining('has ended as'),
    });

    await world.reap();
    expect(world.summary()).toMatchObject({ looked: 0, canceled: 0, ended: 0, failed: 0 });
    expect(world.cancels()).toBe(1);
    await expectSettled(world, clock);
  });

  test('counts as ended well for who does not count a cancel as a failure', async () => {
    const world = worldOf(60);
    const id = await world.begin({ failOn: ['failed'] });
    await world.seconds(30);
    await world.terminate(id);
    await world.seconds(100);
    await world.reap();
    expect(await world.row(id)).not.toHaveProperty('outcome'); // another try might have been about to begin
    await world.seconds(FIVE_MINUTES);
    await world.reap();
    expect(await world.row(id)).toMatchObject({ outcome: 'canceled', endedWell: true });
    expect(world.logged('runEnded')).toEqual([expect.objectContaining({ level: 'information', endedWell: true })]);
  });

  test('and that has ended by itself in the meantime is not cancelled: both ends are told', async () => {
    const world = worldOf(60);
    const id = await world.begin();
    await world.seconds(30);
    await world.terminate(id);
    await world.seconds(200);
    await world.reap();
    expect(world.cancels()).toBe(0);
    const told = { outcome: 'canceled', code: 'terminated', lateOutcome: 'succeeded' };
    expect(await world.row(id)).toMatchObject(told);
    expect(await world.show(id)).toMatchObject(told);
    expect((await world.get('runs')).body.runs).toEqual([expect.objectContaining(told)]);
    await world.purgeAll();
    expect(await world.show(id)).toMatchObject({ ...told, archived: true });
  });

  test('is told to stop again as long as it does not', async () => {
    const ignored: Trouble = async () => ({ status: 200, body: '{}' });
    const world = worldOf(HOUR, { intercept: onRoute('cancel', ignored) });
    const id = await world.begin();
    await world.seconds(60);
    await world.terminate(id);
    for (let tick = 0; tick < 3; tick++) {
      await world.seconds(FIVE_MINUTES);
      await world.reap();
    }
    expect(world.cancels()).toBe(2);
    expect(await world.row(id)).toMatchObject({ outcome: 'canceled' });
  });

  test('before anything was started gets its end, too', async () => {
    const world = worldOf(60);
    const at = new Date(clock.now()).toISOString();
    await world.app.runs.create({ id: 'early', nonce: 'n', submittedAt: at, timeoutSeconds: 60, job: '1' });
    const unknown = { progress: undefined, result: undefined, lastWords: undefined };
    const instance = { createdAt: at, lastUpdatedAt: at, input: {}, ...unknown };
    world.app.instances.read = async (id) => ({ id, state: 'terminated', ...instance });
    await world.seconds(FIVE_MINUTES);
    await world.reap();
    expect(await world.row('early')).not.toHaveProperty('outcome'); // an activity might be at it
    await world.seconds(FIVE_MINUTES);
    await world.reap();
    expect(await world.row('early')).toMatchObject({ outcome: 'canceled', code: 'terminated', endedAt: at });
  });

  test('while its start was tried is left until its time is up, and then nobody knows', async () => {
    const world = worldOf(60, { intercept: onRoute('run-now', ...Array<Trouble>(99).fill(notConnected)) });
    const id = await world.begin({ timeoutSeconds: HOUR });
    await world.seconds(30);
    await world.terminate(id);
    await world.seconds(HOUR - 60);
    await world.reap();
    expect(await world.row(id)).not.toHaveProperty('outcome');
    await world.seconds(HOUR);
    await world.reap();
    expect(await world.row(id)).toMatchObject({
      outcome: 'canceled',
      message: expect.stringContaining('may have started the run all the same'),
    });
    expect(world.cancels()).toBe(0);
  });

  test('while the answer to its start was lost goes on at Databricks, and all that is told says that it may', async () => {
    const world = worldOf(6 * HOUR, { intercept: onRoute('run-now', answerLost) });
    const id = await world.begin({ timeoutSeconds: HOUR });
    await world.terminate(id); // before the start is sent once more, which would have found the run
    await world.seconds(10);
    expect(await world.show(id)).toMatchObject({
      outcome: 'canceled',
      code: 'terminated',
      run: null,
      message: expect.stringContaining('The run in Databricks may go on.'),
    });
    await world.seconds(2 * HOUR);
    await world.reap();
    const told = {
      outcome: 'canceled',
      code: 'terminated',
      message: expect.stringContaining('may have started the run all the same: look at the runs of the job'),
    };
    expect(await world.row(id)).toMatchObject(told);
    expect(await world.row(id)).not.toHaveProperty('runId');
    expect(await world.show(id)).toMatchObject(told);
    expect(world.logged('runEnded')).toEqual([expect.objectContaining({ level: 'warning', databricksRunId: null })]);
    expect([world.cancels(), await world.states()]).toEqual([0, ['RUNNING']]);
  });

  test('is told to who wants to be called back', async () => {
    const world = worldOf(60, { callbackSecret: Buffer.alloc(32) });
    const id = await world.begin({ callbackUri: 'https://hooks.example.com/done' });
    await world.seconds(30);
    await world.terminate(id);
    await world.seconds(120);
    expect(world.callbacks).toHaveLength(0);
    await world.reap();
    await world.reap();
    await world.seconds(60);
    expect(world.callbacks.map(({ body }) => JSON.parse(String(body)))).toEqual([
      expect.objectContaining({ id, outcome: 'canceled', code: 'terminated', lateOutcome: 'succeeded' }),
    ]);
    await expectSettled(world, clock);
  });
});

describe('a run whose orchestration was deleted before it had ended', () => {
  test('is cancelled at Databricks within one interval, and its end is unknown', async () => {
    const world = worldOf(6 * HOUR);
    const id = await world.begin();
    await world.seconds(FIVE_MINUTES - 10);
    expect((await world.purgeAll()).status).toBe(200);
    await world.seconds(10);
    await world.reap();
    expect(world.logged('runReaped')).toEqual([expect.objectContaining({ runId: id, reason: 'deleted' })]);
    await world.seconds(FIVE_MINUTES);
    expect(await world.states()).toEqual(['CANCELED']);
    await world.reap();
    const told = { outcome: 'unknown', code: 'deleted', lateOutcome: 'canceled', endedAt: '2026-01-01T00:10:00.000Z' };
    expect(await world.row(id)).toMatchObject(told);
    expect(await world.show(id)).toMatchObject({ ...told, archived: true });
  });

  test('while its start was tried is not cancelled, and left until its time is up', async () => {
    const world = worldOf(60, { intercept: onRoute('run-now', ...Array<Trouble>(99).fill(notConnected)) });
    const id = await world.begin({ timeoutSeconds: HOUR });
    await world.seconds(60);
    await world.purgeAll();
    await world.seconds(HOUR / 2);
    await world.reap();
    expect(await world.row(id)).not.toHaveProperty('outcome');
    await world.seconds(HOUR);
    await world.reap();
    expect(await world.row(id)).toMatchObject({ outcome: 'unknown', code: 'deleted' });
    expect(world.logged('runEnded')).toEqual([expect.objectContaining({ outcome: 'unknown', databricksRunId: null })]);
    expect(world.cancels()).toBe(0);
  });
});

test('a repaired run is looked after as long as its repair may take, however long ago it was submitted', async () => {
  const world = worldOf(2 * HOUR);
  const id = await world.begin({ timeoutSeconds: 3 * HOUR, pollSeconds: 600 });
  await world.seconds(3 * HOUR);
  await world.seconds(33 * DAY);
  expect(await world.post(`runs/${id}/repair`, { rerun_tasks: ['main'] })).toMatchObject({ status: 202 });
  await world.seconds(HOUR);
  await world.purgeAll();
  await world.reap();
  expect(world.logged('runReaped')).toEqual([expect.objectContaining({ runId: id, reason: 'deleted' })]);
  expect(world.cancels()).toBe(1);
});

test('what can not be seen to its end in a month is given up', async () => {
  const world = worldOf(HOUR);
  const id = await world.begin();
  await world.seconds(60);
  await world.app.runs.update(id, { workspace: 'gone' });
  await world.purgeAll();
  await world.seconds(31 * DAY);
  await world.reap();
  expect(world.summary()).toMatchObject({ failed: 1 });
  await world.seconds(2 * DAY);
  await world.reap();
  expect(world.summary()).toMatchObject({ looked: 0, failed: 0 });
});

test('a row that was never followed by an orchestration is left to who may send its start again, and then ended', async () => {
  const world = worldOf(60);
  const submittedAt = new Date(clock.now()).toISOString();
  await world.app.runs.create({ id: 'lonely', nonce: 'n', submittedAt, timeoutSeconds: 60, job: '1' });
  for (const seconds of [0, 60, HOUR - 10]) {
    await world.seconds(seconds);
    await world.reap();
    expect(await world.row('lonely')).not.toHaveProperty('outcome');
  }
  await world.seconds(10);
  await world.reap();
  expect(await world.row('lonely')).toMatchObject({ outcome: 'rejected', code: 'neverStarted' });
});

describe('an end that could not be written down', () => {
  test.each([
    ['a good one', 30, 'succeeded', null],
    ['one at which the run was left alone', 5000, 'timedOut', 'detached'],
  ])('is written from the orchestration: %s', async (_, seconds, outcome, code) => {
    const world = worldOf(seconds);
    const { update } = world.app.runs;
    world.app.runs.update = async (id, changes) => {
      if (changes.outcome) throw new StorageUnavailable('away', { cause: null });
      return update(id, changes);
    };
    const id = await world.begin({ timeoutSeconds: 100, onTimeout: 'detach' });
    await world.seconds(100_000);
    expect(await world.show(id)).toMatchObject({ outcome });
    expect(await world.row(id)).not.toHaveProperty('outcome');
    world.app.runs.update = update;
    await world.reap();
    expect(await world.row(id)).toMatchObject({ outcome, ...(code && { code }) });
    expect(world.cancels()).toBe(0);
  });
});

describe('what goes on is left alone:', () => {
  test('runs that are watched, suspended ones, and runs of others', async () => {
    const world = worldOf(6 * HOUR);
    const [watched, suspended] = [await world.begin(), await world.begin()];
    await standard(world, 'POST', `instances/${suspended}/suspend`);
    const foreign = await world.app.workspaces.all[0]?.databricks.runNow({ job_id: world.jobId });
    await world.seconds(FIVE_MINUTES);
    const before = world.asked().length;
    await world.reap();
    expect(world.asked()).toHaveLength(before);
    expect(foreign?.ok).toBe(true);
    expect(world.summary()).toMatchObject({ looked: 2, canceled: 0, ended: 0 });
    for (const id of [watched, suspended]) expect(await world.row(id)).not.toHaveProperty('outcome');
  });

  test('a run that has ended since it was listed', async () => {
    const world = worldOf(30);
    const id = await world.begin();
    await world.ended(id);
    const row = await world.row(id);
    world.app.runs.list = async ({ outcome }) => ({ runs: outcome === 'none' && row ? [row] : [] });
    await world.reap();
    expect(world.summary()).toMatchObject({ looked: 1, ended: 0 });
    expect(world.logged('runEnded')).toHaveLength(1);
  });

  test('a run that has just been started anew under its id when it is about to be cancelled', async () => {
    const world = worldOf(6 * HOUR);
    const id = await world.begin();
    await world.seconds(60);
    await world.terminate(id);
    await world.seconds(10);
    const { databricks } = world.app.workspaces.all[0] ?? {};
    if (!databricks) throw new Error('There is no workspace.');
    const { run } = databricks;
    databricks.run = async (runId) => {
      const answer = await run(runId);
      databricks.run = run;
      await standardStart(world, { request: JSON.stringify({ job: world.jobId }), instanceId: id, nonce: 'n' }, id);
      return answer;
    };
    await world.reap();
    expect(world.cancels()).toBe(0);
    expect(world.logged('runReaped')).toEqual([]);
  });
});

describe('a run that was left alone', () => {
  async function leftAlone(world: ReturnType<typeof worldOf>, more: object = {}) {
    const id = await world.begin({ timeoutSeconds: 100, onTimeout: 'detach', ...more });
    await world.seconds(200);
    expect(await world.show(id)).toMatchObject({ outcome: 'timedOut', code: 'detached' });
    return id;
  }

  test('is never cancelled, and what became of it is told beside the outcome', async () => {
    const world = worldOf(HOUR);
    const id = await leftAlone(world);
    await world.reap();
    expect((await world.show(id)).lateOutcome).toBeUndefined();
    await world.seconds(HOUR);
    await world.reap();
    expect(world.summary()).toMatchObject({ learned: 1 });
    const told = { outcome: 'timedOut', code: 'detached', lateOutcome: 'succeeded' };
    expect(await world.show(id)).toMatchObject(told);
    expect((await world.get('runs')).body.runs).toEqual([expect.objectContaining(told)]);
    expect(world.cancels()).toBe(0);
    const before = world.asked().length;
    await world.reap();
    expect(world.asked()).toHaveLength(before);
    expect((await world.get(`runs/${id}`)).status).toBe(424);
  });

  test('because Databricks denied it is asked about until it is known', async () => {
    let denied = false;
    const intercept: Intercept = async (request, pass) =>
      denied && request.path.endsWith('/runs/get') ? answers(403)(pass) : pass();
    const world = worldOf(2 * HOUR, { intercept });
    const id = await world.begin();
    await world.seconds(100);
    denied = true;
    expect(await world.ended(id)).toMatchObject({ outcome: 'unknown' });
    await world.reap();
    expect(world.summary()).toMatchObject({ learned: 0 });
    denied = false;
    await world.seconds(3 * HOUR);
    for (let tick = 0; tick < 12; tick++) {
      await world.reap();
      await world.seconds(FIVE_MINUTES);
    }
    expect(await world.row(id)).toMatchObject({ outcome: 'unknown', lateOutcome: 'succeeded' });
    expect(world.cancels()).toBe(0);
  });

  test('is asked about less and less often, and after two days no more', async () => {
    const world = worldOf(20 * 24 * HOUR);
    await leftAlone(world);
    const asked = async (hours: number) => {
      const before = world.asked().length;
      for (let tick = 0; tick < hours * 12; tick++) {
        await world.reap();
        await world.seconds(FIVE_MINUTES);
      }
      return world.asked().length - before;
    };
    expect(await asked(2)).toBe(24);
    expect(await asked(10)).toBe(10);
    await world.seconds(36 * HOUR);
    expect(await asked(2)).toBe(0);
  });
});

test('a run that was left alone, and that Databricks no longer has, is asked about no more', async () => {
  let isGone = false;
  const world = worldOf(HOUR, { intercept: whenever('runs/get', () => isGone, answers(404)) });
  const id = await world.begin({ timeoutSeconds: 100, onTimeout: 'detach' });
  await world.seconds(200);
  isGone = true;
  const before = world.asked().length;
  for (let tick = 0; tick < 12; tick++) {
    await world.reap();
    await world.seconds(FIVE_MINUTES);
  }
  expect(world.asked()).toHaveLength(before + 1);
  expect(world.summary()).toMatchObject({ learned: 0 });
  expect(await world.show(id)).toMatchObject({ outcome: 'timedOut', lateOutcome: 'unknown' });
});

test('no list is read from its beginning', async () => {
  const world = worldOf(HOUR);
  const { list } = world.app.runs;
  const asked: (string | undefined)[] = [];
  world.app.runs.list = (query) => {
    asked.push(query.from);
    return list(query);
  };
  await world.reap();
  expect(asked).toHaveLength(2);
  for (const from of asked) expect(clock.now() - Date.parse(from ?? '')).toBe(92 * DAY * 1000);
});

describe('trouble', () => {
  test.each([
    ['does not let us', answers(403)],
    ['is broken', answers(500)],
    ['is not there', notConnected],
  ])('with a Databricks that %s stops nothing but this run, and is over by itself', async (_, trouble) => {
    let troubled = true;
    const world = worldOf(HOUR, {
      intercept: (request, pass) =>
        troubled && request.path.endsWith('/runs/cancel') && JSON.parse(String(request.body)).run_id === first
          ? trouble(pass)
          : pass(),
    });
    const ids = [await world.begin(), await world.begin()];
    await world.seconds(60);
    const first = Number((await world.row(ids[0] ?? ''))?.runId);
    for (const id of ids) await world.terminate(id);
    await world.reap();
    expect(world.summary()).toMatchObject({ level: 'warning', canceled: 1, failed: 1 });
    expect(world.logged('databricksProblem')).toEqual([expect.objectContaining({ during: 'cancel', runId: ids[0] })]);
    troubled = false;
    await world.seconds(FIVE_MINUTES);
    await world.reap();
    await world.seconds(FIVE_MINUTES);
    await world.reap();
    expect(await world.states()).toEqual(['CANCELED', 'CANCELED']);
    for (const id of ids) expect(await world.row(id)).toMatchObject({ outcome: 'canceled' });
  });

  test('a run that Databricks no longer has is ended as what it was cut off as', async () => {
    const world = worldOf(HOUR, { intercept: onRoute('runs/get', (pass) => pass()) });
    const id = await world.begin();
    await world.seconds(60);
    await world.purgeAll();
    await world.app.runs.update(id, { runId: '424242' });
    await world.reap();
    expect(await world.row(id)).toMatchObject({ outcome: 'unknown', code: 'deleted', lateOutcome: 'unknown' });
  });

  test('with thirty runs whose workspace is gone keeps none of the others from its turn', async () => {
    const world = worldOf(HOUR);
    const [first = ''] = [await world.begin()];
    await world.seconds(60);
    await world.terminate(first);
    const row = await world.row(first);
    if (!row) throw new Error('There is no row.');
    for (let at = 0; at < 30; at++) await world.app.runs.create({ ...row, id: `gone-${at}`, workspace: 'gone' });
    await world.reap();
    expect(world.summary()).toMatchObject({ looked: 31, canceled: 1, failed: 30, unfinished: false });
  });

  test('with the workspace of one run that is no longer set up does not keep the others from their turn', async () => {
    const world = worldOf(HOUR);
    const ids = [await world.begin(), await world.begin()];
    await world.seconds(60);
    for (const id of ids) await world.terminate(id);
    await world.app.runs.update(ids[0] ?? '', { workspace: 'gone' });
    await world.reap();
    expect(world.summary()).toMatchObject({ canceled: 1, failed: 1 });
    expect(world.logged('unexpectedError')).toEqual([
      expect.objectContaining({ function: 'reapRuns', error: expect.stringContaining('no longer set up') }),
    ]);
  });

  test.each(['runs', 'instances'] as const)('with %s out of reach is told, and nothing is done', async (part) => {
    const world = worldOf(HOUR);
    for (let runs = 0; runs < 30; runs++) await world.begin();
    await world.seconds(60);
    await world.purgeAll();
    const away = () => Promise.reject(new StorageUnavailable('away', { cause: null }));
    const working = world.app[part];
    Object.assign(world.app, { [part]: { ...working, read: away, list: away } });
    await world.reap();
    expect(world.summary()).toMatchObject({ level: 'warning', canceled: 0, ended: 0, unfinished: true });
    expect(world.logged('unexpectedError').length).toBeLessThan(40);
    expect(world.cancels()).toBe(0);
    Object.assign(world.app, { [part]: working });
    await world.reap();
    expect(world.summary()).toMatchObject({ canceled: 30, failed: 0, unfinished: false });
  });

  test('two timers at once do no harm', async () => {
    const world = worldOf(HOUR, { callbackSecret: Buffer.alloc(32) });
    const ids = [await world.begin({ callbackUri: 'https://hooks.example.com/done' }), await world.begin()];
    await world.seconds(60);
    for (const id of ids) await world.terminate(id);
    await Promise.all([world.reap(), world.reap()]);
    await world.seconds(FIVE_MINUTES);
    await Promise.all([world.reap(), world.reap()]);
    await world.seconds(FIVE_MINUTES);
    for (const id of ids) expect(await world.row(id)).toMatchObject({ outcome: 'canceled', code: 'terminated' });
    expect(world.callbacks).toHaveLength(1);
    await world.reap();
    expect(world.summary()).toMatchObject({ looked: 0 });
  });
});

test('a run under an id that is used again is looked after like the first one', async () => {
  const world = worldOf(600);
  const first = await standardStart(world, { job: world.jobId, timeoutSeconds: 20 }, 'same');
  expect(await world.ended(first)).toMatchObject({ outcome: 'timedOut' });
  await standardStart(world, { job: world.jobId }, 'same');
  await world.seconds(60);
  await world.terminate('same');
  await world.seconds(FIVE_MINUTES);
  await world.reap();
  await world.seconds(30);
  expect(await world.states()).toEqual(['CANCELED', 'CANCELED']);
});
