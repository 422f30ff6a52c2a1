import fc from 'fast-check';
import { oneLine } from '../../../src/domain/texts/one-line';

test('breaks, control characters and colours are gone', () => {
  expect(oneLine(' \u001b[0;31mNameError\u001b[0m:\r\n\tname  "x"\u0000 is\u2028not defined \n')).toBe(
    'NameError: name "x" is not defined',
  );
});

test('a token that was coloured or broken up by control characters is found all the same', () => {
  expect(oneLine('dapi\u001b[1m0123\u00004567')).toBe('[redacted]');
});

test('a text that is too long is cut, between characters', () => {
  expect(oneLine('x'.repeat(1000))).toBe('x'.repeat(1000));
  expect(oneLine('x'.repeat(1001))).toBe(`${'x'.repeat(999)}…`);
  expect(oneLine(`${'x'.repeat(998)}😀😀`)).toBe(`${'x'.repeat(998)}…`);
});

test('a secret at the place of the cut does not show its first half', () => {
  expect(oneLine(`${'x'.repeat(990)} dapi${'0'.repeat(40)}`)).not.toContain('dapi');
});

test('whatever comes in, one well-formed line of at most 1000 characters comes out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3000, size: 'max' }), (text) => {
      const line = oneLine(text);
      expect(line.length).toBeLessThanOrEqual(1000);
      expect(line).not.toMatch(/\p{Cc}|[\u2028\u2029]/u);
      expect(line.isWellFormed()).toBe(true);
      expect(line).toBe(line.trim());
    }),
    { numRuns: 50 },
  );
});
