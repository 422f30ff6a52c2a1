import { createHash } from 'node:crypto';
import { BadPageToken } from '../../contract/paging/bad-page-token';

/** A place in a list, as a text that callers only hand back. A checksum tells it from whatever else they may send. */
export function toPageToken(place: string): string {
  return Buffer.concat([checksum(place), Buffer.from(place)]).toString('base64url');
}

export function fromPageToken(token: string): string {
  const place = Buffer.from(token, 'base64url').subarray(CHECKSUM_BYTES).toString();
  if (toPageToken(place) !== token) throw new BadPageToken();
  return place;
}

const CHECKSUM_BYTES = 6;
const checksum = (place: string) => createHash('sha256').update(place).digest().subarray(0, CHECKSUM_BYTES);
