import { ROLES, type Role } from '../../src/contract/callers/caller';

export const FACTORY = '11111111-2222-3333-4444-555555555555';
export const REPORTS = '66666666-7777-8888-9999-aaaaaaaaaaaa';

export interface Claim {
  typ: string;
  val: string;
}

export interface SignedIn {
  application?: string;
  /** Of a person who uses that application. */
  person?: string;
  roles?: readonly Role[];
}

/** The header that App Service writes for a token of Entra, as it writes it on Linux: with some names changed. */
export function signedIn({ application = FACTORY, person = application, roles = ROLES }: SignedIn = {}) {
  return principal([
    { typ: 'aud', val: 'api://99999999-0000-0000-0000-000000000000' },
    { typ: 'iss', val: 'https://login.microsoftonline.com/00000000-0000-0000-0000-000000000001/v2.0' },
    { typ: 'azp', val: application },
    { typ: 'http://schemas.microsoft.com/identity/claims/objectidentifier', val: person },
    { typ: 'http://schemas.microsoft.com/identity/claims/tenantid', val: '00000000-0000-0000-0000-000000000001' },
    ...roles.map((val) => ({ typ: 'roles', val })),
  ]);
}

export const principal = (claims: readonly Claim[], more: object = {}) =>
  header({ auth_typ: 'aad', claims, name_typ: 'name', role_typ: 'roles', ...more });

export const header = (value: unknown) => ({
  'x-ms-client-principal': Buffer.from(JSON.stringify(value)).toString('base64'),
});
