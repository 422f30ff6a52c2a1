import { assert, jsonValue, property } from 'fast-check';
import { canonicalJson } from '../../src/contract/canonical-json';

/** The same value, with the fields of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, part]) => [name, reversed(part)]),
  );
}

test('the order of fields does not matter', () => {
  assert(property(jsonValue(), (value) => canonicalJson(reversed(value)) === canonicalJson(value)));
});

test('different values have different texts', () => {
  assert(
    property(jsonValue(), jsonValue(), (one, other) => {
      const areEqual =
        JSON.stringify(JSON.parse(canonicalJson(one))) === JSON.stringify(JSON.parse(canonicalJson(other)));
      return (canonicalJson(one) === canonicalJson(other)) === areEqual;
    }),
  );
});

test('nothing is lost on the way', () => {
  assert(
    property(jsonValue({ noUnicodeString: false }), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test.each([
  [{ b: 1, a: { d: [{ f: 1, e: 2 }], c: null } }, '{"a":{"c":null,"d":[{"e":2,"f":1}]},"b":1}'],
  [{ '10': 'x', '9': 'y', a: 'z' }, '{"9":"y","10":"x","a":"z"}'],
  [['b', 'a'], '["b","a"]'],
  [{ constructor: '1', hasOwnProperty: '2' }, '{"constructor":"1","hasOwnProperty":"2"}'],
])('%j is written as %s', (value, text) => expect(canonicalJson(value)).toBe(text));
