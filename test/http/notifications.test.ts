import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { repairable } from '../../local/workspace/scenarios/repairable';
import { slow } from '../../local/workspace/scenarios/slow';
import { StorageUnavailable } from '../../src/contract/storage-unavailable';
import { standard } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { type Body, runWorld, type WorldOptions } from '../support/run-world';
import { fire } from '../support/timers';
import { answers, whenever } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const HOUR = 3600;
const PATH = 'notifications/databricks';
const notifier = { user: 'databricks', password: 'made-up-and-long-enough' };
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
const right = basic(`${notifier.user}:${notifier.password}`);
const about = (runId: string, event = 'jobs.on_success'): Body => ({
  event_type: event,
  workspace_id: '1234567890123456',
  run: { run_id: runId },
  job: { job_id: '9', name: 'Slow' },
});

function openWorld(options: Partial<WorldOptions> = {}) {
  const world = runWorld({ clock, scenarios: [slow], notifier, ...options });
  const { app, workspace, asked, post, row, start, jobId } = world;
  const toWorkspace = async (path: string, body: object) => {
    const headers = { authorization: 'Bearer dapi-simulated-workspace' };
    const request = {
      method: 'POST',
      path: `/api/${path}`,
      query: '',
      headers,
      body: Buffer.from(JSON.stringify(body)),
    };
    const { status, body: answer = '' } = await workspace.handle(request);
    if (status !== 200) throw new Error(String(answer));
    return JSON.parse(String(answer));
  };
  return {
    ...world,
    looks: () => asked().filter((request) => request === 'GET runs/get').length,
    tell: (body: Body, headers: Record<string, string> = right) => post(PATH, body, headers),
    /** Lets the workspace tell the app of the ends of all runs of the job. */
    async register(password = notifier.password) {
      const webhook = { url: `${app.origin}/api/${PATH}`, username: notifier.user, password };
      const config = { generic_webhook: webhook };
      const { id } = await toWorkspace('2.0/notification-destinations', { display_name: 'The app', config });
      const webhook_notifications = { on_success: [{ id }], on_failure: [{ id }] };
      await toWorkspace('2.2/jobs/update', { job_id: jobId, new_settings: { webhook_notifications } });
    },
    /** A run that is looked at once an hour, while it has been looked at for the first time. */
    async waiting(more: object = {}): Promise<{ id: string; runId: string }> {
      const id = await start({ job: jobId, pollSeconds: HOUR, ...more });
      await world.seconds(1);
      return { id, runId: (await row(id))?.runId ?? '' };
    },
  };
}

describe('a round trip', () => {
  test('ends the wait by the webhook and not by a look', async () => {
    const { register, waiting, get, seconds, asked, events } = openWorld();
    await register();
    const { id } = await waiting();
    await seconds(64 * 60);
    const before = asked().length;
    expect((await get(`runs/${id}`)).body.status).not.toBe('ended');
    await seconds(63); // it ends a minute later; the next look by the clock is nearly an hour away
    expect((await get(`runs/${id}`)).body).toMatchObject({ status: 'ended', outcome: 'succeeded' });
    // One look, and then the output, for which the run is read once more.
    expect(asked().slice(before)).toEqual(['GET runs/get', 'GET runs/get', 'GET runs/get-output']);
    expect(events).toContainEqual(expect.objectContaining({ event: 'runEnded', runId: id, polls: 3 }));
  });

  test('tells of a failure, too', async () => {
    const { register, waiting, get, seconds, events } = openWorld({ scenarios: [failingNotebook] });
    await register();
    const { id } = await waiting();
    await seconds(60);
    expect((await get(`runs/${id}?onFailure=200`)).body).toMatchObject({ outcome: 'failed' });
    expect(events).toContainEqual(expect.objectContaining({ event: 'runEnded', runId: id, polls: 2 }));
  });

  test('that carries another password ends nothing, and the wait ends by itself', async () => {
    const { register, waiting, get, seconds, answered } = openWorld();
    await register('another-made-up-password');
    const { id } = await waiting();
    await seconds(66 * 60);
    expect(answered).toContainEqual(
      expect.objectContaining({ function: 'receiveNotification', status: 401, code: 'notifierUnknown' }),
    );
    expect((await get(`runs/${id}`)).body.status).not.toBe('ended');
    await seconds(2 * HOUR);
    expect((await get(`runs/${id}`)).body.outcome).toBe('succeeded');
  });
});

