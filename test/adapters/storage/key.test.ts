import fc from 'fast-check';
import { toKey } from '../../../src/adapters/storage/key';

const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) });
const trickyText = fc.string({ unit: fc.constantFrom('.', '/', '~', '0', '2', 'e', 'f', 'a', 'A') });

test('leaves the ids that we make as they are', () => {
  for (const id of ['4f1c', 'nightly-2026.03_01', '0b7c6f1e-58cf-4c33-9d7e-7f4d2d5b4a10', 'result.json', '@a:0001']) {
    expect(toKey(id)).toBe(id);
  }
});

test('makes of any text what a table key and a segment of a blob name may be', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, trickyText), (text) => {
      const key = toKey(text);
      expect(key).toMatch(/^[A-Za-z0-9_:@.~-]*$/);
      expect(key).not.toMatch(/^\.|\.$|\.\./);
      expect(key.length).toBeLessThanOrEqual(300);
    }),
    { numRuns: 1000 },
  );
});

test('never makes the same of two texts', () => {
  const decoded = (key: string) =>
    key.replace(/~([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  fc.assert(
    fc.property(fc.oneof(anyText, trickyText), (text) => expect(decoded(toKey(text))).toBe(text)),
    { numRuns: 1000 },
  );
  expect(toKey('x'.repeat(301))).not.toBe(toKey('x'.repeat(302)));
  expect(toKey('x'.repeat(301))).toMatch(/^~sha256-[0-9a-f]{64}$/);
});
