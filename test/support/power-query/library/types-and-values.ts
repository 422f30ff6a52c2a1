import { expressionError, NotSimulated } from '../language/m-error';
import { isNullable, type MType, primitiveOf, spoken, typeText, withoutNull } from '../language/types';
import { logical, number, recordOfValues, type TableValue, typeValue, type Value } from '../language/values';
import { functions, type Library } from './define';
import { MISSING_FIELD } from './missing-field';

const typeIn = (value: Value): MType => {
  if (value.kind === 'type') return value.type;
  throw expressionError(`We cannot convert ${spoken(value)} to type Type.`);
};

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
  'Value.ReplaceType': ['value: any, type: type', (value, type) => withType(value, typeIn(type))],
  'Value.Metadata': ['value: any', async (value) => (await value.metadata?.()) ?? recordOfValues({})],
  'Type.Is': ['type1: type, type2: type', (type, other) => logical(isOneOf(typeIn(type), typeIn(other)))],
  'Type.NonNullable': ['type: type', (type) => typeValue(withoutNull(typeIn(type)))],
  'Type.TableRow': ['table: type', (type) => typeValue(rowType(typeIn(type)))],
  'Type.RecordFields': ['type: type', (type) => recordFields(typeIn(type))],
});

const named = (name: string): Value => typeValue({ kind: 'primitive', primitive: 'number', name });

/** What the library names that is no function. */
export const constants: Library = {
  'Int64.Type': named('Int64.Type'),
  'MissingField.Ignore': number(MISSING_FIELD.Ignore),
};
