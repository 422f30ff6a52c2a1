import { AskedWrongly } from './asked-wrongly';

/** The body of a request to the control. */
export type Fields = Readonly<Record<string, unknown>>;

/** In seconds. Dates end some day, also those of JavaScript. */
export const TEN_YEARS = 315_360_000;

export function readFields(body: Buffer): Fields {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new AskedWrongly('The body is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AskedWrongly('The body must be an object.');
  return value as Fields;
}

export function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw new AskedWrongly(`${name} must be a text.`);
}

export function oneOf<T extends string>(value: unknown, choices: readonly T[], name: string): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw new AskedWrongly(`${name} must be one of ${choices.join(', ')}.`);
  return choice;
}

export function number(value: unknown, most: number, name: string): number {
  if (typeof value === 'number' && value >= 0 && value <= most) return value;
  throw new AskedWrongly(`${name} must be a number from 0 to ${most}.`);
}
