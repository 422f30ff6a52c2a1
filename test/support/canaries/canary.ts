import { createHash } from 'node:crypto';

/** A secret that is found again wherever it has got to: it is made up, and unlike all other text. */
export interface Canary {
  name: string;
  /** A text, or bytes that are none. */
  value: string | Buffer;
}

/** Letters and digits, always the same ones for a name. */
export function madeUp(name: string, length: number): string {
  let text = '';
  for (let part = 0; text.length < length; part++) {
    text += createHash('sha512').update(`${name} ${part}`).digest('base64').replace(/\W/g, '');
  }
  return text.slice(0, length);
}
