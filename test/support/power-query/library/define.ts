import { all } from '../language/compare';
import { expressionError } from '../language/m-error';
import { anyType, assertConforms, nullable, PRIMITIVES, primitive, spoken } from '../language/types';
import {
  type FunctionValue,
  type Lazy,
  nullValue,
  type Parameter,
  type RecordValue,
  type TableValue,
  type Value,
} from '../language/values';

export type Library = Readonly<Record<string, Value>>;
type Implementation = (...args: Value[]) => Value | Promise<Value>;

/** Functions of the library by name, each with its parameters as M writes them, but for the `as`. */
export function functions(defined: Readonly<Record<string, readonly [parameters: string, Implementation]>>): Library {
  return Object.fromEntries(
    Object.entries(defined).map(([name, [parameters, call]]) => [name, functionValue(name, parameters, call)]),
  );
}

function functionValue(name: string, written: string, implementation: Implementation): FunctionValue {
  const parameters = written === '' ? [] : written.split(', ').map(parameterOf);
  return {
    kind: 'function',
    name,
    parameters,
    call: async (args) => implementation(...parameters.map((_, at) => args[at] ?? nullValue)),
  };
}

function parameterOf(written: string): Parameter {
  const [, optional, name = '', isNullable, type = 'any'] =
    /^(optional )?(\w+)(?:: (nullable )?(\w+))?$/.exec(written) ?? [];
  const known = PRIMITIVES.find((one) => one === type);
  if (name === '' || !known) throw new SyntaxError(`${written} is no parameter.`);
  const declared = known === 'any' ? anyType : primitive(known);
  return { name, type: optional || isNullable ? nullable(declared) : declared, isOptional: optional !== undefined };
}

export const isNull = (value: Value | undefined): boolean => value === undefined || value.kind === 'null';

export function textIn(value: Value | undefined): string {
  if (value?.kind === 'text') return value.value;
  throw misfit(value, 'text');
}

export function numberIn(value: Value | undefined): number {
  if (value?.kind === 'number') return value.value;
  throw misfit(value, 'number');
}

export function recordIn(value: Value | undefined): RecordValue {
  if (value?.kind === 'record') return value;
  throw misfit(value, 'record');
}

export function tableIn(value: Value | undefined): TableValue {
  if (value?.kind === 'table') return value;
  throw misfit(value, 'table');
}

export function functionIn(value: Value | undefined): FunctionValue {
  if (value?.kind === 'function') return value;
  throw misfit(value, 'function');
}

export async function itemsIn(value: Value | undefined): Promise<Lazy[]> {
  if (value?.kind === 'list') return all(value.items());
  throw misfit(value, 'list');
}

export async function valuesIn(value: Value | undefined): Promise<Value[]> {
  const values: Value[] = [];
  for (const item of await itemsIn(value)) values.push(await item());
  return values;
}

export const textsIn = async (value: Value | undefined): Promise<string[]> => (await valuesIn(value)).map(textIn);

/** Of one name, or of a list of names. */
export const namesIn = async (value: Value): Promise<string[]> =>
  value.kind === 'text' ? [value.value] : textsIn(value);

function misfit(value: Value | undefined, type: 'text' | 'number' | 'record' | 'table' | 'function' | 'list') {
  try {
    assertConforms(value ?? nullValue, primitive(type));
  } catch (error) {
    return error;
  }
  return expressionError(`We cannot use ${spoken(value ?? nullValue)} here.`);
}
