import type { Canary } from './canary';
import { spellingsOf } from './spellings';

/** A secret, or a part of one, that has got to where it does not belong. */
export interface Found {
  where: string;
  canary: string;
  how: string;
  around: string;
}

/** The length of a part that is found by itself: less is no secret any more, and may stand anywhere. */
export const PART = 12;
const AROUND = 40;

export type Scan = (where: string, text: string | Uint8Array) => Found[];

/** Finds whatever is left of the canaries in a text: each of them once, in each of its spellings. */
export function findCanaries(canaries: readonly Canary[]): Scan {
  const parts = new Map<string, { canary: string; how: string }>();
  for (const { name, value } of canaries) {
    for (const { how, bytes } of spellingsOf(value)) {
      if (bytes.length < PART) throw new Error(`The canary ${name} is too short to be told from other text.`);
      for (let at = 0; at + PART <= bytes.length; at++) {
        const part = bytes.slice(at, at + PART);
        if (!parts.has(part)) parts.set(part, { canary: name, how });
      }
    }
  }
  const mayBegin = beginnings([...parts.keys()]);

  return (where, text) => {
    const bytes = Buffer.from(text);
    const found = new Map<string, Found>();
    for (let at = 0; at + PART <= bytes.length; at++) {
      if (!mayBegin(bytes, at)) continue;
      const hit = parts.get(bytes.toString('latin1', at, at + PART));
      if (!hit) continue;
      const key = `${hit.canary} ${hit.how}`;
      const around = bytes.toString('utf8', Math.max(0, at - AROUND), at + PART + AROUND);
      if (!found.has(key)) found.set(key, { where, ...hit, around });
    }
    return [...found.values()];
  };
}

/** Three bytes tell nearly always that no part begins here: a search through megabytes takes a moment. */
function beginnings(parts: readonly string[]): (bytes: Buffer, at: number) => boolean {
  const known = new Uint8Array(1 << 20);
  const index = ([one = 0, two = 0, three = 0]: readonly number[]) => (one << 12) ^ (two << 6) ^ three;
  for (const part of parts) known[index([...Buffer.from(part.slice(0, 3), 'latin1')])] = 1;
  return (bytes, at) => known[((bytes[at] ?? 0) << 12) ^ ((bytes[at + 1] ?? 0) << 6) ^ (bytes[at + 2] ?? 0)] === 1;
}
