import { createHash } from 'node:crypto';

/**
 * Any text as a part of a table key or of a blob name, which forbid some characters, and limit their length. Those are
 * written as `~` and four hexadecimal digits; of a text that is too long its hash stands there.
 */
export function toKey(text: string): string {
  const key = text.replace(UNSAFE, (unit) => `~${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return key.length <= LONGEST ? key : `~sha256-${sha256(text)}`;
}

/** The text again, but for one that was too long. */
export function fromKey(key: string): string | undefined {
  if (key.startsWith('~sha256-')) return undefined;
  return key.replace(/~([0-9a-f]{4})/g, (_, unit) => String.fromCharCode(Number.parseInt(unit, 16)));
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A dot is safe inside only: a blob's path would lose `..`, and dots at its end. */
const UNSAFE = /[^A-Za-z0-9_:@.-]|^\.|\.(?![A-Za-z0-9])/g;

/** A table key holds 512 characters. */
const LONGEST = 300;
