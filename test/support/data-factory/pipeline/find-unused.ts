import { expressionsWithin } from '../expressions/resolve';
import { namesGivenTo, parameterOf } from '../expressions/syntax';
import type { Json } from '../json';
import type { Pipeline } from './definition';

/** Parameters and variables that no expression reads. Data Factory takes them; whoever reads the pipeline wonders. */
export function findUnused({ name: pipeline, activities, parameters, variables }: Pipeline): string[] {
  const expressions = expressionsWithin(activities as unknown as Json);
  const read = {
    parameter: expressions.flatMap((one) => parameterOf(one) ?? []),
    variable: namesGivenTo('variables', expressions),
  };
  const unused = (what: keyof typeof read, declared: object) =>
    Object.keys(declared)
      .filter((name) => !read[what].includes(name))
      .map((name) => `Nothing in ${pipeline} uses the ${what} '${name}'`);
  return [...unused('parameter', parameters), ...unused('variable', variables)];
}
