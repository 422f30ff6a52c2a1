import { systemClock } from '../../../local/clock';
import { openMashup } from '../../support/power-query/mashup';

const nowhere = async () => {
  throw new Error('There is no web here.');
};
const mashup = async (queries: Record<string, string> = {}, culture = 'en-US') =>
  (await openMashup({ clock: systemClock, send: nowhere, queries, culture })).refresh();
const resultOf = async (text: string, culture?: string) => (await mashup({}, culture)).load(text);
const failureOf = async (text: string) => (await mashup()).failure(text);

describe('an expression of M', () => {
  test.each([
    ['1 + 2 * 3 - 4 / 2', 5],
    ['(1 + 2) * 3', 9],
    ['-(1) + +2', 1],
    ['0xff + 1.5e2', 405],
    ['9007199254740993', 9007199254740992],
    ['"a""b#(lf)#(#)(0041)#(0041)" & "c"', 'a"b\n#(0041)Ac'],
    ['null & "a"', null],
    ['null + 1', null],
    ['null < 1', null],
    ['null = null', true],
    ['1 = "1"', false],
    ['"A" < "a"', true],
    ['{1, 2} & {3}', [1, 2, 3]],
    ['{1..3, 7, 3..1}', [1, 2, 3, 7]],
    ['{"a".."c"}', ['a', 'b', 'c']],
    ['{1, {2}} = {1, {2}}', true],
    ['[a = 1, b = 2] = [b = 2, a = 1]', true],
    ['[a = 1] = [a = 1, b = 2]', false],
    ['[a = 1, b = a + 1] & [a = 5]', { a: 5, b: 2 }],
    ['[a b = 1, #"c.d" = 2][#"a b"]', 1],
    ['[a = 1][b]?', null],
    ['[a = 1, b = 2, c = 3][[a], [c]]', { a: 1, c: 3 }],
    ['{5, 6}{1}', 6],
    ['{5, 6}{2}?', null],
    ['#table({"a", "b"}, {{1, 2}, {3, 4}}){1}[b]', 4],
    ['#table({"a", "b"}, {{1, 2}, {3, 4}}){[a = 3]}[b]', 4],
    ['#table({"a"}, {{1}, {3}})[a]', [1, 3]],
    ['if 1 > 2 then "yes" else "no"', 'no'],
    ['null ?? 1 ?? 2', 1],
    ['true or (error "not asked")', true],
    ['false and (error "not asked")', false],
    ['null and false', false],
    ['not false', true],
    ['1 is number and null is nullable text and not (null is text)', true],
    ['type text is type', true],
    [
      'let f = (a, optional b) => {a, b} in {f(1), f(1, 2)}',
      [
        [1, null],
        [1, 2],
      ],
    ],
    ['let f = (a as number) as number => if a = 0 then 1 else a * @f(a - 1) in f(5)', 120],
    ['List.Transform({[a = 1], [a = 2]}, each [a] + 1)', [2, 3]],
    ['let x = 1, y = let x = 2 in x in x + y', 3],
    ['let x = 1 in [x = x + 1][x]', 2],
    ['#date(2026, 2, 28) + #duration(1, 0, 0, 0)', { date: '2026-03-01' }],
    ['#date(2026, 3, 1) - #date(2026, 2, 1)', { seconds: 28 * 86400 }],
    ['#datetime(2026, 1, 1, 8, 30, 0.5)', { datetime: '2026-01-01T08:30:00.5' }],
    ['#datetimezone(2026, 1, 1, 8, 0, 0, 2, 0) = #datetimezone(2026, 1, 1, 6, 0, 0, 0, 0)', true],
    ['#duration(0, 0, 1, 30) * 2', { seconds: 180 }],
    ['Duration.TotalSeconds(#duration(0, 1, 1, 0.5))', 3660.5],
    ['{List.Min({2, null, 1, 3}), List.Max({2, null, 3, 1}), List.Max({})}', [1, 3, null]],
    ['type table [a = text, b = nullable Int64.Type]', { type: 'table [a = text, b = nullable Int64.Type]' }],
    ['type {[a = text, optional b = number, ...]}', { type: '{[a = text, optional b = number, ...]}' }],
    ['Value.Metadata(("a" meta [b = 1]) meta [c = 2])', { b: 1, c: 2 }],
    ['Value.Metadata(("a" meta [b = 1]) & "")', {}],
  ])('%s', async (text, expected) => expect(await resultOf(text)).toEqual(expected));

  test.each([
    ['(1 as text)', 'We cannot convert the value 1 to type Text.'],
    ['(null as text)', 'We cannot convert the value null to type Text.'],
    ['((a as text) => a)(1)', 'We cannot convert the value 1 to type Text.'],
    ['((a) as text => a)(1)', 'We cannot convert the value 1 to type Text.'],
    ['((a) => a)()', '0 arguments were passed to a function which expects 1. (a function)'],
    ['((a) => a)(1, 2)', '2 arguments were passed to a function which expects 1. (a function)'],
    ['Text.Upper(1)', 'We cannot convert the value 1 to type Text.'],
    ['[a = 1][b]', "The field 'b' of the record wasn't found."],
    ['{1}{1}', 'There were not enough elements in the enumeration to complete the operation.'],
    ['1 & "a"', 'We cannot apply operator & to the value 1 and the value "a".'],
    ['1 < "a"', 'We cannot apply operator < to the value 1 and the value "a".'],
    ['if null then 1 else 2', 'We cannot convert the value null to type Logical.'],
    ['(1)(2)', 'We cannot convert the value 1 to type Function.'],
  ])('%s is an error', async (text, message) =>
    expect(await failureOf(text)).toMatchObject({ Reason: 'Expression.Error', Message: message }),
  );
});

