import { expressionsOf } from '../expressions/content';
import { textsIn } from '../expressions/resolve';
import { type Expression, namesGivenTo, withAllWithin } from '../expressions/syntax';
import type { Json, JsonObject } from '../json';
import { isArmFunction } from './arm-functions';
import { readArmText } from './read-arm-text';
import type { ArmTemplate } from './template';

/** What does not resolve anywhere in a template, in branches that are not taken, too, and what nothing in it uses. */
export function checkTemplate(template: ArmTemplate): string[] {
  const read = textsIn(template as unknown as Json).map(readText);
  const expressions = read.flatMap(({ found }) => found);
  return [
    ...read.flatMap(({ problems }) => problems),
    ...expressions.flatMap((one) =>
      one.kind === 'call' && !isArmFunction(one.name) ? [`There is no function '${one.name}' that is known here`] : [],
    ),
    ...compared('parameter', namesGivenTo('parameters', expressions), template.parameters ?? {}),
    ...compared('variable', namesGivenTo('variables', expressions), template.variables ?? {}),
  ];
}

function readText(text: string): { found: Expression[]; problems: string[] } {
  try {
    return { found: expressionsOf(readArmText(text)).flatMap(withAllWithin), problems: [] };
  } catch (error) {
    return { found: [], problems: [(error as Error).message] };
  }
}

const compared = (what: string, used: readonly string[], declared: JsonObject | ArmTemplate['parameters'] = {}) => [
  ...used.filter((name) => !Object.hasOwn(declared, name)).map((name) => `The template has no ${what} '${name}'`),
  ...Object.keys(declared)
    .filter((name) => !used.includes(name))
    .map((name) => `Nothing in the template uses the ${what} '${name}'`),
];
