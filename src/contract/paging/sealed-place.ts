import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A place in a list, as a text that callers only hand back. It may hold what a caller must not see, such as the id of
 * the run of somebody else, and nobody but this app can make one.
 */
export function sealPlace(place: string, secret: Buffer): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, keyFrom(secret), iv);
  return Buffer.concat([iv, cipher.update(place, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** Undefined: no list of ours has given it out, or with another key. */
export function openPlace(token: string, secret: Buffer): string | undefined {
  const sealed = Buffer.from(token, 'base64url');
  if (sealed.length < IV_BYTES + TAG_BYTES || sealed.toString('base64url') !== token) return undefined;
  try {
    const decipher = createDecipheriv(ALGORITHM, keyFrom(secret), sealed.subarray(0, IV_BYTES));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString();
  } catch {
    return undefined;
  }
}

/** One secret, two uses: a key for one of them must be of none for the other. */
const keyFrom = (secret: Buffer) => createHash('sha256').update('places').update(secret).digest();
