import { taking } from '../arguments';

export const numberFunctions = {
  add: taking(2, 2, ({ number }) => number(0) + number(1)),
  sub: taking(2, 2, ({ number }) => number(0) - number(1)),
  div: taking(2, 2, ({ number, refuse }) => {
    const [dividend, divisor] = [number(0), number(1)];
    if (divisor === 0) throw refuse('it divides by zero');
    const quotient = dividend / divisor;
    return Number.isInteger(dividend) && Number.isInteger(divisor) ? Math.trunc(quotient) : quotient;
  }),
  mod: taking(2, 2, ({ number, refuse }) => {
    if (number(1) === 0) throw refuse('it divides by zero');
    return number(0) % number(1);
  }),
};
