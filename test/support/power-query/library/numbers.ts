import { dataFormatError, expressionError } from '../language/m-error';
import { nullValue, number, text, type Value } from '../language/values';
import { type Culture, cultureOf } from './culture';
import { functions, isNull, type Library, numberIn } from './define';

export function writeNumber(value: number, { decimal }: Culture): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '-∞';
  const written = String(value).replace(/e([+-])(\d+)$/, (_, sign, digits) => `E${sign}${digits.padStart(2, '0')}`);
  return written.replace('.', decimal);
}

export function readNumber(written: string, { decimal, group }: Culture): number {
  const plain = written.trim().replaceAll(group, '').replace(decimal, '.');
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(plain)) return Number(plain);
  throw dataFormatError("We couldn't convert to Number.", text(written));
}

/** Halves go to the even neighbour. */
export function roundToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

export function toNumber(value: Value, culture: Culture): Value {
  if (value.kind === 'null' || value.kind === 'number') return value;
  if (value.kind === 'text') return number(readNumber(value.value, culture));
  if (value.kind === 'logical') return number(value.value ? 1 : 0);
  throw expressionError("We couldn't convert to Number.", value);
}

export function toInt64(value: Value, culture: Culture): Value {
  const converted = toNumber(value, culture);
  if (converted.kind !== 'number') return converted;
  const whole = roundToEven(converted.value);
  if (Math.abs(whole) < 2 ** 63) return number(whole);
  throw expressionError('The number is out of range of a 64 bit integer value.', converted);
}

const scaled = (value: Value, digits: Value, round: (value: number) => number): Value => {
  if (isNull(value)) return nullValue;
  const factor = 10 ** (isNull(digits) ? 0 : numberIn(digits));
  return number(round(numberIn(value) * factor) / factor);
};

export const numberFunctions = (ofUser: string): Library =>
  functions({
    'Number.From': [
      'value: any, optional culture: text',
      (value, culture) => toNumber(value, cultureOf(culture, ofUser)),
    ],
    'Number.RoundUp': ['number: nullable number, optional digits: number', (n, digits) => scaled(n, digits, Math.ceil)],
  });
