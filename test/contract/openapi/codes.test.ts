import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROBLEMS, RUN_ENDS } from '../../../src/contract/codes';
import type { ProblemFacts } from '../../../src/contract/problem';
import type { EndingText } from '../../../src/orchestration/endings';
import { readSources } from '../../support/sources';

const known = Object.keys({ ...PROBLEMS, ...RUN_ENDS });

/** Where codes are listed or told of, and not used. */
const LISTS = /^src\/contract\/(codes\.ts|openapi\/|clients\/|runs\/class-of-end\.ts)/;

test('the types allow codes that are listed, and each of those is used', () => {
  // @ts-expect-error: it is not listed
  const problem: ProblemFacts = { status: 400, code: 'madeUp', detail: '' };
  // @ts-expect-error: it is not listed
  const end: EndingText = { outcome: 'failed', code: 'madeUp', message: null };
  expect(known).not.toContain(problem.code ?? end.code);

  const sources = [...readSources('src')].filter(([path]) => !LISTS.test(path)).map(([, text]) => text);
  const isUsed = (code: string) => sources.some((text) => text.includes(`'${code}'`));
  expect(known.filter((code) => !isUsed(code))).toEqual([]);
});

describe('docs/api.md', () => {
  const file = join(__dirname, '../../../docs/api.md');
  const tables = {
    problems: table(
      ['status', 'code', 'what it means, and what to do'],
      Object.entries(PROBLEMS).map(([code, { statuses, about }]) => [statuses.join(', '), `\`${code}\``, about]),
    ),
    ends: table(
      ['code', 'what has happened'],
      Object.entries(RUN_ENDS).map(([code, about]) => [`\`${code}\``, about]),
    ),
  };

  test.each(Object.entries(tables))('has the table of %s (UPDATE_OPENAPI=1 npm test -- openapi)', (name, expected) => {
    const text = readFileSync(file, 'utf8');
    const place = new RegExp(`(<!-- ${name} -->\n)([\\s\\S]*?)(<!-- /${name} -->)`);
    if (process.env.UPDATE_OPENAPI === '1') writeFileSync(file, text.replace(place, `$1\n${expected}\n\n$3`));
    expect(place.exec(readFileSync(file, 'utf8'))?.[2]?.trim()).toBe(expected);
  });
});

function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
