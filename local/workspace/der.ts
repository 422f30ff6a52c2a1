/** The little of ASN.1's distinguished encoding that a certificate is made of (ITU-T X.690). */

const SEQUENCE = 0x30;
const SET = 0x31;
const BOOLEAN = 0x01;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const UTF8_STRING = 0x0c;
const GENERALIZED_TIME = 0x18;

export function tagged(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content]);
}

export function sequence(...parts: Uint8Array[]): Buffer {
  return tagged(SEQUENCE, Buffer.concat(parts));
}

export function set(...parts: Uint8Array[]): Buffer {
  return tagged(SET, Buffer.concat(parts));
}

export function yes(): Buffer {
  return tagged(BOOLEAN, Buffer.from([0xff]));
}

/** A number without a sign, from its bytes. */
export function integer(bytes: Uint8Array): Buffer {
  const from = bytes.findIndex((byte) => byte !== 0);
  const shortest = from < 0 ? Buffer.from([0]) : bytes.subarray(from);
  const looksNegative = (shortest[0] ?? 0) >= 0x80;
  return tagged(INTEGER, looksNegative ? Buffer.concat([Buffer.from([0]), shortest]) : shortest);
}

export function bitString(bytes: Uint8Array): Buffer {
  return tagged(BIT_STRING, Buffer.concat([Buffer.from([0]), bytes])); // 0: no bits of the last byte are unused
}

export function octetString(bytes: Uint8Array): Buffer {
  return tagged(OCTET_STRING, bytes);
}

export function utf8String(text: string): Buffer {
  return tagged(UTF8_STRING, Buffer.from(text));
}

/** Names a thing by its dotted number, for example 2.5.4.3 the common name. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(OBJECT_IDENTIFIER, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

export function time(at: number): Buffer {
  const text = new Date(at).toISOString().replace(/\.\d+|\D/g, '');
  return tagged(GENERALIZED_TIME, Buffer.from(`${text}Z`));
}

function lengthOf({ length }: Uint8Array): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) bytes.unshift(left % 256);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

function base128(value: number): number[] {
  const bytes = [value % 128];
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) bytes.unshift(0x80 | (left % 128));
  return bytes;
}
