import { bearerOf, tokenFor } from './sign-in';
import { headerOf, type WebAnswer, type WebRequest } from './web';

export interface KeyVault {
  /** `https://NAME.vault.azure.net`, without a slash at the end. */
  url: string;
  secrets: Readonly<Record<string, string>>;
}

const VAULTS = 'https://vault.azure.net';

/** Answers `GET /secrets/NAME` to whoever has a token for vaults. Undefined if another host is asked. */
export function askVault({ url, secrets }: KeyVault, request: WebRequest): WebAnswer | undefined {
  const asked = new URL(request.url);
  if (asked.origin !== url) return undefined;
  if (headerOf(request, 'authorization') !== bearerOf(tokenFor(VAULTS))) return refuse(401, 'Unauthorized');
  if (!/^7\.\d$/.test(asked.searchParams.get('api-version') ?? '')) return refuse(400, 'BadParameter');
  const [, name = ''] = /^\/secrets\/([^/]+)\/?$/.exec(asked.pathname) ?? [];
  const value = secrets[name];
  if (request.method !== 'GET' || value === undefined) return refuse(404, 'SecretNotFound');
  return json(200, { value, id: `${url}/secrets/${name}/0`, attributes: { enabled: true } });
}

const refuse = (status: number, code: string) => json(status, { error: { code, message: `${code}.` } });

const json = (status: number, body: object): WebAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});
