import type { HttpRequest, HttpResponse } from '../../../local/http';
import type { Intercept } from '../trouble';
import { PART } from './find-canaries';

/** The answer of somebody who explains an error with what was sent: one secret at a time, so that each is cut everywhere. */
export type Echo = (secret: string, request: HttpRequest) => Omit<HttpResponse, 'status'>;

const json = (value: unknown) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) });
const page = (body: string) => ({
  headers: { 'content-type': 'text/html' },
  body: `<!doctype html><html>${body}</html>`,
});
const said = (message: string, error_code = 'MADE_UP') => json({ error_code, message });
const html = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const half = (text: string) => Math.floor(text.length / 2);
/** What a header can hold. */
const printable = (text: string) => text.replace(/[^!-~]+/g, ' ');
/** A message is cut after a thousand characters. */
const FILLING = 'x'.repeat(975);

export const ECHOES: Readonly<Record<string, Echo>> = {
  'a message': (secret) => said(`No ${secret}, please.`),
  'a message that goes on': (secret) => said(`${FILLING}${secret}`),
  'the beginning of it': (secret) => said(`It begins with ${secret.slice(0, half(secret))}…`),
  'the end of it': (secret) => said(`It ends with ${secret.slice(half(secret))}.`),
  'a code': (secret) => said('No.', secret),
  'an error of OAuth': (secret) => json({ error: secret, error_description: `The client sent ${secret}` }),
  'an error in an error': (secret) => json({ error: { code: secret, message: secret } }),
  'an error of SCIM': (secret) => json({ detail: secret, scimType: secret }),
  'the whole request': (_, { headers, body }) => said(`Can not parse ${JSON.stringify(headers)} ${body}`),
  'the whole request, once more in JSON': (_, { body }) => said(`Can not parse ${JSON.stringify(String(body))}`),
  'JSON that breaks off': (secret) => ({ body: JSON.stringify({ message: `No ${secret}` }).slice(0, -5) }),
  'plain text': (secret) => ({ headers: { 'content-type': 'text/plain' }, body: `INVALID: ${secret}` }),
  'one line': (secret) => said(secret.replace(/\s+/g, ' ')),
  'an address': (secret) => said(`See https://x/?next=${encodeURIComponent(secret)}`),
  'the title of a page': (secret) => page(`<title>No ${html(secret)}</title>`),
  'the text of a page': (secret) => page(`<h1>No</h1><pre>${html(secret)}</pre>`),
  'a redirect': (secret) => ({ headers: { location: `https://x/${encodeURIComponent(secret)}?a=${secret}` } }),
  'a header': (secret) => ({ headers: { 'x-databricks-reason-phrase': printable(secret), 'content-type': 'a/b' } }),
  'the type of the answer': (secret) => ({ headers: { 'content-type': printable(secret) }, body: '{' }),
  'when to come again': (secret) => ({ headers: { 'retry-after': printable(secret) }, body: '' }),
};

/** The secrets that a request carries, and that whoever gets it may repeat. */
export function secretsIn({ headers, body }: HttpRequest): string[] {
  const [, scheme = '', shown = ''] = /^(\w+) (.+)$/.exec(headers.authorization ?? '') ?? [];
  const token =
    scheme === 'Basic'
      ? Buffer.from(shown, 'base64')
          .toString()
          .replace(/^[^:]*:/, '')
      : shown;
  const text = String(body);
  const parameters = text.startsWith('{') ? (JSON.parse(text).notebook_params ?? {}) : {};
  return [token, ...Object.values<string>(parameters)].filter((one) => one.length >= PART);
}

const STATUSES = [200, 302, 400, 401, 403, 404, 503];

export type IsHit = (request: HttpRequest, count: number) => boolean;

/** Answers these requests in the place of the workspace, with one status and one of the secrets in them after the other. */
export function echoing(echo: Echo, isHit: IsHit, statuses = STATUSES): Intercept {
  const count = { requests: 0, answers: 0 };
  return async (request, pass) => {
    if (!isHit(request, count.requests++)) return pass();
    const secrets = secretsIn(request);
    const turn = count.answers++;
    const secret = secrets[Math.floor(turn / statuses.length) % secrets.length] ?? '';
    return { status: statuses[turn % statuses.length] ?? 500, ...echo(secret, request) };
  };
}
