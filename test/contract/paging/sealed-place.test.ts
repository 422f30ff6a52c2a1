import * as fc from 'fast-check';
import { openPlace, sealPlace } from '../../../src/contract/paging/sealed-place';

const SECRET = Buffer.alloc(32, 1);

test('a place comes back as it was, and can not be read or guessed', () => {
  fc.assert(
    fc.property(fc.string(), (place) => {
      const token = sealPlace(place, SECRET);
      expect(openPlace(token, SECRET)).toBe(Buffer.from(place).toString());
      expect(sealPlace(place, SECRET)).not.toBe(token);
      if (place.length > 5) expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain(place);
    }),
  );
});

test('nothing else is one: not of another key, not changed, not cut', () => {
  const token = sealPlace('nextRowKey at;1;run-1', SECRET);
  expect(openPlace(token, Buffer.alloc(32, 2))).toBeUndefined();
  const bytes = Buffer.from(token, 'base64url');
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(openPlace(changed.toString('base64url'), SECRET)).toBeUndefined();
  }
  for (const text of ['', 'garbage', 'bnVsbA', token.slice(0, 20), `${token}AAAA`]) {
    expect(openPlace(text, SECRET)).toBeUndefined();
  }
});
