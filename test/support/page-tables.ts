import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const readPage = (path: string): string => readFileSync(join(__dirname, '../..', path), 'utf8');

/** The cells of the table between two marks, `<!-- mark -->` and `<!-- /mark -->`, without its head. */
export function tableIn(page: string, mark: string): string[][] {
  const [, part = ''] = page.split(`<!-- ${mark} -->`);
  const [table = ''] = part.split(`<!-- /${mark} -->`);
  const lines = table.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

export const inCode = (text: string): string => `\`${text}\``;
