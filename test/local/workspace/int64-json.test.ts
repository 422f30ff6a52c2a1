import fc from 'fast-check';
import { parseJson, stringifyJson } from '../../../local/workspace/int64-json';

test('an integer that a number would round is read and written digit by digit', () => {
  const text = '{"id":9007199254740993,"ids":[-9223372036854775808,1],"text":"9007199254740993"}';
  expect(parseJson(text)).toEqual({
    id: 9007199254740993n,
    ids: [-9223372036854775808n, 1],
    text: '9007199254740993',
  });
  expect(stringifyJson(parseJson(text))).toBe(text);
});

test('every other number stays a number', () => {
  expect(parseJson('[9007199254740991, 1.5, 0.12345678901234567, 1e300]')).toEqual([
    9007199254740991,
    1.5,
    Number('0.12345678901234567'),
    1e300,
  ]);
});

test('any int64 survives the way there and back', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (id) => {
      expect(BigInt((parseJson(stringifyJson({ id })) as { id: bigint }).id)).toBe(id);
    }),
  );
});

test('what JSON cannot hold is refused as ever', () => expect(() => parseJson('{"id":')).toThrow(SyntaxError));
