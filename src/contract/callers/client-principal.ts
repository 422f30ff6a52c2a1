import { z } from 'zod';

/** Who has signed in, as App Service tells the app in the header `x-ms-client-principal`. */
export interface ClientPrincipal {
  /** In small letters, as all ids here. */
  applicationId: string;
  /** Of the service principal, or of the person who uses the application. */
  objectId: string | undefined;
  roles: readonly string[];
}

/** All headers of a request together may have 32 KB. */
const LONGEST = 32_768;
const MOST_CLAIMS = 500;

const principalSchema = z.object({
  /** Another provider, if one is set up beside Entra, could have claims of the same names. */
  auth_typ: z.literal('aad'),
  claims: z.array(z.object({ typ: z.string(), val: z.string() })).max(MOST_CLAIMS),
});

/** App Service hands on some claims by the name in the token, and some by that of .NET. */
const APPLICATION = ['appid', 'azp']; // of tokens of the versions 1 and 2
const OBJECT = ['oid', 'http://schemas.microsoft.com/identity/claims/objectidentifier'];
const ROLE = ['roles', 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role'];

const idSchema = z.guid().toLowerCase();

/** Undefined: this is not what App Service writes of a token from Entra. */
export function readClientPrincipal(header: string): ClientPrincipal | undefined {
  const { data } = principalSchema.safeParse(decode(header));
  if (!data) return undefined;
  const values = (names: readonly string[]) => [
    ...new Set(data.claims.flatMap(({ typ, val }) => (names.includes(typ) ? [val] : []))),
  ];
  const application = z.tuple([idSchema]).safeParse(values(APPLICATION)).data;
  const object = z.array(idSchema).max(1).safeParse(values(OBJECT)).data;
  if (!application || !object) return undefined;
  return { applicationId: application[0], objectId: object[0], roles: values(ROLE) };
}

function decode(header: string): unknown {
  if (header.length > LONGEST || !/^[A-Za-z0-9+/]+={0,2}$/.test(header)) return undefined;
  try {
    return JSON.parse(Buffer.from(header, 'base64').toString());
  } catch {
    return undefined;
  }
}
