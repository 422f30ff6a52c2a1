import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MONITORING = join(__dirname, '../../../infra/monitoring');

/** The text of every query in a folder of infra/monitoring, without its comments, by the name of its file. */
export function readQueries(folder: 'alerts' | 'queries'): Map<string, string> {
  const names = readdirSync(join(MONITORING, folder)).filter((name) => name.endsWith('.kql'));
  return new Map(
    names.sort().map((name) => [name, withoutComments(readFileSync(join(MONITORING, folder, name), 'utf8'))]),
  );
}

const withoutComments = (text: string): string => text.replace(/\/\/.*$/gm, '');

/** Fields of a logged event, which a query reads from a column of the same name: `runEnded.outcome`. */
export const fieldsReadIn = (query: string, event: string): string[] =>
  [...query.matchAll(new RegExp(`\\b${event}\\.(\\w+)`, 'g'))].flatMap(([, field]) => field ?? []);

/** What fields are compared to: `runEnded.outcome == 'failed'`, `x.kind in ('a', 'b')`. */
export function valuesComparedIn(query: string, event: string): { field: string; value: string }[] {
  const comparisons = query.matchAll(new RegExp(`\\b${event}\\.(\\w+) (?:[!=]=|in) (\\([^)]*\\)|'[^']*')`, 'g'));
  return [...comparisons].flatMap(([, field = '', list = '']) =>
    [...list.matchAll(/'([^']*)'/g)].map(([, value = '']) => ({ field, value })),
  );
}
