import { createHash, timingSafeEqual } from 'node:crypto';

export interface BasicCredentials {
  user: string;
  password: string;
}

const BASIC = /^Basic +([A-Za-z0-9+/]+=*)$/i;

/** Whether a header `Authorization` carries these. It takes as long whatever is wrong with it. */
export function carries(header: string | null, { user, password }: BasicCredentials): boolean {
  const [, encoded = ''] = BASIC.exec(header?.trim() ?? '') ?? [];
  return timingSafeEqual(digest(Buffer.from(encoded, 'base64')), digest(Buffer.from(`${user}:${password}`)));
}

/** Of one length for all. */
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest();
