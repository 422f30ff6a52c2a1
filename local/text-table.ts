import { printable } from './printable';

type Row = Readonly<Record<string, unknown>>;

const WIDEST_CELL = 40;

/** Rows as lines of text, with a head; numbers stand to the right. What is beyond `most` is only counted. */
export function textTable(rows: readonly Row[], most: number): string[] {
  const shown = rows.slice(0, most);
  const names = [...new Set(shown.flatMap((row) => Object.keys(row)))];
  const columns = names.map((name) => {
    const cells = [oneLine(name), ...shown.map((row) => cellText(row[name]))];
    const width = Math.max(...cells.map((cell) => cell.length));
    const isNumeric = shown.every((row) => typeof (row[name] ?? 0) === 'number');
    const pad = (cell: string) => (isNumeric ? cell.padStart(width) : cell.padEnd(width));
    const [head = '', ...rest] = cells.map(pad);
    return [head, '-'.repeat(width), ...rest];
  });
  const lines = Array.from({ length: shown.length + 2 }, (_, at) =>
    columns
      .map((column) => column[at] ?? '')
      .join('  ')
      .trimEnd(),
  );
  return rows.length > most ? [...lines, `… and ${rows.length - most} more`] : lines;
}

/** Whether a value is a list of objects, which can be shown as a table. */
export function isRows(value: unknown): value is Row[] {
  const isRow = (row: unknown) => typeof row === 'object' && row !== null && !Array.isArray(row);
  return Array.isArray(value) && value.length > 0 && value.every(isRow);
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value));
}

function oneLine(text: string): string {
  const line = printable(text.replace(/\s+/g, ' '));
  return line.length > WIDEST_CELL ? `${line.slice(0, WIDEST_CELL - 1)}…` : line;
}
