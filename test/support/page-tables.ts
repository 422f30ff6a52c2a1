import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const readPage = (path: string): string => readFileSync(join(__dirname, '../..', path), 'utf8');

/** The cells of the table or tables between two marks, `<!-- mark -->` and `<!-- /mark -->`, without their heads. */
export function tableIn(page: string, mark: string): string[][] {
  const [, part = ''] = page.split(`<!-- ${mark} -->`);
  const [between = ''] = part.split(`<!-- /${mark} -->`);
  const tables = between.split('\n\n').map((block) => block.split('\n').filter((line) => line.startsWith('|')));
  const lines = tables.flatMap((table) => table.slice(2));
  return lines.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

export const inCode = (text: string): string => `\`${text}\``;
