import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { salesTable } from '../../local/workspace/scenarios/sales-table';
import { slow } from '../../local/workspace/scenarios/slow';
import { type Link, readLink, signLink } from '../../src/contract/link-token';
import { standard } from '../support/engine-room';
import { type Body, runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const DAY_SECONDS = 86_400;

const createWorld = (scenario = salesTable) => {
  const world = runWorld({ clock, scenarios: [scenario] });
  return {
    ...world,
    /** What is behind a path such as `/api/links/…`. */
    open: (path: string, query = '') => world.get(`${path.replace(/^\/api\//, '')}${query}`),
    sign: async (link: Link) => `/api/links/${signLink(link, await world.app.linkKey())}`,
    read: async (path: string) => readLink(path.replace('/api/links/', ''), await world.app.linkKey()),
  };
};

async function endedRun(scenario = salesTable) {
  const world = createWorld(scenario);
  const started = await world.post('runs', { job: world.jobId });
  const { id } = started.body;
  await world.ended(id);
  return { world, id, statusPath: started.body.statusPath as string };
}

const withoutPaths = ({ statusPath: _, outputPath: __, ...view }: Body) => view;

test('a link to a run answers as the run does', async () => {
  const { world, id, statusPath } = await endedRun();
  const [byLink, byId] = [await world.open(statusPath), await world.get(`runs/${id}`)];
  expect([byLink.status, withoutPaths(byLink.body)]).toEqual([200, withoutPaths(byId.body)]);
});

test('a link to a failed run knows the same options', async () => {
  const { world, statusPath } = await endedRun(failingNotebook);
  expect(await world.open(statusPath)).toMatchObject({ status: 424, body: { code: 'runFailed' } });
  expect(await world.open(statusPath, '?onFailure=200')).toMatchObject({ status: 200, body: { outcome: 'failed' } });
  expect(await world.open(statusPath, '?onFailure=500')).toMatchObject({ status: 400, body: { code: 'queryInvalid' } });
});

test('a link waits, if it is asked to', async () => {
  const world = createWorld();
  const { statusPath } = (await world.post('runs', { job: world.jobId })).body;
  const asking = world.open(statusPath, '?wait=60');
  await world.seconds(60);
  expect(await asking).toMatchObject({ status: 200, body: { outcome: 'succeeded' } });
});

test('a link to an output answers as the output does', async () => {
  const { world, id, statusPath } = await endedRun();
  const { outputPath } = (await world.open(statusPath)).body;
  expect((await world.open(outputPath)).body).toEqual((await world.get(`runs/${id}/output`)).body);
  for (const query of ['?format=csv', '?format=ndjson', '?task=sales', '?view=raw', '?task=none']) {
    const [byLink, byId] = [await world.open(outputPath, query), await world.get(`runs/${id}/output${query}`)];
    expect([byLink.status, byLink.text]).toEqual([byId.status, byId.text]);
  }
});

test('a link opens what it was made for, and nothing else', async () => {
  const { world, statusPath } = await endedRun();
  const { outputPath } = (await world.open(statusPath)).body;
  expect((await world.open(outputPath)).body).toBeInstanceOf(Array);
  expect((await world.open(statusPath)).body.outcome).toBe('succeeded');
  expect(await world.read(statusPath)).toMatchObject({ scope: 'run' });
  expect(await world.read(outputPath)).toMatchObject({ scope: 'output' });
  const swapped = statusPath.replace('/links/r', '/links/o');
  expect((await world.open(swapped)).status).toBe(404);
  for (const [method, path] of [
    ['POST', `${statusPath}/cancel`],
    ['GET', `${statusPath}/output`],
    ['POST', statusPath],
  ]) {
    expect((await world.sendAsIs(String(method), String(path).replace('/api/', ''))).status).toBe(404);
  }
});

describe('a link that this app has not made', () => {
  const forge = async (change: (token: string) => string) => {
    const { world, statusPath } = await endedRun();
    const token = statusPath.replace('/api/links/', '');
    expect(change(token)).not.toBe(token);
    const { status, body } = await world.get(`links/${encodeURIComponent(change(token))}`);
    return [status, body?.code];
  };

  test.each<[string, (token: string) => string]>([
    ['of another run', (token) => token.replace('run-0001', 'run-0002')],
    ['of another scope', (token) => token.replace(/^r/, 'o')],
    ['of a scope that there is not', (token) => token.replace(/^r/, 'x')],
    ['that lives longer', (token) => token.replace(/^r[0-9a-z]+/, 'rzzzzzz')],
    ['with another proof', (token) => token.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))],
    [
      'with bits in its proof that nobody reads',
      (token) => token.replace(/.$/, (last) => String.fromCharCode(last.charCodeAt(0) + 1)),
    ],
    ['without a proof', (token) => token.replace(/~[^~]*$/, '~')],
    ['that was cut', (token) => token.slice(0, -1)],
    ['that has more at its end', (token) => `${token}A`],
    ['with a blank', (token) => `${token} `],
    ['in other letters', (token) => token.toUpperCase()],
    ['that is nothing at all', () => 'x'],
    ['that is very long', (token) => token.repeat(500)],
  ])('%s is unknown', async (_, change) => expect(await forge(change)).toEqual([404, 'linkUnknown']));

  test('but by another app with another key is unknown', async () => {
    const one = await endedRun();
    const other = createWorld();
    expect((await other.open(one.statusPath)).status).toBe(404);
  });

  test.each(['../other', 'a/b', 'a?b', ''])(
    'of an id that is none is unknown, even with a proof: %s',
    async (runId) => {
      const world = createWorld();
      const path = await world.sign({ runId, scope: 'run', expiresAt: 9_999_999_999 });
      const { status } = await world.get(`links/${encodeURIComponent(path.replace('/api/links/', ''))}`);
      expect(status).toBe(404);
    },
  );

  test('leads to no run where there is none', async () => {
    const world = createWorld();
    const path = await world.sign({ runId: 'nobody', scope: 'run', expiresAt: 9_999_999_999 });
    expect(await world.open(path)).toMatchObject({ status: 404, body: { code: 'runUnknown' } });
  });
});

