import { errorRecord, expressionError, MError } from './m-error';
import { spoken } from './types';
import { nullValue, type RecordValue, text, type Value } from './values';

/** What `error x` raises: a text is the message, a record has the fields of an error. */
export async function raised(value: Value): Promise<MError> {
  if (value.kind === 'text') {
    return new MError(errorRecord(text('Expression.Error'), value, nullValue), `Expression.Error: ${value.value}`);
  }
  if (value.kind !== 'record') return expressionError(`We cannot convert ${spoken(value)} to type Record.`);
  const [reason, message] = [await fieldOrNull(value, 'Reason'), await fieldOrNull(value, 'Message')];
  const detail = await fieldOrNull(value, 'Detail');
  const parameters = await fieldOrNull(value, 'Message.Parameters');
  return new MError(
    errorRecord(reason.kind === 'null' ? text('Expression.Error') : reason, message, detail, parameters),
    `${plainText(reason)}: ${plainText(message)}`,
  );
}

const fieldOrNull = async (record: RecordValue, name: string): Promise<Value> =>
  (await record.fields.get(name)?.()) ?? nullValue;

const plainText = (value: Value) => (value.kind === 'text' ? value.value : value.kind);
