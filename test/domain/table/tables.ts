import type { Column, DeclaredColumn, Table } from '../../../src/domain/table/table';
import { tableOf } from '../../../src/domain/table/table-of';

/** A column as `name type`, with a question mark if it is nullable. */
export const brief = ({ name, type, nullable }: Column) => `${name} ${type}${nullable ? '?' : ''}`;

export function tableFrom(output: unknown, declared?: readonly DeclaredColumn[]): Table {
  const made = tableOf(output, declared);
  if (!made.ok) throw new Error(made.reason);
  return made.table;
}

export function reasonFor(output: unknown, declared?: readonly DeclaredColumn[]): string {
  const made = tableOf(output, declared);
  return made.ok ? 'it is a table' : made.reason;
}

export const fromJson = (text: string): unknown => JSON.parse(text);
