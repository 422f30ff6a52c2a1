import type { Schema } from '../../openapi/types';

/** What a schema of OpenAPI 2.0 may hold that stands in ours in the same words. */
const SAME_WORDS = [
  'format',
  'enum',
  'default',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'pattern',
  'required',
];

const COMPONENT = '#/components/schemas/';

/**
 * A schema of today in the words of OpenAPI 2.0, which knows no choice between schemas. What may be null says so in an
 * extension; what may be of several types is of any. `named` finds what a reference refers to.
 */
export function toSwagger(schema: Schema, named: (name: string) => Schema): Schema {
  const convert = (part: Schema) => toSwagger(part, named);
  const { anyOf, $ref, const: constant, properties, items, additionalProperties } = schema;
  if (Array.isArray(anyOf)) return oneChoice(anyOf.filter(isSchema), schema, named);
  if (typeof $ref === 'string') return { $ref: `#/definitions/${nameIn($ref)}` };
  return {
    ...typeOf(schema),
    ...Object.fromEntries(Object.entries(schema).filter(([word]) => SAME_WORDS.includes(word))),
    ...describe(schema),
    ...(constant !== undefined && { enum: [constant] }),
    ...(isSchema(properties) && { properties: propertiesOf(properties, convert) }),
    ...(isSchema(items) && { items: convert(items) }),
    ...(isSchema(additionalProperties) && { additionalProperties: convert(additionalProperties) }),
  };
}

export const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nameIn = (reference: string) => reference.slice(COMPONENT.length);

function oneChoice(choices: readonly Schema[], schema: Schema, named: (name: string) => Schema): Schema {
  const [only, ...others] = choices.filter(({ type }) => type !== 'null');
  const isNullable = 1 + others.length < choices.length;
  if (!only || others.length > 0) return describe(schema);
  // Beside a reference nothing else would count.
  const whole = isNullable && typeof only.$ref === 'string' ? named(nameIn(only.$ref)) : only;
  return { ...toSwagger(whole, named), ...describe(schema), ...(isNullable && { 'x-nullable': true }) };
}

function typeOf({ type }: Schema): Schema {
  if (!Array.isArray(type)) return typeof type === 'string' ? { type } : {};
  const [only, ...others] = type.filter((each) => each !== 'null');
  return others.length > 0 ? {} : { type: only, ...(type.includes('null') && { 'x-nullable': true }) };
}

/** The name that people see stands at each field, since designers show no other. */
function propertiesOf(properties: Schema, convert: (part: Schema) => Schema): Schema {
  const fields = Object.entries(properties).flatMap(([name, part]) => (isSchema(part) ? [[name, part] as const] : []));
  return Object.fromEntries(
    fields.map(([name, part]) => {
      const field = convert(part);
      return [name, field.$ref ? field : { ...field, 'x-ms-summary': titleOf(name) }];
    }),
  );
}

/** What people see is plain text. */
export const plain = (text: string): string => text.replaceAll('`', "'");

function describe({ description }: Schema): Schema {
  return typeof description === 'string' ? { description: plain(description) } : {};
}

/** `pageUrl` and `job_parameters` as `Page URL` and `Job Parameters`. */
export function titleOf(name: string): string {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').split(/[ _-]/);
  return words.map((word) => CAPITALS[word.toLowerCase()] ?? word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}

const CAPITALS: Readonly<Record<string, string>> = { id: 'ID', ids: 'IDs', url: 'URL', sql: 'SQL' };
