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
