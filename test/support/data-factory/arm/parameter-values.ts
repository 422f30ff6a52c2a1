import { isArray, isObject, isSame, type Json, type JsonObject } from '../json';
import type { ArmParameter } from './template';

/** The values of all parameters. A default may use other parameters, so they are found when they are asked for. */
export function parameterValues(
  declared: Readonly<Record<string, ArmParameter>>,
  given: JsonObject,
  resolve: (value: Json) => Json,
): () => JsonObject {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(declared, name));
  if (unknown !== undefined) throw new Error(`The template takes no parameter '${unknown}'`);
  let values: JsonObject | undefined;
  return () => {
    if (values) return values;
    const found: Record<string, Json> = {};
    values = found;
    for (const [name, parameter] of Object.entries(declared)) {
      const value = given[name] ?? (parameter.defaultValue === undefined ? undefined : resolve(parameter.defaultValue));
      if (value === undefined) throw new Error(`The template needs the parameter '${name}'`);
      check(name, parameter, value);
      found[name] = value;
    }
    return values;
  };
}

function check(name: string, { type, allowedValues, minLength = 0, maxLength }: ArmParameter, value: Json): void {
  if (!isOf(type.toLowerCase(), value)) throw new Error(`The parameter '${name}' must be of type ${type}`);
  if (allowedValues && !allowedValues.some((allowed) => isSame(allowed, value))) {
    throw new Error(`The parameter '${name}' must be one of ${JSON.stringify(allowedValues)}`);
  }
  const length = typeof value === 'string' || isArray(value) ? value.length : minLength;
  if (length < minLength || length > (maxLength ?? length))
    throw new Error(`The parameter '${name}' has a wrong length`);
}

function isOf(type: string, value: Json): boolean {
  switch (type) {
    case 'string':
    case 'securestring':
      return typeof value === 'string';
    case 'int':
      return Number.isInteger(value);
    case 'bool':
      return typeof value === 'boolean';
    case 'array':
      return isArray(value);
    case 'object':
    case 'secureobject':
      return isObject(value);
    default:
      return false;
  }
}
