import { parseOutput } from '../../../src/domain/texts/parse-output';

test.each<[string, unknown]>([
  ['[{"a":1}]', [{ a: 1 }]],
  [' {"id": 9007199254740993} ', { id: '9007199254740993' }],
  ['-9223372036854775808', '-9223372036854775808'],
  ['5', 5],
  ['null', null],
  ['"quoted"', 'quoted'],
])('%s is JSON', (text, value) => expect(parseOutput(text)).toEqual(value));

test.each(['', ' ', 'Hello, world. Nothing to "parse" here.', "{'a': 1}", '[{"a": NaN}]', '00123', '[1,'])(
  '%j is a text',
  (text) => expect(parseOutput(text)).toBe(text),
);

test('JSON that is nested too deeply to be read is a text', () => {
  const text = `${'['.repeat(100_000)}9007199254740993${']'.repeat(100_000)}`;
  expect(parseOutput(text)).toBe(text);
});

test('a key named __proto__ is a key, beside long integers too', () => {
  const output = parseOutput('{"__proto__":{"id":9007199254740993}}') as object;
  expect(Object.entries(output)).toEqual([['__proto__', { id: '9007199254740993' }]]);
});

test('what is nested as deeply as it may be is JSON, whatever its texts hold', () => {
  const nested = (levels: number) => `${'['.repeat(levels)}"[[{\\"["${']'.repeat(levels)}`;
  expect(parseOutput(nested(32))).toEqual(JSON.parse(nested(32)));
  expect(parseOutput(nested(33))).toBe(nested(33));
});
