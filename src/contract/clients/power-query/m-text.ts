const CONTROL: Readonly<Record<string, string>> = { '\r': 'cr', '\n': 'lf', '\t': 'tab' };

/** A text as the language of Power Query writes it. */
export function mText(text: string): string {
  const escaped = text
    .replaceAll('#(', '#(#)(')
    .replaceAll('"', '""')
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => `#(${CONTROL[character] ?? hexOf(character)})`);
  return `"${escaped}"`;
}

/** The name of a field or a column. */
export function mField(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !WORDS.includes(name) ? name : `#${mText(name)}`;
}

/** What the language knows by itself. Not all of it needs the quotes as a name, but all of it may have them. */
const WORDS = [
  ...['and', 'as', 'each', 'else', 'error', 'false', 'if', 'in', 'is', 'let', 'meta', 'not', 'null', 'nullable'],
  ...['optional', 'or', 'otherwise', 'section', 'shared', 'then', 'true', 'try', 'type'],
];

const hexOf = (character: string) => (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