describe('what is evaluated', () => {
  test.each([
    ['only what is asked for', 'let a = error "a", b = [c = error "c", d = 1] in b[d]', 1],
    ['an item without its neighbours', '{error "a", 2}{1}', 2],
    ['no cell that nobody looks at', 'Table.RowCount(#table({"a"}, {{error "a"}}))', 1],
  ])('is %s', async (_what, text, expected) => expect(await resultOf(text)).toEqual(expected));

  test('a call that is not needed is not made, and its arguments are', async () => {
    expect(await resultOf('let f = (a) => 1, x = f(error "x") in 2')).toBe(2);
    expect(await failureOf('let f = (a) => 1 in f(error "x")')).toMatchObject({ Message: 'x' });
  });

  const counting = async (text: string) => {
    let asked = 0;
    const clock = { ...systemClock, now: () => ++asked };
    await (await openMashup({ clock, send: nowhere, queries: {} })).refresh().load(text);
    return asked;
  };

  test.each([
    ['a definition, once', 1, 'let a = DateTimeZone.UtcNow() in {a, a}'],
    ['a field, once', 1, 'let r = [a = DateTimeZone.UtcNow()] in {r[a], r[a]}'],
    ['an item that is written down, once', 1, 'let l = {DateTimeZone.UtcNow()} in {l{0}, l{0}}'],
    ['a call, each time', 2, 'let f = () => DateTimeZone.UtcNow() in {f(), f()}'],
    [
      'an item that a function makes, each time',
      2,
      'let l = List.Transform({1}, each DateTimeZone.UtcNow()) in {l{0}, l{0}}',
    ],
    [
      'a buffered item, once',
      1,
      'let l = List.Buffer(List.Transform({1}, each DateTimeZone.UtcNow())) in {l{0}, l{0}}',
    ],
    [
      'a generated list, each time that somebody goes through it',
      4,
      'let l = List.Generate(() => 0, each _ < 1, each let n = DateTimeZone.UtcNow() in if n is null then 0 else _ + 1) in' +
        ' {List.Last(l), List.Last(l), DateTimeZone.UtcNow(), DateTimeZone.UtcNow()}',
    ],
    [
      'the cells of a table, each time',
      2,
      'let t = Table.AddColumn(#table({"a"}, {{1}}), "b", each DateTimeZone.UtcNow()) in {t{0}[b], t{0}[b]}',
    ],
  ])('is %s', async (_what, times, text) => expect(await counting(text)).toBe(times));
});

