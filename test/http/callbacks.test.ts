import { createHmac } from 'node:crypto';
import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { quickSuccess } from '../../local/workspace/scenarios/quick-success';
import { slow } from '../../local/workspace/scenarios/slow';
import { databricksRuns, standard } from '../support/engine-room';
import { runWorld, type WorldOptions } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const FACTORY = 'https://dpnortheurope.svc.datafactory.azure.com/callback/1?token=secret-of-the-factory';
const SECRET = Buffer.alloc(32, 9);
const HOURS = 3600;
const HISTORY = '?showHistory=true&showHistoryOutput=true&showInput=true';

const createWorld = (scenario = quickSuccess, more: Partial<WorldOptions> = {}) =>
  runWorld({
    clock,
    scenarios: [scenario],
    callbackHosts: ['hooks.example.com', '*.datafactory.azure.com'],
    callbackSecret: SECRET,
    ...more,
  });
type World = ReturnType<typeof createWorld>;

const posted = ({ callbacks }: World) => callbacks.map(({ body }) => JSON.parse(Buffer.from(body).toString()));
const cellOf = async (world: World, id: string) => (await world.row(id))?.callback;

/** Answers, one after the other; then 200. */
const answering = (...statuses: (number | 'none')[]): Pick<WorldOptions, 'callback'> => ({
  callback: async () => {
    const status = statuses.shift() ?? 200;
    if (status === 'none') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    return { status, body: 'whatever' };
  },
});

test('Data Factory is told in its own words of a run that went well', async () => {
  const world = createWorld();
  const id = await world.start({ job: world.jobId, callBackUri: FACTORY });
  expect(world.callbacks).toEqual([]);
  const shown = await world.ended(id);
  await world.seconds(60);
  expect(posted(world)).toEqual([{ Output: { ...shown, statusPath: expect.any(String) }, StatusCode: '200' }]);
  expect(world.callbacks[0]).toMatchObject({
    method: 'POST',
    path: '/callback/1',
    query: 'token=secret-of-the-factory',
    headers: { 'content-type': 'application/json' },
  });
  expect(await cellOf(world, id)).toBe('');
});

test('Data Factory is told what went wrong, and where to look', async () => {
  const world = createWorld(failingNotebook);
  const id = await world.start({ job: world.jobId, callBackUri: FACTORY });
  const shown = await world.ended(id);
  await world.seconds(60);
  const [{ StatusCode, Error: error, Output }] = posted(world);
  expect(StatusCode).toBe('424');
  expect(error.ErrorCode).toBe('runFailed');
  expect(error.Message).toContain(shown.failures[0].message);
  expect(error.Message).toContain(shown.run.pageUrl);
  expect(Output.outcome).toBe('failed');
});

test('others are told the run itself, signed', async () => {
  const world = createWorld();
  const id = await world.start({ job: world.jobId, callbackUri: 'https://hooks.example.com/done' });
  await world.ended(id);
  await world.seconds(60);
  const [request] = world.callbacks;
  const text = Buffer.from(request?.body ?? '').toString();
  expect(JSON.parse(text)).toMatchObject({ id, outcome: 'succeeded' });
  expect(text).not.toContain('statusQueryGetUri');
  const { 'webhook-id': messageId, 'webhook-timestamp': timestamp } = request?.headers ?? {};
  expect(messageId).toBe(`${id}.ended`);
  const expected = createHmac('sha256', SECRET).update(`${messageId}.${timestamp}.${text}`).digest('base64');
  expect(request?.headers['webhook-signature']).toBe(`v1,${expected}`);
});

