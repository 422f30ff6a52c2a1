import * as fc from 'fast-check';
import { readClientPrincipal } from '../../src/contract/callers/client-principal';
import { type Claim, FACTORY, header, principal, REPORTS, signedIn } from '../support/signed-in';

const read = (headers: { 'x-ms-client-principal': string }) => readClientPrincipal(headers['x-ms-client-principal']);
const APPLICATION: Claim = { typ: 'appid', val: FACTORY };
const LONG_ROLE = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role';

test('the application, who uses it, and its roles are read', () => {
  expect(read(signedIn({ application: FACTORY, person: REPORTS, roles: ['Runs.Read', 'Runs.Start'] }))).toEqual({
    applicationId: FACTORY,
    objectId: REPORTS,
    roles: ['Runs.Read', 'Runs.Start'],
  });
});

test.each<[string, Claim[], object]>([
  ['a token of version 1', [{ typ: 'appid', val: FACTORY }], { applicationId: FACTORY }],
  ['a token of version 2', [{ typ: 'azp', val: FACTORY }], { applicationId: FACTORY }],
  ['ids in large letters', [{ typ: 'azp', val: REPORTS.toUpperCase() }], { applicationId: REPORTS }],
  ['both names of the application', [APPLICATION, { typ: 'azp', val: FACTORY }], { applicationId: FACTORY }],
  ['the short name of an object', [APPLICATION, { typ: 'oid', val: REPORTS }], { objectId: REPORTS }],
  ['no object', [APPLICATION], { objectId: undefined }],
  ['no role', [APPLICATION], { roles: [] }],
  ['the long name of a role', [APPLICATION, { typ: LONG_ROLE, val: 'Runs.Read' }], { roles: ['Runs.Read'] }],
  ['roles that are none of ours', [APPLICATION, { typ: 'roles', val: 'Admin' }], { roles: ['Admin'] }],
])('with %s', (_, claims, expected) => expect(read(principal(claims))).toMatchObject(expected));

test('base64 without its padding is read, as well', () => {
  for (const length of [1, 2, 3]) {
    const headers = principal([APPLICATION], { more: 'x'.repeat(length) });
    const bare = headers['x-ms-client-principal'].replace(/=+$/, '');
    expect(readClientPrincipal(bare)).toMatchObject({ applicationId: FACTORY });
  }
});

const claims = [APPLICATION];
test.each<[string, { 'x-ms-client-principal': string }]>([
  ['nothing', { 'x-ms-client-principal': '' }],
  ['plain JSON', { 'x-ms-client-principal': JSON.stringify({ auth_typ: 'aad', claims }) }],
  ['two headers in one', { 'x-ms-client-principal': Object.values(signedIn()).concat('e30=').join(', ') }],
  ['base64 of no JSON', { 'x-ms-client-principal': Buffer.from('{"auth_typ"').toString('base64') }],
  ['base64 for addresses', { 'x-ms-client-principal': '-_-_' }],
  ['null', header(null)],
  ['a list', header([])],
  ['a text', header('aad')],
  ['no claims', header({ auth_typ: 'aad' })],
  ['claims that are no list', header({ auth_typ: 'aad', claims: { appid: FACTORY } })],
  ['a claim without a value', header({ auth_typ: 'aad', claims: [...claims, { typ: 'x' }] })],
  ['a value that is no text', header({ auth_typ: 'aad', claims: [...claims, { typ: 'x', val: 1 }] })],
  ['another provider', principal(claims, { auth_typ: 'google' })],
  ['no provider', principal(claims, { auth_typ: undefined })],
  ['no application', principal([{ typ: 'oid', val: FACTORY }])],
  ['an application that is no GUID', principal([{ typ: 'appid', val: '*' }])],
  ['two applications', principal([APPLICATION, { typ: 'azp', val: REPORTS }])],
  ['two objects', principal([APPLICATION, { typ: 'oid', val: FACTORY }, { typ: 'oid', val: REPORTS }])],
  ['an object that is no GUID', principal([APPLICATION, { typ: 'oid', val: 'me' }])],
  ['too many claims', principal([APPLICATION, ...Array(500).fill({ typ: 'x', val: '' })])],
  ['more than headers can hold', principal([APPLICATION, { typ: 'x', val: 'x'.repeat(32_768) }])],
])('%s is nobody', (_, headers) => expect(read(headers)).toBeUndefined());

test('whatever else stands in the header, it is read or refused, and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json().map(base64)), (text) => {
      expect(readClientPrincipal(text)).toBeUndefined();
    }),
  );
});

const base64 = (text: string) => Buffer.from(text).toString('base64');