describe('an error', () => {
  test('is a record that try hands over', async () => {
    expect(await resultOf('try error Error.Record("My.Reason", "What", [a = 1])')).toEqual({
      HasError: true,
      Error: {
        Reason: 'My.Reason',
        Message: 'What',
        Detail: { a: 1 },
        'Message.Format': 'What',
        'Message.Parameters': null,
      },
    });
    expect(await resultOf('try 1')).toEqual({ HasError: false, Value: 1 });
    expect(await resultOf('(try error "a")[Error][Reason]')).toBe('Expression.Error');
  });

  test.each([
    ['try error "a" otherwise 1', 1],
    ['try error "a" catch (e) => e[Message]', 'a'],
    ['try error "a" catch () => 2', 2],
    ['try ... otherwise 3', 3],
  ])('%s', async (text, expected) => expect(await resultOf(text)).toBe(expected));

  test('inside of a record is raised only by who asks for the field, and then each time', async () => {
    expect(await failureOf('(try [a = error "late"] otherwise [a = 1])[a]')).toMatchObject({ Message: 'late' });
    expect(await resultOf('let a = error "x" in {try a otherwise 1, try a otherwise 2}')).toEqual([1, 2]);
  });

  test('of a cell is one of the cell alone', async () => {
    const { rows } = await resultOf('Table.TransformColumnTypes(#table({"a"}, {{"1"}, {"x"}}), {"a", Int64.Type})');
    expect(rows).toEqual([{ a: 1 }, { a: { cellError: "DataFormat.Error: We couldn't convert to Number." } }]);
  });
});

describe('a name that there is not', () => {
  test.each([
    ['of the library', 'if true then 1 else Text.Reverse("a")', 'Text.Reverse'],
    ['of a query', 'Sales', 'Sales'],
    ['that is just being defined', 'let f = (n) => f(n) in f', 'f'],
    ['of a parameter elsewhere', 'let f = (n) => n in n', 'n'],
  ])('%s is told before anything is evaluated', async (_what, text, name) => {
    await expect(resultOf(text)).rejects.toThrow(`does not know ${name}.`);
    await expect(mashup({ Query: text })).rejects.toThrow(`does not know ${name}, which the query Query uses`);
  });

  test('is not hidden by a try', async () => {
    await expect(
      resultOf('try Table.TransformColumnTypes(#table({"a"}, {}), {"a", type binary}) otherwise 1'),
    ).rejects.toThrow('does not know how to convert a column to binary');
  });
});

test('queries mean each other, and are evaluated anew each time', async () => {
  const refresh = await mashup({ Double: '(n as number) => 2 * n', Four: 'Double(2)' });
  expect(await refresh.load('Four + Double(Four)')).toBe(12);
});

describe('values of JSON', () => {
  test('have doubles for numbers', async () => {
    const json = '{"long": 9007199254740993, "text": "9007199254740993", "list": [1.5, null, true]}';
    expect(await resultOf(`Json.Document("${json.replaceAll('"', '""')}")`)).toEqual({
      long: 9007199254740992,
      text: '9007199254740993',
      list: [1.5, null, true],
    });
  });

  test('are an error where there is no JSON', async () => {
    expect(await failureOf('Json.Document("<html>")')).toMatchObject({ Reason: 'DataFormat.Error' });
    expect(await failureOf('Json.Document("")')).toMatchObject({ Message: 'We reached the end of the buffer.' });
  });
});

describe('texts', () => {
  test.each([
    ['Text.From(1.5)', '1.5', '1,5'],
    ['Text.From(1.5, "en-US")', '1.5', '1.5'],
    ['Text.From(#date(2026, 1, 31))', '1/31/2026', '31/01/2026'],
    ['Date.ToText(#date(2026, 1, 31), "yyyy-MM-dd", "en-US")', '2026-01-31', '2026-01-31'],
    ['Number.From("1.5")', 1.5, 15],
    ['Date.From("1/2/2026")', { date: '2026-01-02' }, { date: '2026-02-01' }],
    ['Date.From("2026-01-02")', { date: '2026-01-02' }, { date: '2026-01-02' }],
  ])('%s depends on the language of the machine as it does there', async (text, american, spanish) => {
    expect(await resultOf(text)).toEqual(american);
    expect(await resultOf(text, 'es-ES')).toEqual(spanish);
  });

  const WRITTEN = 'DateTime.ToText(#datetime(2026, 1, 2, 3, 4, 5.25), "yyyy-MM-dd\'T\'HH:mm:ss.FFFFFFF", "en-US")';
  test.each([
    [WRITTEN, '2026-01-02T03:04:05.25'],
    [WRITTEN.replace('5.25', '5'), '2026-01-02T03:04:05'],
    ['DateTimeZone.ToText(#datetimezone(2026, 1, 2, 3, 4, 5, -3, -30), "HH:mmzzz", "en-US")', '03:04-03:30'],
    ['Text.Format("#{0} of #{1}.", {1, null})', '1 of .'],
    ['Text.Format("#[a b]", [a b = true])', 'true'],
    ['Uri.EscapeDataString("a b/ñ(1)\'+")', 'a%20b%2F%C3%B1%281%29%27%2B'],
  ])('%s', async (text, expected) => expect(await resultOf(text)).toBe(expected));
});
