import { NotSimulated } from './m-error';
import type { Lazy } from './values';

/** What the names mean at one place of a query. */
export interface Environment {
  readonly names: ReadonlyMap<string, Lazy>;
  readonly outer?: Environment | undefined;
  /** What is just being defined here, and can be meant only by `@`. */
  readonly defining?: string | undefined;
}

export const within = (outer: Environment, names: ReadonlyMap<string, Lazy>): Environment => ({ names, outer });

export function lookUp(name: string, isInclusive: boolean, environment: Environment): Lazy {
  for (let at: Environment | undefined = environment; at; at = at.outer) {
    const found = isInclusive || at.defining !== name ? at.names.get(name) : undefined;
    if (found) return found;
  }
  throw new NotSimulated(`the name ${name}`);
}

/** Definitions that can mean each other by their names, as those of a `let` and the fields of a record. */
export function defineTogether(
  definitions: readonly (readonly [name: string, define: (environment: Environment) => Lazy])[],
  outer: Environment,
): { names: ReadonlyMap<string, Lazy>; environment: Environment } {
  const names = new Map<string, Lazy>();
  for (const [name, define] of definitions) names.set(name, define({ names, outer, defining: name }));
  return { names, environment: { names, outer } };
}
