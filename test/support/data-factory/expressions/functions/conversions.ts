import { isArray, isObject, type Json } from '../../json';
import { type Arguments, taking } from '../arguments';
import { ExpressionError } from '../expression-error';

const MANY = Number.MAX_SAFE_INTEGER;
const encode = taking(1, 1, ({ text }) =>
  encodeURIComponent(text(0)).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
);
const decode = taking(1, 1, ({ text }) => decodeURIComponent(text(0)));
const fromBase64 = taking(1, 1, ({ text }) => Buffer.from(text(0), 'base64').toString());

export const conversionFunctions = {
  coalesce: taking(1, MANY, ({ all }) => all().find((value) => value !== null) ?? null),
  string: taking(1, 1, ({ any }) => asText(any(0))),
  json: taking(1, 1, readJson),
  int: taking(1, 1, ({ any, refuse }) => {
    const value = any(0);
    if (typeof value === 'number' && Number.isInteger(value)) return value;
    if (typeof value === 'string' && /^\s*-?\d+\s*$/.test(value)) return Number(value);
    throw refuse(`'${JSON.stringify(value)}' is no integer`);
  }),
  float: taking(1, 1, ({ text, refuse }) => {
    if (!/^-?\d+(\.\d+)?$/.test(text(0))) throw refuse(`'${text(0)}' is no number`);
    return Number(text(0));
  }),
  bool: taking(1, 1, ({ any, refuse }) => {
    const value = any(0);
    const read = new Map<Json, boolean>([
      [true, true],
      [false, false],
      [1, true],
      [0, false],
      ['true', true],
      ['false', false],
    ]).get(typeof value === 'string' ? value.toLowerCase() : value);
    if (read === undefined) throw refuse(`'${JSON.stringify(value)}' is neither true nor false`);
    return read;
  }),
  base64: taking(1, 1, ({ text }) => Buffer.from(text(0)).toString('base64')),
  base64ToString: fromBase64,
  decodeBase64: fromBase64,
  uriComponent: encode,
  encodeUriComponent: encode,
  uriComponentToString: decode,
  decodeUriComponent: decode,
};

/**
 * A value as a text. Objects have spaces between their signs, as the documentation shows them: whoever compares such texts
 * is wrong. What becomes of null and of flags is not documented, so nothing may depend on it.
 */
export function asText(value: Json): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (isObject(value) && Object.keys(value).length === 0) return '{ }';
  if (isArray(value) || isObject(value)) return JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');
  throw new ExpressionError(`${value} has no text that is documented`);
}

function readJson({ any, text, refuse }: Arguments): Json {
  if (any(0) === null) return {};
  try {
    return JSON.parse(text(0)) as Json;
  } catch (error) {
    if (error instanceof ExpressionError) throw error;
    throw refuse(`'${text(0)}' is no JSON`);
  }
}
