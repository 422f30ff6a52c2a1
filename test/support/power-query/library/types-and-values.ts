import { expressionError, NotSimulated } from '../language/m-error';
import {
  anyType,
  conforms,
  isNullable,
  type MType,
  primitive,
  primitiveOf,
  spoken,
  typeText,
  withoutNull,
} from '../language/types';
import {
  logical,
  number,
  recordOfValues,
  type TableValue,
  text,
  typeValue,
  type Value,
  withMetadata,
} from '../language/values';
import { functions, type Library, recordIn, tableIn } from './define';
import { MISSING_FIELD } from './missing-field';

const typeIn = (value: Value): MType => {
  if (value.kind === 'type') return value.type;
  throw expressionError(`We cannot convert ${spoken(value)} to type Type.`);
};

function typeOf(value: Value): MType {
  if (value.kind === 'table') return { kind: 'table', columns: value.columns };
  if (value.kind === 'record') {
    const fields = [...value.fields.keys()].map((name) => ({ name, type: anyType, isOptional: false }));
    return { kind: 'record', fields, isOpen: false };
  }
  if (value.kind === 'list') return { kind: 'list', item: anyType };
  return primitive(value.kind);
}

/** Whether every value of that type is one of the other type, too. */
function isOneOf(type: MType, other: MType): boolean {
  const [wanted, bare] = [primitiveOf(other), withoutNull(other)];
  if (wanted === 'any') return true;
  if ((isNullable(type) && !isNullable(other)) || primitiveOf(type) !== wanted) return false;
  if (bare.kind === 'primitive' && bare.name === undefined) return true;
  throw new NotSimulated(`whether every ${typeText(type)} is a ${typeText(other)}`);
}

function rowType(type: MType): MType {
  if (type.kind === 'table') {
    const fields = type.columns.map(({ name, type: ofColumn }) => ({ name, type: ofColumn, isOptional: false }));
    return { kind: 'record', fields, isOpen: false };
  }
  if (primitiveOf(type) === 'table') return { kind: 'record', fields: [], isOpen: true };
  throw expressionError('The type of a table is needed here.');
}

function recordFields(type: MType): Value {
  if (type.kind !== 'record') throw expressionError('The type of a record is needed here.');
  return recordOfValues(
    Object.fromEntries(
      type.fields.map((field) => [
        field.name,
        recordOfValues({ Type: typeValue(field.type), Optional: logical(field.isOptional) }),
      ]),
    ),
  );
}

function withType(value: Value, type: MType): Value {
  if (value.kind === 'table' && type.kind === 'table') {
    if (type.columns.length !== value.columns.length) {
      throw expressionError('The type has another number of columns than the table.');
    }
    const retyped: TableValue = { ...value, columns: type.columns };
    return retyped;
  }
  if (value.kind === 'table') throw expressionError('The type of a table is needed here.');
  return value;
}

export const typeFunctions: Library = functions({
  'Value.Type': ['value: any', (value) => typeValue(typeOf(value))],
  'Value.Is': ['value: any, type: type', (value, type) => logical(conforms(value, typeIn(type)))],
  'Value.As': [
    'value: any, type: type',
    (value, type) => {
      if (conforms(value, typeIn(type))) return value;
      throw expressionError(`We cannot convert ${spoken(value)} to another type.`);
    },
  ],
  'Value.ReplaceType': ['value: any, type: type', (value, type) => withType(value, typeIn(type))],
  'Value.Metadata': ['value: any', async (value) => (await value.metadata?.()) ?? recordOfValues({})],
  'Value.RemoveMetadata': ['value: any', (value): Value => ({ ...value, metadata: undefined })],
  'Value.ReplaceMetadata': [
    'value: any, metadata: record',
    (value, metadata) => withMetadata(value, async () => recordIn(metadata)),
  ],
  'Type.Is': ['type1: type, type2: type', (type, other) => logical(isOneOf(typeIn(type), typeIn(other)))],
  'Type.IsNullable': ['type: type', (type) => logical(isNullable(typeIn(type)))],
  'Type.NonNullable': ['type: type', (type) => typeValue(withoutNull(typeIn(type)))],
  'Type.TableRow': ['table: type', (type) => typeValue(rowType(typeIn(type)))],
  'Type.RecordFields': ['type: type', (type) => recordFields(typeIn(type))],
  'Type.ForRecord': [
    'fields: record, open: logical',
    async (fields, open) => {
      const made: { name: string; type: MType; isOptional: boolean }[] = [];
      for (const [name, field] of recordIn(fields).fields) {
        const { fields: facts } = recordIn(await field());
        const type = await facts.get('Type')?.();
        const optional = await facts.get('Optional')?.();
        if (type?.kind !== 'type' || optional?.kind !== 'logical') {
          throw expressionError('Each field needs a Type and an Optional.', await field());
        }
        made.push({ name, type: type.type, isOptional: optional.value });
      }
      return typeValue({ kind: 'record', fields: made, isOpen: open.kind === 'logical' && open.value });
    },
  ],
  'Table.Schema': [
    'table: table',
    (table) => {
      const columns = tableIn(table).columns.map(
        ({ name, type }, at) => [text(name), number(at), text(nameOf(type)), logical(isNullable(type))] as const,
      );
      const names = ['Name', 'Position', 'TypeName', 'IsNullable'];
      return {
        kind: 'table',
        columns: names.map((name) => ({ name, type: anyType })),
        async *rows() {
          for (const cells of columns) yield cells.map((cell) => async () => cell);
        },
      };
    },
  ],
});

/** `Int64.Type`, and for those without a name of their own `Text.Type` and the like. */
function nameOf(type: MType): string {
  const bare = withoutNull(type);
  if (bare.kind === 'primitive' && bare.name) return bare.name;
  const name = primitiveOf(bare);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}.Type`;
}

const named = (name: string): Value => typeValue({ kind: 'primitive', primitive: 'number', name });

/** What the library names that is no function. */
export const constants: Library = {
  'Int64.Type': named('Int64.Type'),
  'Currency.Type': named('Currency.Type'),
  'Percentage.Type': named('Percentage.Type'),
  'Any.Type': typeValue(anyType),
  'Text.Type': typeValue(primitive('text')),
  'Number.Type': typeValue(primitive('number')),
  'Logical.Type': typeValue(primitive('logical')),
  'Date.Type': typeValue(primitive('date')),
  'DateTime.Type': typeValue(primitive('datetime')),
  'DateTimeZone.Type': typeValue(primitive('datetimezone')),
  'MissingField.Error': number(MISSING_FIELD.Error),
  'MissingField.Ignore': number(MISSING_FIELD.Ignore),
  'MissingField.UseNull': number(MISSING_FIELD.UseNull),
  'TextEncoding.Utf8': number(65001),
  'BinaryEncoding.Base64': number(0),
};