describe('a link lives', () => {
  test('a day longer than its run may, and then it is gone', async () => {
    const world = createWorld(slow);
    const began = clock.now() / 1000;
    const { statusPath } = (await world.post('runs', { job: world.jobId, timeoutSeconds: 3600 })).body;
    expect((await world.read(statusPath))?.expiresAt).toBe(began + 3600 + DAY_SECONDS);
    await world.seconds(3600 + DAY_SECONDS - 1);
    expect((await world.open(statusPath)).status).toBe(424);
    await world.seconds(1);
    const { status, headers, body } = await world.open(statusPath);
    expect([status, headers['content-type'], body.code]).toEqual([410, 'application/problem+json', 'linkExpired']);
  });

  test('no longer than it was made for, whatever its answers say', async () => {
    const world = createWorld(slow);
    const started = await world.post('runs', { job: world.jobId, timeoutSeconds: 7200 });
    const { id, statusPath } = started.body;
    const first = await world.read(statusPath);
    const seen: Body[] = [];
    const look = async (path: string) => {
      const reply = await world.open(path, '?onFailure=200');
      if (reply.headers.location) seen.push(reply.headers.location.replace('https://runner.example', '').split('?')[0]);
      for (const name of ['statusPath', 'outputPath']) if (reply.body?.[name]) seen.push(reply.body[name]);
      return reply.body;
    };
    await look(statusPath);
    await world.seconds(3000);
    await look(statusPath);
    await world.ended(id);
    await world.seconds(DAY_SECONDS / 2);
    const { outputPath } = await look(statusPath);
    expect((await world.read(outputPath))?.expiresAt).toBe(first?.expiresAt);
    await standard(world, 'DELETE', `instances/${id}`);
    await look(statusPath);
    expect(seen.length).toBeGreaterThanOrEqual(6);
    for (const path of seen) expect((await world.read(path))?.expiresAt).toBe(first?.expiresAt);
    // Who has the key gets a link that lives for as long as it is of use.
    const anew = await world.read((await world.get(`runs/${id}?onFailure=200`)).body.statusPath);
    expect(anew?.expiresAt).toBeGreaterThanOrEqual(Number(first?.expiresAt));
  });

  test('no longer, also of an output that is not there yet', async () => {
    const world = createWorld(slow);
    const { id } = (await world.post('runs', { job: world.jobId })).body;
    const expiresAt = clock.now() / 1000 + 100;
    const path = await world.sign({ runId: id, scope: 'output', expiresAt });
    const { status, headers, body } = await world.open(path);
    expect(status).toBe(202);
    const location = String(headers.location).replace('https://runner.example', '');
    expect(await world.read(location)).toEqual({ runId: id, scope: 'output', expiresAt });
    expect((await world.read(body.statusPath))?.expiresAt).toBe(expiresAt);
  });
});

test('what only a start may answer is in no answer of a link', async () => {
  const world = createWorld();
  const started = await world.post('runs', { job: world.jobId });
  expect(started.text).toContain('code=KEY');
  const shown = [await world.open(started.body.statusPath), await world.get(`runs/${started.body.id}`)];
  await world.ended(started.body.id);
  shown.push(
    await world.open(started.body.statusPath),
    await world.get(`runs/${started.body.id}`),
    await world.get('runs'),
  );
  for (const { text } of shown) expect(text).not.toMatch(/code=|KEY|Uri"|webhooks/);
});

test('a link outlives one change of the key, and not two', async () => {
  const { world, statusPath } = await endedRun();
  const { linkKey } = world.app;
  world.app.linkKey = async () => Buffer.alloc(32, 2);
  expect((await world.open(statusPath)).status).toBe(404);
  world.app.formerLinkKey = linkKey;
  const opened = await world.open(statusPath);
  expect(opened.status).toBe(200);
  expect(await world.read(opened.body.statusPath)).toBeDefined(); // what it hands out is signed anew
});
