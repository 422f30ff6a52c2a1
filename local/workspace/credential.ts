import { createHash } from 'node:crypto';

/** That a secret was sent, and which one, without the secret: two equal ones have the same fingerprint. */
export interface Credential {
  /** The header, or the field of the body, that carried it. */
  in: string;
  scheme: string;
  fingerprint: string;
}

const SECRET_HEADERS = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'x-databricks-azure-sp-management-token',
  'x-identity-header',
];

const SECRET_FIELDS = [
  'access_token',
  'assertion',
  'client_assertion',
  'client_secret',
  'oauth_client_secret',
  'password',
  'refresh_token',
  'sig',
  'subject_token',
  'token',
  'token_value',
];

export function credentialsIn(headers: Readonly<Record<string, string>>): Credential[] {
  return SECRET_HEADERS.flatMap((name) => {
    const value = headers[name];
    if (value === undefined) return [];
    const [, scheme = '', secret = ''] = /^(?:(\S+)\s+)?(.*)$/.exec(value) ?? [];
    return { in: name, scheme, fingerprint: fingerprint(secret) };
  });
}

export function isSecretField(name: string): boolean {
  return SECRET_FIELDS.includes(name.toLowerCase());
}

/** Short enough to read, long enough to tell any two tokens of a test apart. */
export function fingerprint(secret: string): string {
  return `sha256:${createHash('sha256').update(secret).digest('hex').slice(0, 16)}`;
}
