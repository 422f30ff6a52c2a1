import { mError } from '../language/m-error';
import {
  type BinaryValue,
  number,
  type RecordValue,
  recordOfValues,
  type TextValue,
  text,
  type Value,
} from '../language/values';
import { functions, type Library } from '../library/define';
import { escapeData } from '../library/texts';
import { fetchPatiently } from './fetch';
import { readOptions, type WebOptions } from './options';
import { sourceError } from './source-error';
import type { Credential, Web, WebResponse } from './transport';

/** Headers that go with any way of signing in. */
const FREE_HEADERS = [
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'content-type',
  'if-modified-since',
  'prefer',
  'range',
  'referer',
];

/** Of an answer only these are seen outside of a connector of one's own. */
const SEEN_HEADERS = ['content-type', 'content-length', 'date'];

export const webFunctions = (web: Web): Library =>
  functions({
    'Web.Contents': [
      'url: text, optional options: record',
      async (url, options) => {
        if (url.kind !== 'text') throw sourceError('The address must be a text.', '');
        assertStatic(url);
        return contents(url.value, await readOptions(options.kind === 'record' ? options : recordOfValues({})), web);
      },
    ],
  });

/** The service finds the sources of a query without evaluating it. */
function assertStatic({ value, isLiteral }: TextValue): void {
  if (isLiteral && /^https?:\/\//.test(value)) return;
  throw mError(
    'DataSource.Error',
    'This dataset includes a dynamic data source. Since dynamic data sources are not refreshed in the Power BI ' +
      "service, this dataset won't be refreshed.",
    text(value),
  );
}

/**
 * Each time that its bytes are read there is a request. Its metadata is that of the last answer; who looks at it before
 * the bytes have been read makes a request for it alone.
 */
function contents(base: string, options: WebOptions, web: Web): BinaryValue {
  let last: WebResponse | undefined;
  const fetchOnce = async () => {
    last = await cached(base, options, web);
    return last;
  };
  return {
    kind: 'binary',
    read: async () => (await fetchOnce()).body,
    metadata: async () => metadataOf(last ?? (await fetchOnce())),
  };
}

async function cached(base: string, options: WebOptions, web: Web): Promise<WebResponse> {
  const credential = web.credentials.get(base);
  if (!credential) throw sourceError('Credentials are required to connect to the Web source.', base);
  assertAllowed(options, credential, base);
  const url = addressOf(base, options);
  const named = Object.entries(options.headers).filter(([name]) => !options.excludedFromCacheKey.includes(name));
  const key = JSON.stringify([url, named]);
  const isCacheable = options.content === undefined;
  const known = isCacheable && !options.isRetry ? web.cache.get(key) : undefined;
  if (known) return known;
  const request = {
    method: options.content ? ('POST' as const) : ('GET' as const),
    url: withKey(url, options, credential),
    headers: options.headers,
    body: options.content,
  };
  const answer = await fetchPatiently(request, options, web, url);
  if (isCacheable) web.cache.set(key, answer);
  return answer;
}

function assertAllowed({ content, apiKeyName, headers }: WebOptions, { kind }: Credential, base: string): void {
  if (kind === 'anonymous') return;
  if (content) {
    throw sourceError('Web.Contents with the Content option is only supported when connecting anonymously.', base);
  }
  const refused = Object.keys(headers).find((name) => !FREE_HEADERS.includes(name.toLowerCase()));
  if (refused !== undefined) {
    throw sourceError(`The '${refused}' header is only supported when connecting anonymously.`, base);
  }
  if (apiKeyName === undefined) {
    throw sourceError('A web API key can only be specified when a web API key name is provided.', base);
  }
}

function addressOf(base: string, { relativePath, query }: WebOptions): string {
  const url = new URL(base);
  const path = relativePath.replace(/^\//, '');
  if (path !== '') url.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`;
  const written = query.map(([name, value]) => `${escapeData(name)}=${escapeData(value)}`);
  url.search = [url.search.slice(1), ...written].filter((part) => part !== '').join('&');
  return url.href;
}

function withKey(url: string, { apiKeyName }: WebOptions, credential: Credential): string {
  if (credential.kind !== 'key' || apiKeyName === undefined) return url;
  return `${url}${url.includes('?') ? '&' : '?'}${escapeData(apiKeyName)}=${escapeData(credential.key)}`;
}

function metadataOf({ status, headers }: WebResponse): RecordValue {
  const seen = SEEN_HEADERS.flatMap((name): [string, Value][] => {
    const value = headers[name];
    return value === undefined ? [] : [[titled(name), text(value)]];
  });
  return recordOfValues({
    'Content.Type': text((headers['content-type'] ?? 'application/octet-stream').split(';')[0] ?? ''),
    'Response.Status': number(status),
    Headers: recordOfValues(Object.fromEntries(seen)),
  });
}

const titled = (name: string) => name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
