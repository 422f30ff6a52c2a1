import fc from 'fast-check';
import { parseJson, rawNumber } from '../../../src/domain/texts/int64-json';

const MOST = 2n ** 63n - 1n;

test('an integer that a number would round becomes text, and all else stays as it is', () => {
  const text =
    '{"a":9007199254740993,"b":-9007199254740993,"c":[9007199254740991,1.5,1e20,"9007199254740993"],"d":null}';
  expect(parseJson(text)).toEqual({
    a: '9007199254740993',
    b: '-9007199254740993',
    c: [Number.MAX_SAFE_INTEGER, 1.5, 1e20, '9007199254740993'],
    d: null,
  });
});

test('long fractions are read without looking at every value, and an integer among them is found', () => {
  const parse = jest.spyOn(JSON, 'parse');
  const fractions = '[0.1234567890123456789,-12.1234567890123456e5]';
  expect(parseJson(fractions)).toEqual([0.12345678901234568, -1212345.6789012346]);
  expect(parse).toHaveBeenCalledTimes(1);
  parse.mockClear();
  const mixed = '[0.1234567890123456789,9007199254740993,{"a":-9007199254740993}]';
  expect(parseJson(mixed)).toEqual([0.12345678901234568, '9007199254740993', { a: '-9007199254740993' }]);
  expect(parse).not.toHaveBeenCalled();
  parse.mockRestore();
});

test('an id keeps its digits, on the way in and on the way out', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -MOST, max: MOST }), (id) => {
      const json = JSON.stringify({ run_id: rawNumber(String(id)) });
      expect(json).toBe(`{"run_id":${id}}`);
      expect(String((parseJson(json) as { run_id: unknown }).run_id)).toBe(String(id));
    }),
  );
});

test('what JSON can say without long numbers is read as ever', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const expected = JSON.parse(text);
      fc.pre(!JSON.stringify(expected).match(/\d{16}/));
      expect(parseJson(text)).toEqual(expected);
    }),
  );
});

test.each(['', ' 5', '05', '1.0', '1e3', '0x1', 'abc', '5"', '-', '--5'])(
  'text that is no integer stays text: %j',
  (text) => expect(JSON.stringify(rawNumber(text))).toBe(JSON.stringify(text)),
);

test('what is no JSON is an error', () => {
  expect(() => parseJson('{"run_id": 9007199254740993')).toThrow(SyntaxError);
});
