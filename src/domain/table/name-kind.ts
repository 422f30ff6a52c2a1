const KINDS: Readonly<Record<string, string>> = { object: 'an object', number: 'a number', string: 'a text' };

/** The kind of a JSON value, for a sentence that says what is wrong. */
export function nameKind(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return Array.isArray(value) ? 'an array' : (KINDS[typeof value] ?? 'a boolean');
}
