import { isArray, type Json } from '../json';
import { failed, type Outcome, succeeded } from '../runs/outcome';
import type { Execution } from './execution';

const FITS: Readonly<Record<string, (value: Json) => boolean>> = {
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Bool: (value) => typeof value === 'boolean',
  Array: isArray,
};

export async function setVariable({ input, run }: Execution): Promise<Outcome> {
  const name = String(input.variableName);
  const { value = null } = input;
  const type = run.pipeline.variables[name]?.type ?? '';
  if (!FITS[type]?.(value)) return failed('InvalidVariable', `'${name}' is of type ${type}: ${JSON.stringify(value)}`);
  run.variables.set(name, value);
  return succeeded({ name, value });
}

export async function appendVariable({ input, run }: Execution): Promise<Outcome> {
  const name = String(input.variableName);
  const { value = null } = input;
  const items = run.variables.get(name);
  if (!isArray(items)) return failed('InvalidVariable', `'${name}' is no array`);
  run.variables.set(name, [...items, value]);
  return succeeded({ name, value });
}
