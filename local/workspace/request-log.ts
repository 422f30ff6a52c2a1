import type { HttpRequest } from '../http';
import { type Credential, credentialsIn } from './credential';
import { recordedBody, recordedQuery } from './recorded-body';
import { readRoutePattern } from './route-pattern';

export interface RecordedRequest {
  /** Counts up from 1, also over what is no longer kept. */
  number: number;
  /** On the workspace's clock. */
  time: string;
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  /** Empty: nothing secret was sent. */
  credentials: Credential[];
  body?: unknown;
  /** What the workspace or a fault answered; missing where no whole answer was sent. */
  status?: number;
  /** The rule that hit the request, by its id. */
  fault?: string;
}

export interface RequestQuery {
  /** As `readRoutePattern` reads it, for example `POST jobs/run-now`. */
  route?: string;
  /** Only those with a higher number. */
  after?: number;
  status?: number;
}

export interface RequestLog {
  /** Returns a function that notes how the request was answered. */
  record(request: HttpRequest): (outcome: { status: number | undefined; fault?: string | undefined }) => void;
  find(query?: RequestQuery): RecordedRequest[];
  /** How many have been recorded, and how many of them are forgotten, for want of room. */
  counts(): { recorded: number; forgotten: number };
  clear(): void;
}

const KEPT_HEADERS = [
  'accept',
  'content-length',
  'content-type',
  'host',
  'user-agent',
  'x-databricks-azure-workspace-resource-id',
  'x-databricks-org-id',
];

/** Keeps the last requests: enough for any test, and not too much for a workspace that runs for days. */
export function createRequestLog(now: () => number, mostKept = 10_000): RequestLog {
  let kept: RecordedRequest[] = [];
  let recorded = 0;
  return {
    record(request) {
      recorded += 1;
      const entry = describe(request, recorded, now());
      kept.push(entry);
      if (kept.length >= 2 * mostKept) kept = kept.slice(-mostKept); // seldom, because it copies
      return ({ status, fault }) => {
        if (status !== undefined) entry.status = status;
        if (fault !== undefined) entry.fault = fault;
      };
    },
    find({ route, after = 0, status } = {}) {
      const matches = route === undefined ? () => true : readRoutePattern(route);
      return kept
        .slice(-mostKept)
        .filter((entry) => entry.number > after && (status === undefined || entry.status === status))
        .filter(({ method, path }) => matches(method, path));
    },
    counts: () => ({ recorded, forgotten: recorded - Math.min(kept.length, mostKept) }),
    clear() {
      kept = [];
      recorded = 0;
    },
  };
}

function describe({ method, path, query, headers, body }: HttpRequest, number: number, now: number): RecordedRequest {
  const recorded = recordedBody(body, headers['content-type'] ?? '');
  return {
    number,
    time: new Date(now).toISOString(),
    method,
    path,
    query: recordedQuery(query),
    headers: Object.fromEntries(KEPT_HEADERS.flatMap((name) => (headers[name] ? [[name, headers[name]]] : []))),
    credentials: credentialsIn(headers),
    ...(recorded !== undefined && { body: recorded }),
  };
}
