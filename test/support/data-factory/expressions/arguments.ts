import { isArray, isObject, type Json, type JsonObject, kindOf } from '../json';
import { ExpressionError } from './expression-error';

/** What a function was given, asked for by the kind that it must be of. */
export interface Arguments {
  count: number;
  any(at: number): Json;
  text(at: number): string;
  number(at: number): number;
  integer(at: number): number;
  flag(at: number): boolean;
  array(at: number): readonly Json[];
  object(at: number): JsonObject;
  all(): Json[];
  refuse(why: string): ExpressionError;
}

export function readArguments(name: string, unread: readonly (() => Json)[]): Arguments {
  const given = unread.map(once);
  const refuse = (why: string) => new ExpressionError(`The function '${name}' can't be evaluated: ${why}`);
  const any = (at: number): Json => {
    const arg = given[at];
    if (!arg) throw refuse(`it has ${given.length} arguments, and needs more`);
    return arg();
  };
  const wrong = (at: number, value: Json, kind: string) =>
    refuse(`argument ${at + 1} must be of type ${kind}, and is of type ${kindOf(value)}`);
  const number = (at: number): number => {
    const value = any(at);
    if (typeof value !== 'number') throw wrong(at, value, 'Integer or Float');
    return value;
  };
  return {
    count: given.length,
    any,
    number,
    text(at) {
      const value = any(at);
      if (typeof value !== 'string') throw wrong(at, value, 'String');
      return value;
    },
    integer(at) {
      const value = number(at);
      if (!Number.isInteger(value)) throw wrong(at, value, 'Integer');
      return value;
    },
    flag(at) {
      const value = any(at);
      if (typeof value !== 'boolean') throw wrong(at, value, 'Boolean');
      return value;
    },
    array(at) {
      const value = any(at);
      if (!isArray(value)) throw wrong(at, value, 'Array');
      return value;
    },
    object(at) {
      const value = any(at);
      if (!isObject(value)) throw wrong(at, value, 'Object');
      return value;
    },
    all: () => given.map((arg) => arg()),
    refuse,
  };
}

/** What is asked for twice is evaluated once. */
function once(give: () => Json): () => Json {
  let given: { value: Json } | undefined;
  return () => {
    given ??= { value: give() };
    return given.value;
  };
}

/** A function, and how many arguments it takes. */
export interface NamedFunction {
  takes: readonly [least: number, most: number];
  give(args: Arguments): Json;
}

export const taking = (least: number, most: number, give: NamedFunction['give']): NamedFunction => ({
  takes: [least, most],
  give,
});

/** Calls a function by its name. Names differ by more than the case of their letters. */
export function callFrom(
  functions: ReadonlyMap<string, NamedFunction>,
  name: string,
  given: readonly (() => Json)[],
): Json {
  const found = functions.get(name.toLowerCase());
  if (!found) throw new ExpressionError(`There is no function '${name}' that is known here`);
  const args = readArguments(name, given);
  const [least, most] = found.takes;
  if (given.length < least || given.length > most) throw args.refuse(`it has ${given.length} arguments`);
  return found.give(args);
}

export function functionTable(functions: Readonly<Record<string, NamedFunction>>): ReadonlyMap<string, NamedFunction> {
  return new Map(Object.entries(functions).map(([name, one]) => [name.toLowerCase(), one]));
}
