import { verify } from 'node:crypto';

/** What of Azure a workspace knows. */
export interface AzureSide {
  /** Whose tokens it trusts: the tenants, by the name that stands in their tokens, with their public keys as PEM. */
  issuers: readonly { name: string; publicKey: string }[];
  /** Its own name there: `/subscriptions/…/providers/Microsoft.Databricks/workspaces/…`. */
  resourceId?: string;
  /** The applications, by their ids, that are Contributor or Owner of it. */
  contributors?: readonly string[];
}

export interface EntraToken {
  /** The application it was given to, or the person. */
  user: string;
  audience: string;
  endsAt: number;
}

/** Undefined: it is no token of any of these, or somebody has changed it. */
export function readEntraToken(text: string, { issuers }: Pick<AzureSide, 'issuers'>): EntraToken | undefined {
  const [header = '', payload = '', signature = ''] = text.split('.');
  const claims = readClaims(payload);
  const issuer = issuers.find(({ name }) => name === claims?.iss);
  if (!claims || !issuer || readClaims(header)?.alg !== 'RS256') return undefined;
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify('sha256', signed, issuer.publicKey, Buffer.from(signature, 'base64url'))) return undefined;
  const { aud, exp, upn, appid, azp } = claims;
  return { user: String(upn ?? appid ?? azp), audience: String(aud), endsAt: Number(exp) * 1000 };
}

function readClaims(part: string): Record<string, unknown> | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
