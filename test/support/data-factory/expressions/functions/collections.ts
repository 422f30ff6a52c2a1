import { isArray, isObject, isSame, type Json } from '../../json';
import { type Arguments, taking } from '../arguments';

const MANY = Number.MAX_SAFE_INTEGER;

export const collectionFunctions = {
  contains: taking(2, 2, ({ any, text, refuse }) => {
    const [collection, wanted] = [any(0), any(1)];
    if (isArray(collection)) return collection.some((item) => isSame(item, wanted));
    if (isObject(collection)) return Object.hasOwn(collection, text(1));
    if (typeof collection === 'string') return collection.includes(text(1));
    throw refuse('its first argument is no collection');
  }),
  empty: taking(1, 1, ({ any, refuse }) => {
    const value = any(0);
    if (isObject(value)) return Object.keys(value).length === 0;
    return lengthOf(value, refuse) === 0;
  }),
  length: taking(1, 1, ({ any, refuse }) => lengthOf(any(0), refuse)),
  first: taking(1, 1, (args) => textOrArray(args).at(0) ?? null),
  last: taking(1, 1, (args) => textOrArray(args).at(-1) ?? null),
  join: taking(2, 2, ({ array, text, refuse }) =>
    array(0)
      .map((item) => {
        if (typeof item === 'string' || typeof item === 'number') return String(item);
        throw refuse('its items must be texts');
      })
      .join(text(1)),
  ),
  skip: taking(2, 2, ({ array, integer }) => array(0).slice(integer(1))),
  take: taking(2, 2, ({ array, integer }) => array(0).slice(0, integer(1))),
  createArray: taking(1, MANY, ({ all }) => all()),
  range: taking(2, 2, ({ integer }) => Array.from({ length: integer(1) }, (_, at) => integer(0) + at)),
};

function lengthOf(value: Json, refuse: Arguments['refuse']): number {
  if (typeof value === 'string' || isArray(value)) return value.length;
  throw refuse('its argument is no collection');
}

function textOrArray({ any, refuse }: Arguments): string | readonly Json[] {
  const value = any(0);
  if (typeof value === 'string' || isArray(value)) return value;
  throw refuse('its argument is no text and no array');
}