describe('a round trip for a run that nobody looks at for now', () => {
  test('ends the wait for a repair, too', async () => {
    const { register, waiting, get, post, seconds, looks } = openWorld({ scenarios: [repairable] });
    await register();
    const { id } = await waiting();
    await seconds(60);
    expect((await get(`runs/${id}?onFailure=200`)).body.outcome).toBe('failed');
    expect((await post(`runs/${id}/repair`)).status).toBe(202);
    await seconds(2);
    const before = looks();
    expect((await get(`runs/${id}`)).body.outcome).toBeNull();
    await seconds(60);
    expect((await get(`runs/${id}`)).body.outcome).toBe('succeeded');
    expect(looks() - before).toBe(2); // at its end, and for its output
  });

  test('tells how it has ended after all, where the end that was told is unknown', async () => {
    let isDenied = false;
    const { register, waiting, get, row, seconds } = openWorld({
      intercept: whenever('runs/get', () => isDenied, answers(403)),
    });
    await register();
    const { id } = await waiting({ pollSeconds: 60 });
    isDenied = true;
    await seconds(30 * 60);
    expect((await get(`runs/${id}?onFailure=200`)).body.outcome).toBe('unknown');
    isDenied = false;
    await seconds(34 * 60);
    expect(await row(id)).not.toHaveProperty('lateOutcome');
    await seconds(3 * 60);
    expect(await row(id)).toMatchObject({ outcome: 'unknown', lateOutcome: 'succeeded' });
    expect((await get(`runs/${id}?onFailure=200`)).body).toMatchObject({
      outcome: 'unknown',
      lateOutcome: 'succeeded',
    });
  });
});

describe('credentials', () => {
  test.each([
    ['none', {}],
    ['an empty header', { authorization: '' }],
    ['another user', basic(`admin:${notifier.password}`)],
    ['another password', basic(`${notifier.user}:${notifier.password}x`)],
    ['the beginning of the password', basic(`${notifier.user}:made-up`)],
    ['no colon', basic(`${notifier.user}${notifier.password}`)],
    ['another scheme', { authorization: right.authorization.replace('Basic', 'Bearer') }],
    ['what is not base64', { authorization: 'Basic ***' }],
    ['plain text', { authorization: `Basic ${notifier.user}:${notifier.password}` }],
    ['a function key', { 'x-functions-key': 'key' }],
  ])('that are wrong are refused before anything else is looked at: %s', async (_name, headers) => {
    const { tell, waiting, looks } = openWorld();
    const { runId } = await waiting();
    for (const body of [about(runId), 'no json']) {
      const reply = await tell(body, headers as Record<string, string>);
      expect([reply.status, reply.body.code]).toEqual([401, 'notifierUnknown']);
      expect(reply.headers['www-authenticate']).toBe('Basic realm="notifications", charset="UTF-8"');
      expect(reply.text).not.toContain(notifier.password);
    }
    await clock.advance(60_000);
    expect(looks()).toBe(1);
  });

  test('may be written with the scheme in small letters, and blanks', async () => {
    const { tell } = openWorld();
    const spelt = { authorization: ` ${right.authorization.replace('Basic ', 'basic   ')} ` };
    expect((await tell(about('1'), spelt)).status).toBe(202);
  });

  test('are needed with Entra as well, which knows nothing of this route', async () => {
    const { tell } = openWorld({ callerAuth: 'entra' });
    expect((await tell(about('1'))).status).toBe(202);
    expect((await tell(about('1'), {})).status).toBe(401);
  });

  test('that were never set up are compared with nothing, and the setting that is missing is named', async () => {
    const { post } = runWorld({ clock, scenarios: [slow] });
    for (const headers of [{}, right, basic(':'), basic('databricks:')]) {
      const reply = await post(PATH, about('1'), headers);
      expect([reply.status, reply.body.code]).toEqual([404, 'notificationsOff']);
      expect(reply.body.detail).toContain('NOTIFICATION_PASSWORD');
    }
  });

  test('do not get into the log', async () => {
    const { tell, events, answered, host } = openWorld();
    await tell(about('1'));
    await tell(about('1'), basic(`${notifier.user}:${notifier.password}x`));
    const logged = JSON.stringify([events, answered, host.lines]);
    expect(answered).toHaveLength(2);
    for (const secret of [notifier.password, right.authorization.slice(6)]) expect(logged).not.toContain(secret);
  });
});

