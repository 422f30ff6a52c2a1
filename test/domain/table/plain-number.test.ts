import fc from 'fast-check';
import { plainNumber } from '../../../src/domain/table/plain-number';

test.each([
  [0, '0'],
  [-0, '0'],
  [1.5, '1.5'],
  [-1e-7, '-0.0000001'],
  [1.25e-9, '0.00000000125'],
  [1e21, `1${'0'.repeat(21)}`],
  [-1.25e22, `-125${'0'.repeat(20)}`],
])('%d is written as %s', (value, text) => expect(plainNumber(value)).toBe(text));

test('any number is written without an exponent, and reads as the same number', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(plainNumber(value)).toMatch(/^-?\d+(\.\d+)?$/);
      expect(Number(plainNumber(value))).toBe(value + 0);
    }),
  );
});
