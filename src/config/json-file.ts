import { readFileSync } from 'node:fs';
import { readJson } from '../contract/json/read-json';
import { JsonRefused } from '../contract/json/refused';
import type { SettingsError } from './settings-error';

type Refusal = (...faults: string[]) => SettingsError;

const FILE = { what: 'It', mostValues: Number.POSITIVE_INFINITY };

/** Undefined: there is no such file. */
export function readJsonObject(
  file: string,
  refuse: Refusal,
  whatItHolds: string,
): Record<string, unknown> | undefined {
  const text = readText(file, refuse);
  if (text === undefined) return undefined;
  const value = parse(text, refuse);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw refuse(`It must be an object: ${whatItHolds}.`);
}

function readText(file: string, refuse: Refusal): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, ''); // which some editors put there
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw refuse(`It can't be read (${code}).`);
  }
}

/** As strictly as a request: of a field that stands twice, one would be lost, and what it forbids with it. */
function parse(text: string, refuse: Refusal): unknown {
  try {
    return readJson(text, FILE);
  } catch (error) {
    throw error instanceof JsonRefused ? refuse(error.message) : error;
  }
}
