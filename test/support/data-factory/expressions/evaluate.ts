import { isArray, isObject, type Json, kindOf } from '../json';
import { ExpressionError } from './expression-error';
import type { Access, Expression } from './syntax';

/** Answers a call of a function. Arguments are evaluated when they are asked for, as the branches of `if` must be. */
export type Functions = (name: string, args: readonly (() => Json)[]) => Json;

export function evaluate(expression: Expression, functions: Functions, source: string): Json {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'call':
      return functions(
        expression.name,
        expression.args.map((arg) => () => evaluate(arg, functions, source)),
      );
    case 'access':
      return access(expression, functions, source);
  }
}

function access({ of, key, isSafe }: Access, functions: Functions, source: string): Json {
  const value = evaluate(of, functions, source);
  const name = evaluate(key, functions, source);
  const refuse = (why: string) => new ExpressionError(`The expression '${source}' cannot be evaluated because ${why}`);
  if (value === null && isSafe) return null;
  if (isArray(value)) {
    if (typeof name !== 'number') throw refuse(`array elements are selected by an integer, and not by '${name}'`);
    const item = value[name];
    if (item === undefined && !isSafe) throw refuse(`array index '${name}' is outside bounds (0, ${value.length - 1})`);
    return item ?? null;
  }
  if (!isObject(value)) {
    throw refuse(`property '${name}' cannot be selected: there is none on a value of type '${kindOf(value)}'`);
  }
  if (typeof name !== 'string') throw refuse(`properties are selected by a text, and not by '${name}'`);
  const property = Object.hasOwn(value, name) ? value[name] : undefined;
  if (property !== undefined) return property;
  if (isSafe) return null;
  throw refuse(`property '${name}' doesn't exist, available properties are '${Object.keys(value).join(', ')}'`);
}
