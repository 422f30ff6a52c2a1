import { classOfEnd } from '../../../src/contract/runs/class-of-end';

test.each([
  ['databricksForbidden', 'permission'],
  ['jobNotFound', 'userError'],
  ['runSkipped', 'capacity'],
  ['timeoutReached', 'timeout'],
  ['terminated', 'canceled'],
  ['startUnconfirmed', 'unknown'],
  ['ofALaterVersion', 'unknown'],
  ['constructor', 'unknown'],
  [null, 'unknown'],
])('an end by %s is of the class %s', (code, expected) => expect(classOfEnd(code)).toBe(expected));
