import { fieldOf, missingField, project } from '../language/access';
import { errorRecord, expressionError } from '../language/m-error';
import {
  listOf,
  listOfValues,
  logical,
  nullValue,
  number,
  type RecordValue,
  ready,
  recordOf,
  text,
  type Value,
} from '../language/values';
import { functions, isNull, itemsIn, type Library, namesIn, numberIn, recordIn, textIn, textsIn } from './define';
import { MISSING_FIELD } from './missing-field';

async function without(record: RecordValue, names: readonly string[], missing: Value): Promise<RecordValue> {
  const ignored = !isNull(missing) && numberIn(missing) !== MISSING_FIELD.Error;
  for (const name of names) if (!ignored && !record.fields.has(name)) throw missingField(name, record);
  return recordOf([...record.fields].filter(([name]) => !names.includes(name)));
}

async function selected(record: RecordValue, names: readonly string[], missing: Value): Promise<Value> {
  const policy = isNull(missing) ? MISSING_FIELD.Error : numberIn(missing);
  if (policy === MISSING_FIELD.Error) return project(record, names, false);
  const wanted = policy === MISSING_FIELD.Ignore ? names.filter((name) => record.fields.has(name)) : names;
  return project(record, wanted, true);
}

export const recordFunctions: Library = functions({
  'Record.Field': ['record: record, field: text', (record, field) => fieldOf(record, textIn(field), false)],
  'Record.FieldOrDefault': [
    'record: nullable record, field: text, optional defaultValue: any',
    async (record, field, instead) =>
      record.kind === 'record' ? ((await record.fields.get(textIn(field))?.()) ?? instead) : instead,
  ],
  'Record.FieldNames': ['record: record', (record) => listOfValues([...recordIn(record).fields.keys()].map(text))],
  'Record.FieldValues': ['record: record', (record) => listOf([...recordIn(record).fields.values()])],
  'Record.FieldCount': ['record: record', (record) => number(recordIn(record).fields.size)],
  'Record.HasFields': [
    'record: record, fields: any',
    async (record, fields) => logical((await namesIn(fields)).every((name) => recordIn(record).fields.has(name))),
  ],
  'Record.FromList': [
    'list: list, fields: any',
    async (list, fields) => {
      const [items, names] = [await itemsIn(list), await textsIn(fields)];
      if (items.length !== names.length)
        throw expressionError('The number of fields does not match that of the values.');
      return recordOf(names.map((name, at) => [name, items[at] ?? ready(nullValue)] as const));
    },
  ],
  'Record.SelectFields': [
    'record: record, fields: any, optional missingField: number',
    async (record, fields, missing) => selected(recordIn(record), await namesIn(fields), missing),
  ],
  'Record.RemoveFields': [
    'record: record, fields: any, optional missingField: number',
    async (record, fields, missing) => without(recordIn(record), await namesIn(fields), missing),
  ],
  'Error.Record': [
    'reason: text, optional message: text, optional detail: any, optional parameters: list',
    (reason, message, detail, parameters) => errorRecord(reason, message, detail, parameters),
  ],
});
