import { isArray, isObject, type Json } from '../json';
import { RETURN_VALUE } from '../pipeline/definition';
import { failed, type Outcome, succeeded } from '../runs/outcome';
import type { Run } from '../runs/run';
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
  if (input.setSystemVariable === true) return setReturnValue(value, run);
  const type = run.pipeline.variables[name]?.type ?? '';
  if (!FITS[type]?.(value)) return failed('InvalidVariable', `'${name}' is of type ${type}: ${JSON.stringify(value)}`);
  run.variables.set(name, value);
  return succeeded({ name, value });
}

/** Pairs of `key` and `value`; a value that is no expression is an object with its type and its content. */
function setReturnValue(pairs: Json, run: Run): Outcome {
  const values: Record<string, Json> = {};
  for (const pair of isArray(pairs) ? pairs : [null]) {
    const { key, value = null } = isObject(pair) ? pair : {};
    if (typeof key !== 'string') return failed('InvalidVariable', 'What a pipeline returns must be pairs');
    values[key] = isObject(value) && 'type' in value && 'content' in value ? (value.content ?? null) : value;
  }
  if (Object.keys(run.returned).length > 0) return failed('InvalidVariable', 'A pipeline returns once');
  Object.assign(run.returned, values);
  return succeeded({ name: RETURN_VALUE, value: values });
}

export async function appendVariable({ input, run }: Execution): Promise<Outcome> {
  const name = String(input.variableName);
  const { value = null } = input;
  const items = run.variables.get(name);
  if (!isArray(items)) return failed('InvalidVariable', `'${name}' is no array`);
  run.variables.set(name, [...items, value]);
  return succeeded({ name, value });
}
