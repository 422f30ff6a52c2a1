import { evaluated } from '../../support/data-factory/try-expression';

describe('a text of a pipeline', () => {
  test.each([
    ['parameters', 'parameters'],
    ['parameters[1]', 'parameters[1]'],
    ['@@', '@'],
    [' @', ' @'],
    ['@@concat(1)', '@concat(1)'],
    ['me@example.com', 'me@example.com'],
    ['@pipeline().parameters.region', 'NORTE'],
    ['@{pipeline().parameters.region}', 'NORTE'],
    ['@pipeline().parameters.days', 3],
    ['@{pipeline().parameters.days}', '3'],
    ['Answer is: @{pipeline().parameters.days}', 'Answer is: 3'],
    ['Answer is: @@{pipeline().parameters.days}', 'Answer is: @{pipeline().parameters.days}'],
    ["/api@{'/a}b'}?x=@{concat('c', 'd')}", '/api/a}b?x=cd'],
    ["@concat('Baba', '''s ', 'book store')", "Baba's book store"],
  ])('%s is %j', (text, value) => {
    expect(evaluated(text)).toBe(value);
  });

  test('may be written as an expression, and stand anywhere in an object', () => {
    const body = { job: '@item()', more: [{ value: '@add(1, 2)', type: 'Expression' }], plain: 1 };
    expect(evaluated(body, { item: () => 'sales' })).toEqual({ job: 'sales', more: [3], plain: 1 });
  });

  test.each([
    ['@concat(', 'an end'],
    ["@concat('a') 'b'", 'position 12'],
    ["@concat('a)", "'''"],
    ['@{add(1, 2)', "'@{' that is not closed"],
    ['@days', "'days'"],
    ["@concat('a' 'b')", 'position 11'],
  ])('%s is refused', (text, why) => {
    expect(() => evaluated(text)).toThrow(why);
  });
});

describe('a function', () => {
  test.each<[string, unknown]>([
    ["@concat('a', 'b', 'c')", 'abc'],
    ["@replace('a.b.c', '.', '$&')", 'a$&b$&c'],
    ["@substring('hello world', 6, 5)", 'world'],
    ["@startsWith('Hello', 'hel')", true],
    ["@endsWith('Hello', 'LO')", true],
    ["@indexOf('hello world', 'World')", 6],
    ["@toLower('ABC')", 'abc'],
    ["@toUpper('abc')", 'ABC'],
    ["@trim(' a ')", 'a'],
    ["@split('a_b', '_')", ['a', 'b']],
    ["@contains('hello world', 'world')", true],
    ["@contains(createArray('a', 'b'), 'b')", true],
    ["@contains(json('{\"a\": 1}'), 'a')", true],
    ["@contains(createArray('a'), 'A')", false],
    ["@empty('')", true],
    ["@empty(json('{}'))", true],
    ["@empty(createArray('a'))", false],
    ["@length('abcd')", 4],
    ["@first('hello')", 'h'],
    ['@first(createArray(0, 1, 2))', 0],
    ["@first(json('[]'))", null],
    ['@last(createArray(0, 1, 2))', 2],
    ["@join(createArray('a', 'b', 'c'), '.')", 'a.b.c'],
    ['@skip(createArray(0, 1, 2), 1)', [1, 2]],
    ['@take(createArray(0, 1, 2), 1)', [0]],
    ['@range(1, 4)', [1, 2, 3, 4]],
    ['@and(equals(1, 1), not(equals(1, 2)))', true],
    ['@or(false, false)', false],
    ["@equals('abc', 'ABC')", false],
    ['@equals(json(\'{"a":[1]}\'), json(\'{"a":[1]}\'))', true],
    ["@equals(null, 'a')", false],
    ["@if(equals(1, 1), 'yes', 'no')", 'yes'],
    ['@greater(10, 5)', true],
    ["@greater('apple', 'banana')", false],
    ['@lessOrEquals(5, 5)', true],
    ["@coalesce(null, 'hello', 'world')", 'hello'],
    ['@coalesce(null, null)', null],
    ['@string(10)', '10'],
    ['@string(json(\'{"name":"Sophie Owen"}\'))', '{ "name": "Sophie Owen" }'],
    ["@string(json('{}'))", '{ }'],
    ["@json('[1, 2, 3]')", [1, 2, 3]],
    ['@json(null)', {}],
    ["@int('10')", 10],
    ["@float('10.333')", 10.333],
    ['@bool(1)', true],
    ['@add(1, 1.5)', 2.5],
    ['@div(11, 5)', 2],
    ['@mod(3, 2)', 1],
    ["@base64('hello')", 'aGVsbG8='],
    ["@base64ToString('aGVsbG8=')", 'hello'],
    ["@uriComponent('https://contoso.com')", 'https%3A%2F%2Fcontoso.com'],
    ["@uriComponentToString('https%3A%2F%2Fcontoso.com')", 'https://contoso.com'],
    ['@utcnow()', '2026-01-02T03:04:05.6780000Z'],
    ["@replace(guid(), 'guid', 'id')", 'id-1'],
  ])('%s gives %j', (text, value) => {
    expect(evaluated(text)).toEqual(value);
  });

  test.each([
    ['@formatNumber(1)', "'formatNumber'"],
    ["@concat('a', 1)", 'argument 2 must be of type String, and is of type Integer'],
    ["@concat('a', null)", 'of type Null'],
    ["@equals(1, '1')", 'not to be compared'],
    ["@and('true', true)", 'of type Boolean'],
    ["@int('ten')", 'is no integer'],
    ["@json('{')", 'is no JSON'],
    ['@string(null)', 'documented'],
    ['@{null}', 'documented'],
    ["@substring('ab', 1, 5)", 'too short'],
    ['@not(true, false)', '2 arguments'],
    ['@div(1, 0)', 'divides by zero'],
  ])('%s is refused', (text, why) => {
    expect(() => evaluated(text)).toThrow(why);
  });

  test('looks at both arguments of and, and at one branch of if', () => {
    expect(evaluated("@if(true, 'a', int('b'))")).toBe('a');
    expect(() => evaluated("@and(false, greater('a', 1))")).toThrow('of type Integer');
  });
});

describe('a property', () => {
  const activity = () => ({ output: { run: { pageUrl: 'https://page' }, 'x-a': 1, none: null, failures: [] } });

  test.each<[string, unknown]>([
    ["@activity('A').output.run.pageUrl", 'https://page'],
    ["@activity('A').output['x-a']", 1],
    ["@activity('A')?.error?.message", null],
    ["@activity('A').output?.missing", null],
    ["@activity('A').output.none?.deep", null],
    ["@activity('A').output.failures?[0]", null],
    ['@pipeline().parameters.table[0].job', 'sales'],
  ])('%s is %j', (text, value) => {
    expect(evaluated(text, { activity })).toEqual(value);
  });

  test.each([
    ["@activity('A').error.message", "property 'error' doesn't exist, available properties are 'output'"],
    ["@activity('A').output.Run", "property 'Run' doesn't exist"],
    ["@activity('A').output.none.deep", "property 'deep' cannot be selected"],
    ["@activity('A').output.run.pageUrl.host", "on a value of type 'String'"],
    ["@activity('A').output.failures[0]", "array index '0' is outside bounds"],
    ["@activity('A').output?.missing.deep", "property 'deep' cannot be selected"],
    ['@pipeline().parameters.month', "available properties are 'days, region, table'"],
  ])('%s is refused', (text, why) => {
    expect(() => evaluated(text, { activity })).toThrow(why);
  });
});
