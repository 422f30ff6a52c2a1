import { RUN_ENDS } from '../../../src/contract/openapi/codes';
import { classOfEnd } from '../../../src/contract/runs/class-of-end';

/** Nothing is known of why, or nothing had gone wrong but this app. */
const UNCLEAR = [
  ...['runFailed', 'runPartlyFailed', 'neverStarted', 'deleted', 'startUnconfirmed', 'runNotFound'],
  ...['workspaceUnknown', 'internal'],
];

test('every end that tells why it came has a class', () => {
  const unclear = Object.keys(RUN_ENDS).filter((code) => classOfEnd(code) === 'unknown');
  expect(unclear.filter((code) => !UNCLEAR.includes(code))).toEqual([]);
  for (const code of UNCLEAR) expect(classOfEnd(code)).toBe('unknown');
});

test.each([
  ['databricksForbidden', 'permission'],
  ['jobNotFound', 'userError'],
  ['runSkipped', 'capacity'],
  ['timeoutReached', 'timeout'],
  ['terminated', 'canceled'],
  ['constructor', 'unknown'],
  [null, 'unknown'],
])('an end by %s is of the class %s', (code, expected) => expect(classOfEnd(code)).toBe(expected));
