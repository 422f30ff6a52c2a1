import { comparable, readGolden } from './golden';

/** One recorded exchange over HTTP, and where it matters what could be seen afterwards. */
export interface Exchange {
  case: string;
  note?: string;
  request: { method: string; path: string; headers: Record<string, string>; body?: string };
  response: { status: number; headers: Record<string, string>; body: string };
  after?: Record<string, unknown>;
}

/** Two of the recordings are counts of instances, not exchanges: the effects of an injection. */
export const exchanges = readGolden<Exchange>('http.jsonl').filter((recorded) => recorded.request !== undefined);

export type Suite = 'management' | 'sockets' | 'access';

/** Every recording is replayed by one suite, or left out for the reason given here. */
const SUITES: [RegExp, Suite | { excluded: string }][] = [
  [/^inject-/, { excluded: 'a fault of the client library: what it reaches is left to it' }],
  [/^rewind-no-reason$/, { excluded: 'rewind is refused with 501' }],
  [/^client-rewind$/, { excluded: 'rewind is refused with 501' }],
  [/^client-getStatus-rewound$/, { excluded: 'shows an instance after a rewind, which is refused' }],
  [/^status-Rewind-/, { excluded: 'shows an instance after a rewind, which is refused' }],
  [/^auth-/, 'access'],
  [/^app-anonymous$/, { excluded: 'recorded on another hub; app-createCheckStatusResponse hands out the same URLs' }],
  [/^(app|client|rpc)-|^purge-bulk-client-/, 'sockets'],
  [
    /^(entities|id|list|makeprimary|purge|raise|restart|resume|rewind|root|start|status|suspend|terminate|unknown)(-|$)/,
    'management',
  ],
];

export function suiteOf(recorded: Exchange): Suite | { excluded: string } {
  const entry = SUITES.find(([cases]) => cases.test(recorded.case));
  if (!entry) throw new Error(`The recording ${recorded.case} belongs to no suite, and no reason says why.`);
  return entry[1];
}

export function exchangesOf(suite: Suite): Exchange[] {
  return exchanges.filter((recorded) => suiteOf(recorded) === suite);
}

const HEADERS = ['location', 'retry-after', 'content-type', 'www-authenticate', 'x-ms-continuation-token'];

/** The headers that say something. */
export function comparableHeaders(headers: Record<string, unknown>): Record<string, string> {
  const told = HEADERS.filter((name) => headers[name] !== undefined);
  return Object.fromEntries(told.map((name) => [name, comparable(String(headers[name]))]));
}
