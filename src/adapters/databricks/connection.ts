import axios, { type AxiosAdapter } from 'axios';
import type { Answer } from '../../domain/answer';
import { networkProblem } from './network-problem';

/** Of one task run Databricks gives up to 5 MB of result and as much of logs, which JSON can double or more. */
const LARGEST_ANSWER_BYTES = 32 * 1024 * 1024;

export interface ConnectionOptions {
  /** An origin, such as `https://adb-1.2.azuredatabricks.net`. */
  host: string;
  /** Of this app. */
  version: string;
  /** For the whole answer, not only its beginning. */
  timeoutMs: number;
  /** In the place of sockets. */
  transport?: AxiosAdapter | undefined;
}

export interface Question {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Of the API (default: 2.2, which only jobs have). */
  version?: '2.0' | '2.1' | undefined;
  /** Below `/api/2.2/`. */
  path: string;
  query?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  body?: Readonly<Record<string, unknown>>;
  /** What stands in the body and must not be repeated to anybody. */
  secrets?: readonly string[] | undefined;
}

/** Any answer at all, whatever its status. */
export interface Reply {
  status: number;
  header(name: string): string | undefined;
  body: string;
}

/** By what this app is known to whom it asks. */
export interface Shown {
  token: string;
  resource?: { id: string; token: string };
}

export type Exchange = (question: Question, shown: Shown) => Promise<Answer<Reply>>;

/** One question, one answer: nothing is tried again, waited for or followed elsewhere. */
export function createConnection({ host, version, timeoutMs, transport }: ConnectionOptions): Exchange {
  const client = axios.create({
    baseURL: host,
    ...(transport && { adapter: transport }),
    maxRedirects: 0, // or the token would go wherever a redirect points to
    maxContentLength: LARGEST_ANSWER_BYTES,
    responseType: 'text', // as JSON, axios would round the ids in it
    transformRequest: [],
    transformResponse: [],
    validateStatus: () => true,
    headers: { Accept: 'application/json', 'User-Agent': `databricks-job-runner/${version}` },
  });
  return async ({ method, version: api = '2.2', path, query = {}, body }, shown) => {
    const data = body && JSON.stringify(body);
    const signal = AbortSignal.timeout(timeoutMs); // the timeout of axios begins anew with every byte
    try {
      const {
        status,
        headers,
        data: text,
      } = await client.request<unknown>({
        method,
        url: `/api/${api}/${path}${queryOf(query)}`,
        headers: { ...credentialsOf(shown), ...(data && { 'Content-Type': 'application/json' }) },
        ...(data && { data }),
        signal,
      });
      return { ok: true, value: { status, header: (name) => textOf(headers[name]), body: String(text ?? '') } };
    } catch (error) {
      return { ok: false, problem: networkProblem(error, { host, timedOut: signal.aborted, timeoutMs }) };
    }
  };
}

const credentialsOf = ({ token, resource }: Shown) => ({
  Authorization: `Bearer ${token}`,
  ...(resource && {
    'X-Databricks-Azure-Workspace-Resource-Id': resource.id,
    'X-Databricks-Azure-SP-Management-Token': resource.token,
  }),
});

function queryOf(query: NonNullable<Question['query']>): string {
  const fields = Object.entries(query).flatMap(([name, value = []]) =>
    [value].flat().map((each) => `${name}=${encodeURIComponent(String(each).toWellFormed())}`),
  );
  return fields.length > 0 ? `?${fields.join('&')}` : '';
}

function textOf(header: unknown): string | undefined {
  const value = Array.isArray(header) ? header[0] : header;
  return value === undefined || value === null ? undefined : String(value);
}
