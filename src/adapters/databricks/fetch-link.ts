import axios, { type AxiosAdapter } from 'axios';
import type { Answer, Problem } from '../../domain/answer';
import { networkProblem } from './network-problem';

/** Databricks cuts results into chunks of some 20 MB at most. */
const LARGEST_CHUNK_BYTES = 64 * 1024 * 1024;
const TIMEOUT_MS = 60_000;

/** An address that carries its own credential, so it is a secret: it must not get into any message or log. */
export interface Link {
  url: string;
  /** What the storage needs besides, such as a key to decrypt with. Secret, too. */
  headers: Readonly<Record<string, string>>;
}

export type FetchLink = (link: Link) => Promise<Answer<string>>;

interface FetchOptions {
  /** Of the workspace. */
  host: string;
  transport?: AxiosAdapter | undefined;
}

/** Fetches what lies in the storage of a workspace. Nothing of ours is shown there: no token, and no program's name. */
export function createFetchLink({ host, transport }: FetchOptions): FetchLink {
  const client = axios.create({
    ...(transport && { adapter: transport }),
    maxRedirects: 0,
    maxContentLength: LARGEST_CHUNK_BYTES,
    responseType: 'text',
    transformResponse: [],
    validateStatus: () => true,
  });
  return async ({ url, headers }) => {
    if (!isTrusted(url, host))
      return failed('refused', 'LINK_NOT_SAFE', 'a link leads there that is not safe to follow');
    const place = new URL(url).host;
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const own = { ...headers, 'User-Agent': false };
      const { status, headers: told, data } = await client.get<unknown>(url, { headers: own, signal });
      if (status === 200) return { ok: true, value: String(data ?? '') };
      return failed(kindOf(status), codeOf(told['x-ms-error-code'], status), `${place} answered with status ${status}`);
    } catch (error) {
      const circumstances = { host: place, timedOut: signal.aborted, timeoutMs: TIMEOUT_MS };
      return { ok: false, problem: networkProblem(error, circumstances) };
    }
  };
}

/** Only a simulated workspace has links without encryption, and only to itself. */
function isTrusted(url: string, host: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, origin } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && origin === new URL(host).origin);
}

function kindOf(status: number): Problem['kind'] {
  if (status === 429 || status >= 500) return 'unavailable';
  if (status === 404 || status === 410) return 'notFound';
  return status === 401 || status === 403 ? 'forbidden' : 'refused';
}

const codeOf = (header: unknown, status: number): string =>
  typeof header === 'string' && /^\w{1,100}$/.test(header) ? header : `HTTP_${status}`;

const failed = (kind: Problem['kind'], code: string, why: string): Answer<never> => ({
  ok: false,
  problem: {
    kind,
    code,
    message: `The result lies in the storage of the workspace, and could not be fetched: ${why}.`,
    mayHaveHappened: false,
  },
});
