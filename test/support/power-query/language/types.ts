import { expressionError } from './m-error';
import { type Column, recordOfValues, typeValue, type Value } from './values';

export const PRIMITIVES = [
  'any',
  'anynonnull',
  'none',
  'null',
  'logical',
  'number',
  'text',
  'date',
  'time',
  'datetime',
  'datetimezone',
  'duration',
  'binary',
  'list',
  'record',
  'table',
  'function',
  'type',
  'action',
] as const;

export type Primitive = (typeof PRIMITIVES)[number];

export type MType =
  | {
      readonly kind: 'primitive';
      readonly primitive: Primitive;
      /** Of one that says more of its values than M checks: `Int64.Type`. */
      readonly name?: string;
    }
  | { readonly kind: 'nullable'; readonly of: MType }
  | { readonly kind: 'list'; readonly item: MType }
  | { readonly kind: 'record'; readonly fields: readonly RecordField[]; readonly isOpen: boolean }
  | { readonly kind: 'table'; readonly columns: readonly Column[] }
  | { readonly kind: 'function' };

export interface RecordField extends Column {
  readonly isOptional: boolean;
}

export const primitive = (name: Primitive): MType => ({ kind: 'primitive', primitive: name });
export const anyType = primitive('any');
export const nullable = (of: MType): MType => (isNullable(of) ? of : { kind: 'nullable', of });

export function isNullable(type: MType): boolean {
  if (type.kind === 'nullable') return true;
  return type.kind === 'primitive' && (type.primitive === 'any' || type.primitive === 'null');
}

export const withoutNull = (type: MType): MType => (type.kind === 'nullable' ? withoutNull(type.of) : type);

/** The kind of value that it is a type of. */
export function primitiveOf(type: MType): Primitive {
  const bare = withoutNull(type);
  if (bare.kind === 'nullable') return 'any';
  return bare.kind === 'primitive' ? bare.primitive : bare.kind;
}

/** For `is`, `as` and the types of parameters, which are all primitive. */
export function conforms(value: Value, type: MType): boolean {
  if (value.kind === 'null') return isNullable(type);
  const wanted = primitiveOf(type);
  return wanted === 'any' || wanted === 'anynonnull' || wanted === value.kind;
}

export function assertConforms(value: Value, type: MType): void {
  if (conforms(value, type)) return;
  throw expressionError(
    `We cannot convert ${spoken(value)} to type ${titleOf(type)}.`,
    recordOfValues({ Value: value, Type: typeValue(type) }),
  );
}

const titleOf = (type: MType): string => {
  const name = primitiveOf(type);
  const title = TITLES[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
  return title;
};

const TITLES: Partial<Record<Primitive, string>> = { datetime: 'DateTime', datetimezone: 'DateTimeZone' };

/** As a message tells of it. */
export function spoken(value: Value): string {
  if (value.kind === 'null') return 'the value null';
  if (value.kind === 'logical' || value.kind === 'number') return `the value ${value.value}`;
  if (value.kind === 'text') return `the value "${value.value}"`;
  return `a value of type ${titleOf(primitive(value.kind))}`;
}

/** As it is written: `nullable Int64.Type`. */
export function typeText(type: MType): string {
  switch (type.kind) {
    case 'primitive':
      return type.name ?? type.primitive;
    case 'nullable':
      return `nullable ${typeText(type.of)}`;
    case 'list':
      return `{${typeText(type.item)}}`;
    case 'function':
      return 'function';
    case 'record':
      return `[${type.fields
        .map(fieldText)
        .concat(type.isOpen ? ['...'] : [])
        .join(', ')}]`;
    case 'table':
      return `table [${type.columns.map(fieldText).join(', ')}]`;
  }
}

const fieldText = (field: Column & { isOptional?: boolean }): string =>
  `${field.isOptional ? 'optional ' : ''}${field.name} = ${typeText(field.type)}`;
