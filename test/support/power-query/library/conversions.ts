import { NotSimulated } from '../language/m-error';
import { type MType, withoutNull } from '../language/types';
import type { Value } from '../language/values';
import type { Culture } from './culture';
import { toInt64, toNumber } from './numbers';
import { toLogical, toText } from './texts';
import { toDate, toDateTime, toDateTimeZone } from './times';

/** How the cells of a column become those of a type: by the function `From` of the type. */
export function conversionTo(type: MType, culture: Culture): (value: Value) => Value | Promise<Value> {
  const bare = withoutNull(type);
  const name = bare.kind === 'primitive' ? (bare.name ?? bare.primitive) : bare.kind;
  switch (name) {
    case 'any':
      return (value) => value;
    case 'text':
      return (value) => toText(value, culture);
    case 'number':
      return (value) => toNumber(value, culture);
    case 'Int64.Type':
      return (value) => toInt64(value, culture);
    case 'logical':
      return toLogical;
    case 'date':
      return (value) => toDate(value, culture);
    case 'datetime':
      return (value) => toDateTime(value, culture);
    case 'datetimezone':
      return (value) => toDateTimeZone(value, culture);
    default:
      throw new NotSimulated(`how to convert a column to ${name}`);
  }
}
