import { systemClock } from '../../../local/clock';
import { hasEnded } from '../../../local/durable/instance';
import { type RpcServer, startRpcServer } from '../../../local/durable/rpc-server';
import { type HttpListener, listen } from '../../../local/http';
import { comparable, GOLDEN_APP } from '../../support/golden';
import { loadGoldenApp } from '../../support/golden-app';
import { comparableHeaders, type Exchange, exchangesOf } from '../../support/golden-exchanges';
import { createInMemoryHost } from '../../support/in-memory-host';
import { request } from '../../support/request';

/** The app, its durable client and the engine, each at its end of a socket. */
let front: HttpListener;
let rpc: RpcServer;
let host: ReturnType<typeof createInMemoryHost>;

beforeEach(async () => {
  const registry = loadGoldenApp('scen.js', 'http.js');
  host = createInMemoryHost({
    registry,
    directory: GOLDEN_APP,
    clock: systemClock,
    rpcBaseUrl: () => rpc.baseUrl,
    publicOrigin: () => `https://127.0.0.1:${front.port}`,
  });
  front = await listen(0, ['127.0.0.1'], (asked) =>
    asked.path.startsWith('/runtime/') ? host.management(asked) : host.host.answer(asked),
  );
  process.env.WEBSITE_HOSTNAME = `127.0.0.1:${front.port}`;
  rpc = await startRpcServer({ engine: host.engine, hub: host.hub, clock: systemClock, log: () => {} }, 0);
});
afterEach(async () => {
  delete process.env.WEBSITE_HOSTNAME;
  await host.engine.stop();
  await Promise.all([front.close(), rpc.close()]);
});

interface Prepared {
  name: string;
  input?: unknown;
  later?: string;
  version?: string;
}

const PREPARED: Record<string, Prepared> = {
  'h-run': { name: 'Wait', input: { secret: 'in' } },
  'h-done': { name: 'RetryThenNext', input: { a: 1 } },
  'h-fail': { name: 'Fail', input: 5 },
  'h-term': { name: 'Wait', input: null, later: 'terminate?reason=bye' },
  'h-susp': { name: 'Wait', input: null, later: 'suspend?reason=hold' },
  'h-c5': { name: 'Wait', input: 1 },
  'h-c6': { name: 'Wait', input: 1 },
  'h-c7': { name: 'Wait', input: 1 },
  'h-c8': { name: 'Quick', input: 1 },
  'bulk-run': { name: 'Wait', input: null },
  'bulk-susp': { name: 'Wait', input: null, later: 'suspend?reason=hold' },
  'bulk-done': { name: 'Quick', input: 1 },
  'bulk-fail': { name: 'Fail', input: 1 },
  'bulk-term': { name: 'Wait', input: null, later: 'terminate?reason=bye' },
  c: { name: 'Quick', input: 1, version: '2.0' }, // waits for ever: no default version
};

const BEFORE: Record<string, string> = {
  'client-getStatus-suspended': 'h-c7/suspend?reason=pause%20it',
  'client-resume': 'h-c7/suspend?reason=pause%20it',
};

/** Recorded on a hub full of other cases' instances: the same question is asked, of a hub with fewer. */
const WHOLE_HUB = /^client-(getStatusAll|getStatusBy-|getStatus-empty)/;

test.each(exchangesOf('sockets'))('$case is answered as recorded', async (recorded) => {
  const { method, path, headers, body } = recorded.request;
  for (const id of instancesOf(recorded)) await prepare(id, PREPARED[id] as Prepared);
  if (recorded.case === 'client-purge-again')
    await request('DELETE', `${front.port}`, '/runtime/webhooks/durabletask/instances/h-c8');
  const before = BEFORE[recorded.case];
  if (before) await manage(`instances/${before}`);

  const port =
    path.startsWith('/durabletask') || recorded.case === 'rpc-outside' ? new URL(rpc.baseUrl).port : front.port;
  const answer = await request(method, port, path, { headers, body: body ?? '' });
  expect(answer.status).toBe(recorded.response.status);
  expect(comparableHeaders(answer.headers)).toEqual(comparableHeaders(recorded.response.headers));
  for (const [name, status] of Object.entries((recorded.after?.statusHttpAfterwards ?? {}) as Record<string, number>)) {
    const seen = await request('GET', front.port, `/runtime/webhooks/durabletask/instances/bulk-${name}`);
    expect([name, seen.status]).toEqual([name, status]);
  }
  if (WHOLE_HUB.test(recorded.case)) compareKinds(answer.body, recorded.response.body);
  else expect(told(answer.body)).toEqual(told(recorded.response.body));
});

function instancesOf({ case: name, request: { path, body } }: Exchange): string[] {
  if (WHOLE_HUB.test(name)) return ['h-run', 'h-susp', 'h-term'];
  if (name === 'client-startNew-badid-q') return ['c'];
  if (name === 'purge-bulk-client-Running') return Object.keys(PREPARED).filter((id) => id.startsWith('bulk-'));
  return Object.keys(PREPARED).filter((id) => id.startsWith('h-') && new RegExp(`\\b${id}\\b`).test(`${path} ${body}`));
}

async function prepare(id: string, { name, input, later, version }: Prepared): Promise<void> {
  const body = input === undefined ? '' : JSON.stringify(input);
  await manage(`orchestrators/${name}/${id}${version ? `?version=${version}` : ''}`, body);
  await settled(id, version);
  if (later) {
    await manage(`instances/${id}/${later}`);
    await settled(id, version);
  }
}

async function settled(id: string, version: string | undefined): Promise<void> {
  await host.engine.idle();
  const waits = version !== undefined || PREPARED[id]?.name === 'Wait';
  while (!waits && !hasEnded((await host.engine.read(id)) ?? { status: 'Pending' })) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function manage(path: string, body = ''): Promise<void> {
  await request('POST', front.port, `/runtime/webhooks/durabletask/${path}`, { body });
  await host.engine.idle();
}

/** Of the calls that the library makes, what it asked and what it was told. */
function told(text: string): unknown {
  if (!text.startsWith('{')) return comparable(text);
  const answer = JSON.parse(comparable(text));
  if (answer.threw)
    answer.threw.message = answer.threw.message.replace(/"StackTrace":"(?:[^"\\]|\\.)*"/, '"StackTrace":"STACK"');
  for (const call of answer.rpc ?? []) {
    delete call.host;
    call.headers = call.headers?.['content-type'];
    call.responseHeaders = comparableHeaders(call.responseHeaders ?? {});
  }
  return answer;
}

/** What is listed depends on the hub; that it is listed at all, and in which shape, does not. */
function compareKinds(mine: string, theirs: string): void {
  const kinds = (text: string) => {
    const { args, returned, threw, ctor } = JSON.parse(text) as Record<string, unknown>;
    const first = Array.isArray(returned) ? returned[0] : returned;
    const message = String((threw as { message?: string } | undefined)?.message).split('Initializer received')[0];
    return { args, ctor, message, keys: first ? Object.keys(first as object) : [] };
  };
  const mineKinds = kinds(mine);
  const theirKinds = kinds(theirs);
  expect(mineKinds).toEqual(theirKinds);
}
