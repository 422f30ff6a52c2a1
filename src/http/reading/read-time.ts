import { refuseQuery } from './query';

const RULE = 'must be a time such as 2026-01-31 or 2026-01-31T06:00:00Z';

/** Without a zone it is meant in UTC, wherever this app runs. In an address a plus that is not encoded is a blank. */
export function readTime(query: URLSearchParams, name: string): string | undefined {
  const text = query.get(name)?.replace(' ', '+');
  if (text === undefined) return undefined;
  const [whole = '', clock, zone] = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? [];
  const time = Date.parse(clock !== undefined && zone === undefined ? `${whole}Z` : whole);
  const isDay = new Date(`${whole.slice(0, 10)}T00:00:00Z`).toJSON()?.startsWith(whole.slice(0, 10)) ?? false;
  if (Number.isNaN(time) || !isDay) throw refuseQuery(name, RULE);
  return new Date(time).toISOString();
}

/** In milliseconds since 1970, in which it may be given as well, as Databricks gives times. */
export function readMoment(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (/^\d{12,14}$/.test(text)) return Number(text);
  return Date.parse(readTime(query, name) ?? '');
}
