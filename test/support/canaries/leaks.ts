import type { HttpRequest } from '../../../local/http';
import type { CanaryWorld, Exchange } from './canary-world';
import { type Found, findCanaries } from './find-canaries';
import { PARAMETER_SECRETS, SECRETS, type SecretName } from './secrets';
import type { Written } from './written';

const scanForSecrets = findCanaries(Object.entries(SECRETS).map(([name, value]) => ({ name, value })));

/** Wherever a secret has got to that does not belong there, whatever has become of it since. */
export async function leaksOf(world: CanaryWorld): Promise<Found[]> {
  const linkKey = await world.app.linkKey();
  const scanForOthers = findCanaries([
    ...world.granted.map((token) => ({ name: 'a token of the workspace', value: token.split('.').at(-1) ?? token })),
    { name: 'the key of links', value: linkKey },
  ]);
  const scan = (where: string, what: unknown, ...allowed: readonly SecretName[]) => {
    const text = typeof what === 'string' ? what : JSON.stringify(what);
    const found = [...scanForSecrets(where, text), ...scanForOthers(where, text)];
    return found.filter(({ canary }) => !allowed.includes(canary as SecretName));
  };
  return [
    ...world.written.flatMap((one) => scan(one.where, withoutCallback(one))),
    ...[...world.events, ...world.answered].flatMap((event) => scan(`the log (${event.event})`, event)),
    ...world.host.lines.flatMap((line) => scan(`the log of the host (${line.source})`, line)),
    ...world.exchanges.flatMap((one) => scan(nameOf(one.request), answerOf(one), ...allowedIn(one))),
    ...world.callbacks.flatMap((one) => scan('a callback', [one.headers, bodyOf(one)])),
    ...world.requests.flatMap((one) => scan(`the workspace (${nameOf(one)})`, withoutToken(one), ...allowedAt(one))),
  ];
}

/** What is left of the addresses that callers have given, once all is over. */
export async function addressesLeft(world: CanaryWorld): Promise<(string | undefined)[]> {
  const ids = new Set(world.written.flatMap(({ what }) => (what as { id?: string }[])[0]?.id ?? []));
  const rows = await Promise.all([...ids].map((id) => world.row(id)));
  return rows.map((row) => row?.callback).filter(Boolean);
}

/** The one column that holds the address of a caller, until it was told. */
function withoutCallback({ where, what }: Written): unknown {
  if (!where.startsWith('the rows')) return what;
  return (what as unknown[]).map((part) => (typeof part === 'object' ? { ...part, callback: undefined } : part));
}

const nameOf = ({ method, path }: HttpRequest) => `${method} ${path}`;
export const bodyOf = ({ body }: { body?: string | Uint8Array }) => Buffer.from(body ?? '').toString();

const answerOf = ({ answer }: Exchange) => [answer.headers, bodyOf(answer)];

/** Who may start runs is handed the standard URLs, which carry this key. */
function allowedIn({ request, answer }: Exchange): SecretName[] {
  const isStart = request.method === 'POST' && request.path === '/api/runs' && answer.status < 300;
  return isStart ? ['systemKey'] : [];
}

const withoutToken = ({ path, query, headers: { authorization: _, ...headers }, ...request }: HttpRequest) => [
  path,
  query,
  headers,
  bodyOf(request),
];

/** That the job gets its secrets is what they are for. */
const allowedAt = ({ path }: HttpRequest): readonly SecretName[] =>
  path.endsWith('/run-now') ? PARAMETER_SECRETS : [];
