import { isSame, kindOf } from '../../json';
import { type Arguments, taking } from '../arguments';

/** Both arguments are always looked at, but for the branches of `if`. */
export const logicFunctions = {
  and: taking(2, 2, ({ flag }) => [flag(0), flag(1)].every(Boolean)),
  or: taking(2, 2, ({ flag }) => [flag(0), flag(1)].some(Boolean)),
  not: taking(1, 1, ({ flag }) => !flag(0)),
  if: taking(3, 3, ({ flag, any }) => (flag(0) ? any(1) : any(2))),
  equals: taking(2, 2, ({ any, refuse }) => {
    const [one, other] = [any(0), any(1)];
    const kinds = new Set([one, other].map((value) => (typeof value === 'number' ? 'Number' : kindOf(value))));
    if (kinds.size > 1 && !kinds.has('Null')) throw refuse(`${[...kinds].join(' and ')} are not to be compared`);
    return isSame(one, other);
  }),
  greater: taking(2, 2, (args) => compare(args) > 0),
  lessOrEquals: taking(2, 2, (args) => compare(args) <= 0),
};

function compare({ any, number, text }: Arguments): number {
  if (typeof any(0) === 'number') return number(0) - number(1);
  return text(0) < text(1) ? -1 : text(0) === text(1) ? 0 : 1;
}