describe('of a run that this app has left alone', () => {
  test('a notification has it learn at once how the run has ended after all', async () => {
    const { register, waiting, get, row, seconds } = openWorld();
    await register();
    const { id } = await waiting({ timeoutSeconds: 600, pollSeconds: 600, onTimeout: 'detach' });
    await seconds(20 * 60);
    expect((await get(`runs/${id}?onFailure=200`)).body).toMatchObject({ outcome: 'timedOut', code: 'detached' });
    await seconds(46 * 60);
    expect(await row(id)).toMatchObject({ outcome: 'timedOut', lateOutcome: 'succeeded' });
    expect((await get(`runs/${id}?onFailure=200`)).body).toMatchObject({ outcome: 'timedOut' });
  });

  test('it learns nothing while the run goes on', async () => {
    const { tell, waiting, row, seconds } = openWorld();
    const { id, runId } = await waiting({ timeoutSeconds: 600, pollSeconds: 600, onTimeout: 'detach' });
    await seconds(20 * 60);
    await tell(about(runId));
    expect((await row(id))?.lateOutcome).toBeUndefined();
  });
});

describe('a notification', () => {
  test('of a run that nobody waits for is taken', async () => {
    const { tell, waiting, looks } = openWorld();
    await waiting();
    const reply = await tell(about('123456789012345678'));
    expect([reply.status, reply.text]).toEqual([202, '']);
    await clock.advance(60_000);
    expect(looks()).toBe(1);
  });

  test('wakes whoever waits for a run of this id, in whichever workspace, and has them look once', async () => {
    const { app, tell, waiting, looks } = openWorld();
    const here = await waiting();
    const other = await waiting();
    const createdAt = new Date(clock.now()).toISOString();
    await app.index.note({ runId: here.runId, workspace: 'another', instanceId: other.id, createdAt });
    const before = looks();
    await tell(about(here.runId));
    await clock.advance(10_000);
    expect(looks() - before).toBe(2);
  });

  test('that comes before its run is in the index is made up for by the first look', async () => {
    const { tell, get, row, seconds, start, jobId } = openWorld({ scenarios: [failingNotebook], intercept: tellFirst });
    async function tellFirst(request: { path: string }, pass: () => Promise<Body>): Promise<Body> {
      const answer = await pass();
      if (!request.path.endsWith('/run-now')) return answer;
      await clock.advance(120_000); // the run ends before its start is answered
      const told = await tell(about(JSON.parse(answer.body).run_id));
      expect(told.status).toBe(202);
      return answer;
    }
    const starting = start({ job: jobId, pollSeconds: HOUR });
    await seconds(200);
    const id = await starting;
    await seconds(1);
    expect((await row(id))?.runId).toMatch(/^\d+$/);
    expect((await get(`runs/${id}?onFailure=200`)).body.outcome).toBe('failed');
  });

  test('that is repeated a hundred times has a run looked at a few times, and after the last of them', async () => {
    const { tell, waiting, looks, seconds } = openWorld();
    const { runId } = await waiting();
    const all = Array.from({ length: 100 }, () => tell(about(runId)));
    await seconds(0);
    expect(looks()).toBe(2); // the first one did that
    await seconds(30);
    for (const reply of await Promise.all(all)) expect(reply.status).toBe(202);
    expect(looks()).toBe(3);
    await tell(about(runId));
    await seconds(1);
    expect(looks()).toBe(4);
  });

  test('does not wake a run that is suspended, which would keep all of them', async () => {
    const world = openWorld();
    const { tell, waiting, looks, seconds } = world;
    const { id, runId } = await waiting();
    await standard(world, 'POST', `instances/${id}/suspend?reason=x`);
    for (let times = 0; times < 20; times++) {
      await tell(about(runId));
      await seconds(3);
    }
    const before = looks();
    await standard(world, 'POST', `instances/${id}/resume?reason=x`);
    await seconds(5);
    expect(looks()).toBe(before);
  });

  test('finds a run that is repaired long after the night has taken it out of the index', async () => {
    const world = openWorld({ scenarios: [jobThatTakes(600)] });
    const { app, tell, waiting, post, get, ended, seconds } = world;
    const { id, runId } = await waiting();
    await post(`runs/${id}/cancel`);
    await ended(id);
    await seconds(10 * 24 * HOUR);
    await fire(world, 'removeOld');
    expect(await app.index.find(runId)).toEqual([]);
    await post(`runs/${id}/repair`, { rerun_tasks: ['main'], timeoutSeconds: 8 * HOUR });
    await seconds(700);
    expect((await get(`runs/${id}`)).body.outcome).toBeNull();
    await tell(about(runId));
    await seconds(5);
    expect((await get(`runs/${id}`)).body.outcome).toBe('succeeded');
  });

  test('that is repeated after the end changes nothing', async () => {
    const { tell, waiting, get, seconds, looks, events } = openWorld();
    const { id, runId } = await waiting();
    await seconds(3 * HOUR);
    const { body } = await get(`runs/${id}`);
    expect(body.outcome).toBe('succeeded');
    const [before, told] = [looks(), events.length];
    for (let times = 0; times < 3; times++) {
      expect((await tell(about(runId, 'jobs.on_failure'))).status).toBe(202);
      await seconds(5);
    }
    expect([looks(), events.length]).toEqual([before, told]);
    expect((await get(`runs/${id}`)).body.outcome).toBe('succeeded');
  });

  test('is believed in nothing but the id of a run', async () => {
    const { tell, waiting, get, seconds } = openWorld();
    const { id, runId } = await waiting();
    await tell({ ...about(runId, 'jobs.on_failure'), state: { result_state: 'FAILED' }, workspace_id: 'elsewhere' });
    await seconds(5);
    expect((await get(`runs/${id}`)).body).toMatchObject({ status: 'pending', outcome: null });
  });

  test('may give the id as a number, also as one that is too long for JavaScript', async () => {
    const { tell, app } = openWorld();
    const asked: string[] = [];
    app.index.find = async (runId) => {
      asked.push(runId);
      return [];
    };
    expect((await tell({ run: { run_id: 42 } })).status).toBe(202);
    expect((await tell('{"run":{"run_id":9223372036854775807}}')).status).toBe(202);
    expect(asked).toEqual(['42', '9223372036854775807']);
  });

  test.each([
    ['nothing', undefined, 400, 'bodyMissing'],
    ['no JSON', '{"run":', 400, 'bodyNotJson'],
    ['a list', [], 400, 'requestInvalid'],
    ['no run', {}, 400, 'requestInvalid'],
    ['a run that is a text', { run: '42' }, 400, 'requestInvalid'],
    ['no id', { run: {} }, 400, 'requestInvalid'],
    ['an id that is none', { run: { run_id: "4' or true" } }, 400, 'requestInvalid'],
    ['an id that is too long', { run: { run_id: '1'.repeat(21) } }, 400, 'requestInvalid'],
    ['a negative id', { run: { run_id: -4 } }, 400, 'requestInvalid'],
    ['a field twice', '{"run":{"run_id":"1","run_id":"2"}}', 400, 'duplicateField'],
    ['a name that is not allowed', '{"__proto__":{}}', 400, 'fieldNotAllowed'],
    ['too much', `{"run":{"run_id":"1"},"more":"${'x'.repeat(300_000)}"}`, 413, 'bodyTooLarge'],
    ['what is nested too deeply', `${'['.repeat(200)}${']'.repeat(200)}`, 400, 'bodyTooDeep'],
  ])('of %s is refused', async (_name, body, status, code) => {
    const reply = await openWorld().tell(body);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });

  test('is refused while the storage gives no answer, so that it may come again', async () => {
    const { app, tell } = openWorld();
    app.index.find = () => Promise.reject(new StorageUnavailable('gone'));
    expect((await tell(about('1'))).status).toBe(503);
  });
});
