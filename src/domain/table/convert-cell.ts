import { isIsoDate, isIsoDateTime, isMidnight, withT } from './iso-date';
import { plainNumber } from './plain-number';
import type { Cell, ColumnType } from './table';

/** The value as a cell of that type, undefined where the change would lose something. The value is not null. */
export function convertCell(value: unknown, type: ColumnType): Cell | undefined {
  return CONVERSIONS[type](value);
}

/** A text keeps its quotes here. Undefined if the value is nested deeper than JSON can be written. */
export function jsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

const CONVERSIONS: Readonly<Record<ColumnType, (value: unknown) => Cell | undefined>> = {
  text(value) {
    if (typeof value === 'string') return value;
    return typeof value === 'number' ? plainNumber(value) : jsonText(value);
  },
  integer(value) {
    if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
    return typeof value === 'string' && String(Number(value)) === value
      ? CONVERSIONS.integer(Number(value))
      : undefined;
  },
  number(value) {
    if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
    return typeof value === 'string' ? readNumber(value) : undefined;
  },
  boolean(value) {
    if (typeof value === 'boolean') return value;
    const word = typeof value === 'string' ? value.toLowerCase() : '';
    return word === 'true' || (word === 'false' ? false : undefined);
  },
  date(value) {
    if (typeof value !== 'string') return undefined;
    if (isMidnight(value)) return value.slice(0, 10);
    return isIsoDate(value) ? value : undefined;
  },
  datetime(value) {
    if (typeof value !== 'string') return undefined;
    if (isIsoDate(value)) return `${value}T00:00:00`;
    return isIsoDateTime(value) ? withT(value) : undefined;
  },
  json(value) {
    return typeof value === 'string' && isJson(value) ? value : jsonText(value);
  },
};

const DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** Decimals arrive as text from SQL and from Python. A number loses nothing if it prints all digits that were there. */
function readNumber(text: string): number | undefined {
  if (!DECIMAL.test(text)) return undefined;
  const value = Number(text);
  const digits = significantDigits(text);
  const held = significantDigits(value.toPrecision(Math.min(100, Math.max(1, digits.length))));
  return Number.isFinite(value) && held === digits ? value : undefined;
}

function significantDigits(number: string): string {
  return number
    .replace(/e.*$/i, '')
    .replace(/\D/g, '')
    .replace(/^0+|0+$/g, '');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
