import { quickSuccess } from '../../local/workspace/scenarios/quick-success';
import { StorageUnavailable } from '../../src/contract/storage-unavailable';
import type { App } from '../../src/http/app';
import { databricksRuns } from '../support/engine-room';
import { type Reply, runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const PARTS = ['runs', 'claims', 'outputs', 'instances'] as const;

/** A world whose handlers get this error from everything that they keep something in. */
function brokenWorld(error: () => Error) {
  const world = runWorld({ clock, scenarios: [quickSuccess] });
  const working: Partial<App> = { linkKey: world.app.linkKey };
  for (const part of PARTS) Object.assign(working, { [part]: world.app[part] });
  const failing = () => Promise.reject(error());
  return {
    ...world,
    break: () => {
      for (const part of PARTS) Object.assign(world.app, { [part]: new Proxy({}, { get: () => failing }) });
      world.app.linkKey = failing;
    },
    mend: () => void Object.assign(world.app, working),
  };
}

const down = () => new StorageUnavailable('canary: connect ECONNREFUSED 10.0.0.4', { cause: new Error('canary') });

function expectUnavailable({ status, headers, body, text }: Reply): void {
  expect([status, body.code, headers['retry-after']]).toEqual([503, 'storageUnavailable', '5']);
  expect(headers['content-type']).toBe('application/problem+json');
  expect(text).not.toMatch(/canary|ECONNREFUSED|\bat /);
}

test.each([
  ['POST', 'runs'],
  ['POST', 'runs?key=k'],
  ['GET', 'runs'],
  ['GET', 'runs/x'],
  ['GET', 'runs/x/output'],
  ['POST', 'runs/x/cancel'],
  ['GET', 'links/x'],
  ['GET', 'jobs/101/table'],
  ['GET', 'jobs/101/table?run=x'],
])('%s %s says that the storage is away, and when to ask again', async (method, path) => {
  const world = brokenWorld(down);
  world.break();
  expectUnavailable(await world.send(method, path, method === 'POST' ? { body: { job: world.jobId } } : {}));
});

test.each(['runs', 'runs?key=k'])('POST %s starts nothing, and starts one run when it is asked again', async (path) => {
  const world = brokenWorld(down);
  world.break();
  expectUnavailable(await world.post(path, { job: world.jobId }));
  await world.seconds(60);
  world.mend();
  expect(await databricksRuns(world)).toEqual([]);
  expect((await world.app.runs.list({ limit: 10 })).runs).toEqual([]);
  const { status, body } = await world.post(path, { job: world.jobId });
  expect([status, body.joined]).toEqual([202, false]);
  expect(await world.ended(body.id)).toMatchObject({ outcome: 'succeeded' });
  expect(await databricksRuns(world)).toHaveLength(1);
});

test('what a request has wrong is said all the same', async () => {
  const world = brokenWorld(down);
  world.break();
  expect((await world.post('runs', { job: 0 })).status).toBe(400);
  expect((await world.get('runs/a%2Fb')).status).toBe(404);
});

test('what nobody foresaw is told by the id under which it stands in the log, and nothing else', async () => {
  const secret = 'dapi0123456789abcdef';
  const world = brokenWorld(() => new TypeError(`cannot read 'canary' of ${secret}`));
  world.break();
  const { status, headers, body, text } = await world.get('runs/x', { 'x-correlation-id': 'my-id' });
  expect([status, body.code, headers['x-correlation-id'], headers['retry-after']]).toEqual([
    500,
    'internal',
    'my-id',
    undefined,
  ]);
  expect(body.detail).toContain('my-id');
  expect(text).not.toMatch(/canary|TypeError|dapi|\bat /);
  const logged = world.host.lines.filter(({ level }) => level === 'error').map(({ message }) => message);
  const event = { event: 'unexpectedError', correlationId: 'my-id', function: 'showRun' };
  expect(JSON.parse(logged[0] ?? '')).toMatchObject({ ...event, error: expect.stringContaining("read 'canary'") });
  expect(logged.join()).not.toContain(secret);
});
