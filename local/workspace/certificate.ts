import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP, SocketAddress } from 'node:net';
import type { TlsIdentity } from '../http';
import { bitString, integer, objectIdentifier, octetString, sequence, set, tagged, time, utf8String, yes } from './der';

const COMMON_NAME = objectIdentifier('2.5.4.3');
const ECDSA_WITH_SHA256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
const ALTERNATIVE_NAMES = objectIdentifier('2.5.29.17');
const BASIC_CONSTRAINTS = objectIdentifier('2.5.29.19');

const DAY_MS = 86_400_000;

/**
 * A key and a certificate that vouches for itself, for these names and addresses. Whoever takes the certificate as an
 * authority can connect by https and check it as it would check any other: nothing has to be switched off.
 */
export function createCertificate(names: readonly string[], now: number): TlsIdentity {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(COMMON_NAME, utf8String('Simulated Databricks workspace'))));
  const toBeSigned = sequence(
    tagged(0xa0, integer(Uint8Array.of(2))), // version 3: the first that can carry alternative names
    integer(randomBytes(16)),
    ECDSA_WITH_SHA256,
    name, // the issuer
    sequence(time(now - DAY_MS), time(now + 365 * DAY_MS)),
    name, // the subject
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(alternativeNames(names), authority())),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(sequence(toBeSigned, ECDSA_WITH_SHA256, bitString(signature))),
  };
}

function alternativeNames(names: readonly string[]): Buffer {
  const list = names.map((name) => (isIP(name) ? tagged(0x87, addressBytes(name)) : tagged(0x82, Buffer.from(name))));
  return sequence(ALTERNATIVE_NAMES, octetString(sequence(...list)));
}

/** Some clients accept nothing else as a root. */
function authority(): Buffer {
  return sequence(BASIC_CONSTRAINTS, yes(), octetString(sequence(yes())));
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  return Buffer.concat(groupsOf(address).map((group) => Buffer.from(group.padStart(4, '0'), 'hex')));
}

/** The eight groups of an IPv6 address, with those that `::` leaves out. */
function groupsOf(address: string): string[] {
  const [left = '', right] = new SocketAddress({ address, family: 'ipv6' }).address.split('::');
  const groups = (part: string) => part.split(':').filter(Boolean);
  if (right === undefined) return groups(left);
  const missing = 8 - groups(left).length - groups(right).length;
  return [...groups(left), ...Array.from({ length: missing }, () => '0'), ...groups(right)];
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
