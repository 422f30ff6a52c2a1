import { taking } from '../arguments';

const MANY = Number.MAX_SAFE_INTEGER;
const lower = (text: string) => text.toLowerCase();

/** They work on texts only: what is none has to go through `string` first. */
export const textFunctions = {
  concat: taking(1, MANY, ({ count, text }) => Array.from({ length: count }, (_, at) => text(at)).join('')),
  startsWith: taking(2, 2, ({ text }) => lower(text(0)).startsWith(lower(text(1)))),
  endsWith: taking(2, 2, ({ text }) => lower(text(0)).endsWith(lower(text(1)))),
  indexOf: taking(2, 2, ({ text }) => lower(text(0)).indexOf(lower(text(1)))),
  replace: taking(3, 3, ({ text }) => text(0).replaceAll(text(1), text(2).replaceAll('$', '$$$$'))),
  split: taking(2, 2, ({ text }) => text(0).split(text(1))),
  substring: taking(2, 3, ({ count, text, integer, refuse }) => {
    const [whole, start] = [text(0), integer(1)];
    const length = count === 3 ? integer(2) : whole.length - start;
    if (start < 0 || length < 0 || start + length > whole.length) throw refuse(`'${whole}' is too short`);
    return whole.slice(start, start + length);
  }),
  toLower: taking(1, 1, ({ text }) => lower(text(0))),
  toUpper: taking(1, 1, ({ text }) => text(0).toUpperCase()),
  trim: taking(1, 1, ({ text }) => text(0).trim()),
};
