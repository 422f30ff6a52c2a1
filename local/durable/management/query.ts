/** A query as .NET reads it: names in any case, values that cannot be read taken as not given. */
export interface Query {
  text(name: string): string | undefined;
  all(name: string): string[];
  flag(name: string, otherwise: boolean): boolean;
  wholeNumber(name: string): number | undefined;
  time(name: string): number | undefined;
}

export function parseQuery(raw: string): Query {
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(raw)) {
    const key = name.toLowerCase();
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  const all = (name: string) => values.get(name.toLowerCase()) ?? [];
  const text = (name: string) => all(name)[0];
  return {
    text,
    all,
    flag(name, otherwise) {
      const value = text(name)?.trim().toLowerCase();
      return value === 'true' || (value !== 'false' && otherwise);
    },
    wholeNumber(name) {
      const value = text(name)?.trim() ?? '';
      return /^[+-]?\d{1,9}$/.test(value) ? Number(value) : undefined;
    },
    time(name) {
      const at = Date.parse(text(name) ?? '');
      return Number.isNaN(at) ? undefined : at;
    },
  };
}
