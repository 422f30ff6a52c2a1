import { resolveTemplate } from '../../support/data-factory/arm/resolve-template';
import type { ArmResource, ArmTemplate } from '../../support/data-factory/arm/template';
import type { JsonObject } from '../../support/data-factory/json';
import type { Pipeline } from '../../support/data-factory/pipeline/definition';
import { readFactory } from '../../support/data-factory/pipeline/read-factory';

export const asTemplate = (made: object): ArmTemplate => JSON.parse(JSON.stringify(made));

/** What the import of a template makes, if whatever it asks for is given. */
export function imported(template: ArmTemplate): ArmResource[] {
  const asked = Object.entries(template.parameters ?? {}).filter(([, { defaultValue }]) => defaultValue === undefined);
  return resolveTemplate(template, Object.fromEntries(asked.map(([name]) => [name, `the-${name}`])) as JsonObject);
}

export const pipelinesOf = (template: ArmTemplate): Pipeline[] => [
  ...readFactory(imported(template)).pipelines.values(),
];
