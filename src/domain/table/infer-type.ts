import { isIsoDate, isIsoDateTime } from './iso-date';
import type { ColumnType } from './table';

/**
 * The narrowest type that holds every cell. All of them are looked at, because what a sample says may be wrong for the
 * rest. Different kinds in one column make it text, and an integer too long for a number, which is text by now, does too.
 */
export function inferType(cells: readonly unknown[]): ColumnType {
  const kinds = new Set<ColumnType>();
  for (const cell of cells) if (cell !== null && cell !== undefined) kinds.add(kindOf(cell));
  if (kinds.has('json')) return 'json';
  if (kinds.has('number')) kinds.delete('integer');
  const [kind = 'text', ...others] = kinds;
  if (others.length > 0 || kinds.size === 0) return 'text';
  return kind === 'text' ? textType(cells) : kind;
}

function kindOf(value: unknown): ColumnType {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'number';
  return typeof value === 'boolean' ? 'boolean' : 'json';
}

function textType(cells: readonly unknown[]): ColumnType {
  const all = (holds: (text: string) => boolean) => cells.every((cell) => typeof cell !== 'string' || holds(cell));
  if (all(isIsoDate)) return 'date';
  return all(isIsoDateTime) ? 'datetime' : 'text';
}
