import { readFileSync } from 'node:fs';
import type { SettingsError } from './settings-error';

type Refusal = (...faults: string[]) => SettingsError;

/** Undefined: there is no such file. */
export function readText(file: string, refuse: Refusal): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, ''); // which some editors put there
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw refuse(`It can't be read (${code}).`);
  }
}

export function parseObject(text: string, refuse: Refusal, whatItHolds: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse(`It is not JSON: ${(error as Error).message}.`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw refuse(`It must be an object: ${whatItHolds}.`);
}
