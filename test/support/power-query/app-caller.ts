import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../in-memory-host';
import type { runWorld } from '../run-world';
import type { VirtualClock } from '../virtual-clock';
import { letTimePass } from './let-time-pass';
import { openMashup, type Refresh } from './mashup';
import type { Plain } from './plain';
import type { Web, WebRequest, WebResponse } from './web/transport';

const ORIGIN = 'https://runner.example';
const KEY = 'the function key + / ='; // to be escaped
const FOLDER = join(__dirname, '../../../clients/power-query');

/** The shipped text of a query, with the one value filled in that its first lines ask for. */
export function shippedQuery(name: 'DatabricksJob' | 'DatabricksJobs'): string {
  return readFileSync(join(FOLDER, `${name}.pq`), 'utf8').replace(
    '"https://YOUR-APP.azurewebsites.net"',
    `"${ORIGIN}"`,
  );
}

export interface CallerOptions {
  world: ReturnType<typeof runWorld>;
  clock: VirtualClock;
  queries?: Readonly<Record<string, string>>;
  culture?: string;
  /** Stands between Power Query and the app. */
  intercept?: (request: WebRequest, pass: () => Promise<WebResponse>) => Promise<WebResponse>;
  key?: string;
}

/** Power Query with the shipped queries, in front of the whole app. Time passes while a query is evaluated. */
export async function appCaller({ world, clock, queries, culture, intercept, key = KEY }: CallerOptions) {
  const requests: { at: number; method: string; url: URL; status: number }[] = [];
  const send: Web['send'] = async (request) => {
    const pass = () => frontDoor(request, world);
    const at = clock.now();
    const answer = await (intercept ? intercept(request, pass) : pass());
    requests.push({ at, method: request.method, url: new URL(request.url), status: answer.status });
    return answer;
  };
  const mashup = await openMashup({
    clock,
    send,
    credentials: new Map([[ORIGIN, { kind: 'key', key }]]),
    ...(culture !== undefined && { culture }),
    queries: {
      DatabricksJob: shippedQuery('DatabricksJob'),
      DatabricksJobs: shippedQuery('DatabricksJobs'),
      ...queries,
    },
  });
  const during = <T>(doing: Promise<T>) => letTimePass(clock, doing);
  const once = <Answer>(how: (refresh: Refresh) => Promise<Answer>) => during(how(mashup.refresh()));

  return {
    /** In the order of their answers. */
    requests,
    refresh: mashup.refresh,
    during,
    /** Each in a refresh of its own. */
    load: (expression: string): Promise<Plain> => once((refresh) => refresh.load(expression)),
    preview: (expression: string): Promise<Plain> => once((refresh) => refresh.preview(expression)),
    failure: (expression: string): Promise<Plain> => once((refresh) => refresh.failure(expression)),
    /** How long it takes, in seconds. */
    async timed<T>(doing: Promise<T>): Promise<readonly [T, number]> {
      const began = clock.now();
      let took = 0;
      const measured = doing.finally(() => {
        took = (clock.now() - began) / 1000;
      });
      return [await during(measured), took];
    },
  };
}

/** The platform asks for the key, and passes on what has it. */
async function frontDoor(
  { method, url, headers, body }: WebRequest,
  world: CallerOptions['world'],
): Promise<WebResponse> {
  const { pathname, search, searchParams } = new URL(url);
  if (searchParams.get('code') !== KEY) return { status: 401, headers: {}, body: Buffer.from('') };
  const answer = await ask((request) => world.host.host.answer(request), method, `${pathname}${search}`, {
    headers,
    body: body ?? '',
  });
  return {
    status: answer.status,
    headers: Object.fromEntries(
      Object.entries(answer.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    body: Buffer.from(answer.body ?? ''),
  };
}
