import { refuseQuery } from './query';

const MOST = 50;

/** Words of Databricks, such as `RUNNING,TERMINATED`. There may be new ones, so that only their form is checked. */
export function readWords(query: URLSearchParams, name: string, rule: string): string[] {
  const text = query.get(name);
  if (text === null) return [];
  const words = text.toUpperCase().split(',');
  if (words.length > MOST || !words.every((word) => /^[A-Z_]{1,100}$/.test(word))) throw refuseQuery(name, rule);
  return words;
}
