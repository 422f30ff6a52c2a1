import { plainNumber } from '../../domain/table/plain-number';
import type { Cell, Table } from '../../domain/table/table';

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$|^$/;

/**
 * RFC 4180: CRLF after every line, and a header even without rows. A null is an empty field, an empty text is `""`; so in a
 * table of one column a null is an empty line.
 *
 * Texts that begin with `=`, `+`, `-` or `@` stay as they are. A spreadsheet may run them as formulas, but a caller that
 * loads data must get the data, and a minus is how numbers begin.
 */
export function toCsv({ columns, rows }: Table): string {
  if (columns.length === 0) return '';
  return [columns.map(({ name }) => name), ...rows].map((cells) => `${cells.map(field).join(',')}\r\n`).join('');
}

function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return plainNumber(cell);
  if (typeof cell === 'boolean') return String(cell);
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
