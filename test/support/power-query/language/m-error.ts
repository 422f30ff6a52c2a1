import { nullValue, type RecordValue, recordOfValues, text, type Value } from './values';

/** An error of M: a record, which `try` catches. */
export class MError extends Error {
  constructor(
    readonly record: RecordValue,
    message: string,
  ) {
    super(message);
    this.name = 'MError';
  }
}

export function errorRecord(reason: Value, message: Value, detail: Value, parameters: Value = nullValue): RecordValue {
  return recordOfValues({
    Reason: reason,
    Message: message,
    Detail: detail,
    'Message.Format': message,
    'Message.Parameters': parameters,
  });
}

export function mError(reason: string, message: string, detail: Value = nullValue): MError {
  return new MError(errorRecord(text(reason), text(message), detail), `${reason}: ${message}`);
}

export const expressionError = (message: string, detail?: Value) => mError('Expression.Error', message, detail);

export const dataFormatError = (message: string, detail?: Value) => mError('DataFormat.Error', message, detail);

/** Something that this simulation can't do. No `try` of a query hides it. */
export class NotSimulated extends Error {
  constructor(what: string) {
    super(`The simulated Power Query does not know ${what}.`);
    this.name = 'NotSimulated';
  }
}