test('a receiver that is out of order is told later, once', async () => {
  const world = createWorld(quickSuccess, answering(503, 'none', 404, 429, 302));
  const id = await world.start({ job: world.jobId, callbackUri: 'https://hooks.example.com/done' });
  await world.ended(id);
  await world.seconds(HOURS);
  expect(world.callbacks).toHaveLength(6);
  expect(new Set(world.callbacks.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(world.events.filter(({ event }) => event === 'callbackEnded')).toEqual([
    expect.objectContaining({ delivered: true, tries: expect.any(Number), status: 200, host: 'hooks.example.com' }),
  ]);
});

test('the run has ended for everybody else while its caller can not be told', async () => {
  const world = createWorld(quickSuccess, answering(...Array(500).fill(503)));
  const id = await world.start({ job: world.jobId, callBackUri: FACTORY });
  await world.ended(id);
  await world.seconds(HOURS);
  expect((await standard(world, 'GET', `instances/${id}`)).body.runtimeStatus).toBe('Completed');
  expect(await cellOf(world, id)).not.toBe('');
});

test('after a day nobody is told any more, and the address is gone', async () => {
  const world = createWorld(quickSuccess, answering(...Array(1000).fill(503)));
  const id = await world.start({ job: world.jobId, callBackUri: FACTORY });
  await world.ended(id);
  await world.seconds(25 * HOURS);
  const tries = world.callbacks.length;
  expect(tries).toBeGreaterThan(100);
  expect(await cellOf(world, id)).toBe('');
  expect(world.events.at(-1)).toMatchObject({ event: 'callbackEnded', delivered: false, status: 503, level: 'error' });
  await world.seconds(5 * HOURS);
  expect(world.callbacks).toHaveLength(tries);
  await world.host.replayAll();
});

test('a receiver that is gone for good is not asked twice', async () => {
  const world = createWorld(quickSuccess, answering(410));
  const id = await world.start({ job: world.jobId, callBackUri: FACTORY });
  await world.ended(id);
  await world.seconds(HOURS);
  expect(world.callbacks).toHaveLength(1);
  expect(await cellOf(world, id)).toBe('');
});

test('a start that is sent again with another address leads to one run, which is told to the new address', async () => {
  const world = createWorld(slow);
  const key = { 'idempotency-key': 'pipeline-1' };
  const id = await world.start({ job: world.jobId, callBackUri: `${FACTORY}1` }, 'runs', key);
  const again = await world.post('runs', { job: world.jobId, callBackUri: `${FACTORY}2` }, key);
  expect(again).toMatchObject({ status: 202, body: { id, joined: true } });
  await world.ended(id);
  await world.seconds(HOURS);
  expect(world.callbacks.map(({ query }) => query)).toEqual(['token=secret-of-the-factory2']);
  expect(await databricksRuns(world)).toHaveLength(1);
});

test('a start that is sent again after the end is told at once', async () => {
  const world = createWorld();
  const key = { 'idempotency-key': 'pipeline-1' };
  const id = await world.start({ job: world.jobId, callBackUri: `${FACTORY}1` }, 'runs', key);
  await world.ended(id);
  await world.seconds(60);
  await world.post('runs', { job: world.jobId, callBackUri: `${FACTORY}2` }, key);
  await world.seconds(60);
  expect(world.callbacks.map(({ query }) => query)).toEqual([
    'token=secret-of-the-factory1',
    'token=secret-of-the-factory2',
  ]);
});

test('the address takes the place of one that can not be reached', async () => {
  const world = createWorld(quickSuccess, {
    callback: async ({ query = '' }) => ({ status: query.endsWith('1') ? 503 : 200 }),
  });
  const key = { 'idempotency-key': 'pipeline-1' };
  const id = await world.start({ job: world.jobId, callBackUri: `${FACTORY}1` }, 'runs', key);
  await world.ended(id);
  await world.seconds(HOURS);
  await world.post('runs', { job: world.jobId, callBackUri: `${FACTORY}2` }, key);
  await world.seconds(60);
  expect(world.callbacks.at(-1)?.query).toBe('token=secret-of-the-factory2');
  const tries = world.callbacks.length;
  await world.seconds(24 * HOURS);
  expect(world.callbacks).toHaveLength(tries);
  expect(await cellOf(world, id)).toBe('');
});

test('the address is in no history, log or answer', async () => {
  const world = createWorld(quickSuccess, answering('none', 503));
  const reply = await world.post('runs', { job: world.jobId, callBackUri: FACTORY });
  await world.ended(reply.body.id);
  await world.seconds(HOURS);
  const list = await world.get('runs');
  const status = await standard(world, 'GET', `instances${HISTORY}`);
  expect(status.body.map(({ name }: { name: string }) => name).sort()).toEqual(['callBack', 'runJob']);
  const everything = JSON.stringify([reply, list, status, world.events, world.answered, world.host.lines]);
  expect(everything).not.toContain('secret-of-the-factory');
});

test.each([
  ['a host that is not allowed', { callBackUri: 'https://evil.example/x' }, 'evil.example'],
  ['an address that is none', { callbackUri: 'nowhere' }, 'https address'],
  ['the address in both spellings', { callbackUri: FACTORY, callBackUri: FACTORY }, 'callBackUri'],
])('%s starts nothing', async (_what, body, word) => {
  const world = createWorld();
  const reply = await world.post('runs', { job: world.jobId, ...body });
  expect(reply).toMatchObject({ status: 400, body: { code: 'requestInvalid' } });
  expect(reply.body.detail).toContain(word);
  await world.seconds(60);
  expect(await databricksRuns(world)).toEqual([]);
});

test('a bare body of run-now may name an address, too', async () => {
  const world = createWorld();
  const id = await world.start({ job_id: Number(world.jobId), callBackUri: FACTORY });
  await world.ended(id);
  await world.seconds(60);
  expect(world.callbacks).toHaveLength(1);
});

test('whoever starts the telling through a standard URL tells nobody anything', async () => {
  const world = createWorld();
  const id = await world.start({ job: world.jobId });
  await world.ended(id);
  await world.app.instances.startCallback({ instanceId: id, callbackId: 'made-up' });
  await world.app.instances.startCallback({ instanceId: 'unknown', callbackId: 'made-up' });
  await world.app.instances.startCallback({ instanceId: id } as never);
  await world.seconds(HOURS);
  expect(world.callbacks).toEqual([]);
});

test('an address that is given while the one before is being answered is told, too', async () => {
  const world: World = createWorld(quickSuccess, {
    callback: async ({ query = '' }) => {
      if (query.endsWith('1')) await world.post('runs', { job: world.jobId, callBackUri: `${FACTORY}2` }, key);
      return { status: 200 };
    },
  });
  const key = { 'idempotency-key': 'pipeline-1' };
  const id = await world.start({ job: world.jobId, callBackUri: `${FACTORY}1` }, 'runs', key);
  await world.ended(id);
  await world.seconds(60);
  expect(world.callbacks.at(-1)?.query).toBe('token=secret-of-the-factory2');
  expect(await cellOf(world, id)).toBe('');
});

test('one post counts as one try', async () => {
  const world = createWorld();
  const id = await world.start({ job: world.jobId, callBackUri: FACTORY });
  await world.ended(id);
  await world.seconds(60);
  expect(world.events.at(-1)).toMatchObject({ event: 'callbackEnded', delivered: true, tries: 1 });
});

test('nobody tries for ever where the trying itself fails', async () => {
  const world = createWorld();
  const id = await world.start({ job: world.jobId, callBackUri: FACTORY });
  world.app.linkKey = () => Promise.reject(new Error('the key for links is damaged'));
  await world.seconds(30 * HOURS);
  const { body } = await standard(world, 'GET', 'instances');
  expect(body.map(({ runtimeStatus }: { runtimeStatus: string }) => runtimeStatus)).toEqual(['Completed', 'Completed']);
  expect(await world.row(id)).toMatchObject({ outcome: 'succeeded' });
});
