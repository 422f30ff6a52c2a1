import { fieldOf, itemOf } from '../language/access';
import { expressionError, NotSimulated } from '../language/m-error';
import { spoken } from '../language/types';
import { binary, logical, nullValue, number, text, type Value } from '../language/values';
import { type Culture, cultureOf } from './culture';
import { functions, isNull, type Library, numberIn, textIn, textsIn, valuesIn } from './define';
import { writeNumber } from './numbers';
import { timeText } from './times';

export async function toText(value: Value, culture: Culture): Promise<Value> {
  switch (value.kind) {
    case 'null':
    case 'text':
      return value;
    case 'number':
      return text(writeNumber(value.value, culture));
    case 'logical':
      return text(String(value.value));
    case 'binary':
      return text(Buffer.from(await value.read()).toString('base64'));
    case 'list':
    case 'record':
    case 'table':
    case 'function':
    case 'type':
      throw expressionError(`We cannot convert ${spoken(value)} to type Text.`);
    default:
      return text(timeText(value, culture));
  }
}

/** What makes a text of a text; null stays null. */
const change = (value: Value, made: (value: string) => string): Value =>
  isNull(value) ? nullValue : text(made(textIn(value)));

function middle(value: string, start: Value, count: Value): string {
  const from = numberIn(start);
  if (from < 0) throw expressionError('The argument must not be negative.', start);
  return value.slice(from, isNull(count) ? undefined : from + numberIn(count));
}

const utf8 = (encoding: Value): void => {
  if (!isNull(encoding) && numberIn(encoding) !== 65001) throw new NotSimulated('an encoding but UTF-8');
};

/** `#{0}` is an item of a list, `#[name]` a field of a record. */
async function filledIn(format: string, args: Value, culture: Culture): Promise<Value> {
  let made = '';
  for (const part of format.split(/(#\{\d+\}|#\[[^\]]+\])/)) {
    const [, index, name] = /^#(?:\{(\d+)\}|\[([^\]]+)\])$/.exec(part) ?? [];
    if (index === undefined && name === undefined) made += part;
    else {
      const value =
        index === undefined ? await fieldOf(args, name ?? '', false) : await itemOf(args, number(Number(index)), false);
      const shown = await toText(value, culture);
      made += isNull(shown) ? '' : textIn(shown);
    }
  }
  return text(made);
}

export const textFunctions = (ofUser: string): Library =>
  functions({
    'Text.From': ['value: any, optional culture: text', (value, culture) => toText(value, cultureOf(culture, ofUser))],
    'Text.Upper': ['text: nullable text, optional culture: text', (value) => change(value, (t) => t.toUpperCase())],
    'Text.Lower': ['text: nullable text, optional culture: text', (value) => change(value, (t) => t.toLowerCase())],
    'Text.Length': ['text: nullable text', (value) => (isNull(value) ? nullValue : number(textIn(value).length))],
    'Text.Start': [
      'text: nullable text, count: number',
      (value, count) => change(value, (t) => t.slice(0, numberIn(count))),
    ],
    'Text.Middle': [
      'text: nullable text, start: number, optional count: number',
      (value, start, count) => change(value, (t) => middle(t, start, count)),
    ],
    'Text.PositionOfAny': [
      'text: text, characters: list',
      async (value, characters) => {
        const at = (await textsIn(characters)).map((one) => textIn(value).indexOf(one)).filter((one) => one >= 0);
        return number(at.length > 0 ? Math.min(...at) : -1);
      },
    ],
    'Text.Combine': [
      'texts: list, optional separator: text',
      async (texts, separator) => {
        const parts = (await valuesIn(texts)).filter((part) => !isNull(part)).map(textIn);
        return text(parts.join(isNull(separator) ? '' : textIn(separator)));
      },
    ],
    'Text.Format': [
      'formatString: text, arguments: any, optional culture: text',
      (format, args, culture) => filledIn(textIn(format), args, cultureOf(culture, ofUser)),
    ],
    'Text.FromBinary': [
      'binary: nullable binary, optional encoding: number',
      async (value, encoding) => {
        utf8(encoding);
        return value.kind === 'binary' ? text(Buffer.from(await value.read()).toString('utf8')) : nullValue;
      },
    ],
    'Text.ToBinary': [
      'text: nullable text, optional encoding: number',
      (value, encoding) => {
        utf8(encoding);
        return isNull(value) ? nullValue : binary(Buffer.from(textIn(value)));
      },
    ],
    'Uri.EscapeDataString': ['data: text', (value) => text(escapeData(textIn(value)))],
  });

/** What RFC 3986 does not reserve stays as it is. */
export const escapeData = (value: string): string =>
  encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

export function toLogical(value: Value): Value {
  if (value.kind === 'null' || value.kind === 'logical') return value;
  if (value.kind === 'number') return logical(value.value !== 0);
  const word = value.kind === 'text' ? value.value.toLowerCase() : '';
  if (word === 'true' || word === 'false') return logical(word === 'true');
  throw expressionError("We couldn't convert to Logical.", value);
}
