import fc from 'fast-check';
import { fromPageToken, toPageToken } from '../../../src/adapters/storage/page-token';
import { BadPageToken } from '../../../src/contract/paging/bad-page-token';

test('gives back the place that was put in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (place) => expect(fromPageToken(toPageToken(place))).toBe(place)),
  );
});

test('stands in a URL as it is', () => {
  fc.assert(fc.property(fc.string(), (place) => expect(toPageToken(place)).toMatch(/^[\w-]+$/)));
});

test('refuses a token in which one character is another', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), fc.constantFrom(...'Aa0_-.= ~'), (place, position, character) => {
      const token = toPageToken(place);
      const at = position % token.length;
      fc.pre(token[at] !== character);
      const altered = token.slice(0, at) + character + token.slice(at + 1);
      expect(() => fromPageToken(altered)).toThrow(BadPageToken);
    }),
  );
});

test('refuses any other text', () => {
  fc.assert(fc.property(fc.string(), (text) => expect(() => fromPageToken(text)).toThrow(BadPageToken)));
});
