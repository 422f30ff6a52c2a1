/** A cell holds 32 K characters of UTF-16. */
const LONGEST = 32_000;

/** A text as a table can hold it. Only a very long one loses its end. */
export function toCell(text: string): string {
  // Azurite takes no transaction with these two line separators in it.
  const clean = text.toWellFormed().replace(/[\u2028\u2029]/g, '\n');
  if (clean.length <= LONGEST) return clean;
  return `${clean.slice(0, LONGEST - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
