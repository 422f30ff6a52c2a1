import { callFrom, functionTable } from '../expressions/arguments';
import { evaluate } from '../expressions/evaluate';
import { ExpressionError } from '../expressions/expression-error';
import { isArray, isObject, type Json, type JsonObject } from '../json';
import { armFunctions } from './arm-functions';
import { parameterValues } from './parameter-values';
import { readArmText } from './read-arm-text';
import type { ArmResource, ArmTemplate } from './template';

/** The resources that a deployment of the template makes. */
export function resolveTemplate(template: ArmTemplate, given: JsonObject): ArmResource[] {
  const parameters = parameterValues(template.parameters ?? {}, given, resolveArm);
  const { variables = {} } = template;

  function resolveArm(value: Json): Json {
    if (isArray(value)) return value.map(resolveArm);
    if (isObject(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, property]) => [name, resolveArm(property)]));
    }
    if (typeof value !== 'string') return value;
    const content = readArmText(value);
    if (content.kind === 'text') return content.text;
    return evaluate(content.expression, (name, args) => callFrom(functions, name, args), content.source);
  }
  const functions = functionTable(
    armFunctions({
      parameter: (name) => find(parameters(), name, 'parameter'),
      variable: (name) => resolveArm(find(variables, name, 'variable')),
    }),
  );
  parameters();
  return template.resources.map((resource) => resolveArm(resource as unknown as Json) as unknown as ArmResource);
}

function find(values: JsonObject, name: string, what: string): Json {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw new ExpressionError(`The template has no ${what} '${name}'`);
  return value;
}
