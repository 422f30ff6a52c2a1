import type { Json } from '../json';

/** An expression, taken apart. Templates of the resource manager and pipelines of Data Factory share this grammar. */
export type Expression = Literal | Call | Access;

export interface Literal {
  kind: 'literal';
  value: Json;
}

export interface Call {
  kind: 'call';
  name: string;
  args: readonly Expression[];
}

/** `of.name`, `of?.name`, `of['name']` or `of[0]`. */
export interface Access {
  kind: 'access';
  of: Expression;
  key: Expression;
  /** Whether what is missing gives null, and no error. */
  isSafe: boolean;
}

/** The expression and all that are within it, the outer ones first. */
export function withAllWithin(expression: Expression): Expression[] {
  switch (expression.kind) {
    case 'literal':
      return [expression];
    case 'call':
      return [expression, ...expression.args.flatMap(withAllWithin)];
    case 'access':
      return [expression, ...withAllWithin(expression.of), ...withAllWithin(expression.key)];
  }
}

/** The texts that a function is called with: X of `activity('X')`. */
export function namesGivenTo(name: string, expressions: readonly Expression[]): string[] {
  return expressions.flatMap((one) => {
    if (one.kind !== 'call' || one.name.toLowerCase() !== name.toLowerCase()) return [];
    const [first] = one.args;
    return first?.kind === 'literal' ? [String(first.value)] : [];
  });
}

/** The name in `pipeline().parameters.NAME`. */
export function parameterOf(one: Expression): string | undefined {
  if (one.kind !== 'access' || one.key.kind !== 'literal' || one.of.kind !== 'access') return undefined;
  const { of, key } = one.of;
  const isParameters = key.kind === 'literal' && key.value === 'parameters';
  if (!isParameters || of.kind !== 'call' || of.name.toLowerCase() !== 'pipeline') return undefined;
  return String(one.key.value);
}
