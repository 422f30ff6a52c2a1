/** From 0 to less than `limit`: arbitrary, but always the same for the same words. */
export function arbitraryNumber(limit: number, ...words: string[]): number {
  return [...words.join('|')].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 9973, 7) % limit;
}
