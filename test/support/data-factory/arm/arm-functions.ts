import { type NamedFunction, taking } from '../expressions/arguments';
import { asText } from '../expressions/functions/conversions';
import { logicFunctions } from '../expressions/functions/logic';
import { numberFunctions } from '../expressions/functions/numbers';
import { textFunctions } from '../expressions/functions/text';
import type { Json } from '../json';
import { DEPLOYED_TO } from './template';

const MANY = Number.MAX_SAFE_INTEGER;

export interface ArmValues {
  parameter(name: string): Json;
  variable(name: string): Json;
}

/** All that our templates may use. A template with another function is refused by its name. */
export const armFunctions = ({ parameter, variable }: ArmValues): Record<string, NamedFunction> => ({
  parameters: taking(1, 1, ({ text }) => parameter(text(0))),
  variables: taking(1, 1, ({ text }) => variable(text(0))),
  concat: taking(1, MANY, ({ all }) => all().map(asText).join('')),
  format: taking(1, MANY, ({ text, all, refuse }) => {
    const [, ...values] = all();
    return text(0).replace(/\{(\d+)\}/g, (_, at) => {
      const value = values[Number(at)];
      if (value === undefined) throw refuse(`there is no value {${at}}`);
      return asText(value);
    });
  }),
  resourceId: taking(2, MANY, ({ text, count, refuse }) => {
    const [namespace = '', ...types] = text(0).split('/');
    if (types.length !== count - 1) throw refuse(`'${text(0)}' needs ${types.length} names`);
    const path = types.map((type, at) => `${type}/${text(at + 1)}`).join('/');
    return `/subscriptions/${DEPLOYED_TO.subscription}/resourceGroups/${DEPLOYED_TO.group}/providers/${namespace}/${path}`;
  }),
  length: taking(1, 1, ({ text }) => text(0).length),
  if: logicFunctions.if,
  equals: logicFunctions.equals,
  endsWith: textFunctions.endsWith,
  substring: textFunctions.substring,
  sub: numberFunctions.sub,
});

const NAMES = new Set(
  Object.keys(armFunctions({ parameter: () => null, variable: () => null })).map((name) => name.toLowerCase()),
);

export const isArmFunction = (name: string): boolean => NAMES.has(name.toLowerCase());
