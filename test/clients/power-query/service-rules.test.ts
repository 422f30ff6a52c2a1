import { parseQuery } from '../../support/power-query/language/parse';
import { serviceFaults } from '../../support/power-query/service-rules';

const faultsOf = async (text: string) => serviceFaults(await parseQuery(text));

const OPTIONS = {
  RelativePath: '"api/jobs/" & job & "/table"',
  Query: '[wait = "60"]',
  ApiKeyName: '"code"',
  IsRetry: 'isRetry',
  ManualStatusHandling: '{400, 404, 409, 410, 422, 424, 500, 502}',
};

function request(changes: Record<string, string | null> = {}, address = '"https://app.example"'): string {
  const options = Object.entries({ ...OPTIONS, ...changes }).filter(([, value]) => value !== null);
  return `Web.Contents(${address}, [${options.map(([name, value]) => `${name} = ${value}`).join(', ')}])`;
}

const loop = (condition: string, next: string) =>
  `List.Generate(() => [Number = 1, Answer = null], ${condition}, ${next})`;
const BOUNDED = 'each [Number] <= 5 and [Answer] <> null';
const COUNTING = 'each [Number = [Number] + 1, Answer = null]';

describe('the rules of the service', () => {
  test.each([
    ['a constant address', request()],
    ['an address with a port', request({}, '"http://localhost:7071"')],
    ['a parameter as the address', request({}, 'AppUrl')],
    ['a parameter of two words', request({}, '#"App URL"')],
    ['a timeout', request({ Timeout: '#duration(0, 0, 1, 0)' })],
    ['a retry each time', request({ IsRetry: 'true' })],
    ['a path in parentheses', request({ RelativePath: '("api/" & "jobs") & job' })],
    ['a loop that counts', loop(BOUNDED, COUNTING)],
    ['a loop that names its state', loop('(s) => (s[Number] < most) and true', '(s) => [Number = s[Number] + 1]')],
    ['functions that call each other one way', 'let A = (n) => B(n) + C, B = (n) => C, C = 1 in A(1)'],
    ['a field named as what is in it', 'let Status = 1 in [Status = Status]'],
    ['a parameter named as an outer definition', 'let A = (B) => B, B = A(1) in B'],
    ['other queries', 'DatabricksJob("sales")'],
  ])('allow %s', async (_what, text) => expect(await faultsOf(text)).toEqual([]));

  const dynamic = 'the address is put together by the query: a dynamic data source';
  test.each([
    ['the address is more than the origin', request({}, '"https://app.example/api"')],
    ['the address is more than the origin', request({}, '"https://app.example/"')],
    ['the address is more than the origin', request({}, '"app.example"')],
    ['the address is more than the origin', request({}, '"https://app.example?code=secret"')],
    [dynamic, request({}, '"https://" & Host')],
    [dynamic, request({}, 'Text.From("https://app.example")')],
    [dynamic, `let Url = "https://app.example" in ${request({}, 'Url')}`],
    [dynamic, `(url) => ${request({}, 'url')}`],
    [dynamic, request({}, 'null')],
    ['the options are not written where the request is', 'Web.Contents("https://app.example")'],
    ['the options are not written where the request is', 'Web.Contents("https://app.example", options)'],
    ['Content is not allowed', request({ Content: 'Text.ToBinary("{}")' })],
    ['Headers is not allowed', request({ Headers: '[#"x-functions-key" = "secret"]' })],
    ['Retry is not allowed', request({ Retry: 'true' })],
    ['RelativePath does not begin with the text api/', request({ RelativePath: 'path' })],
    ['RelativePath does not begin with the text api/', request({ RelativePath: '"/api/jobs"' })],
    ['RelativePath does not begin with the text api/', request({ RelativePath: 'next[relativePath] & "api/"' })],
    ['RelativePath is missing', request({ RelativePath: null })],
    ['Query is missing', request({ Query: null })],
    ['Query has a key in it', request({ Query: 'query & [code = "secret"]' })],
    ['ApiKeyName is missing', request({ ApiKeyName: null })],
    ['ApiKeyName is not "code"', request({ ApiKeyName: '"key"' })],
    ['IsRetry is missing', request({ IsRetry: null })],
    ['IsRetry is false for ever: the first answer would stay', request({ IsRetry: 'false' })],
    ['ManualStatusHandling is missing', request({ ManualStatusHandling: null })],
    [expect.stringContaining('ManualStatusHandling is not'), request({ ManualStatusHandling: '{400, 503}' })],
    [expect.stringContaining('ManualStatusHandling is not'), request({ ManualStatusHandling: 'codes' })],
    ['Web.Contents is called in more than one place', `{${request()}, ${request()}}`],
    [expect.stringContaining('Web.Contents is handed on'), 'let Get = Web.Contents in Get'],
  ])('refuse a request: %s', async (fault, text) => expect(await faultsOf(text)).toEqual([fault]));

  test.each([
    ['Web.Page', 'Web.Page(bytes)'],
    ['Web.BrowserContents', 'Web.BrowserContents("https://app.example")'],
    ['Csv.Document', 'Csv.Document(bytes)'],
    ['File.Contents', 'File.Contents("C:\\rows.csv")'],
    ['Sql.Database', 'Sql.Database("server", "database")'],
    ['OData.Feed', 'OData.Feed("https://app.example")'],
    ['Value.NativeQuery', 'Value.NativeQuery(source, "select 1")'],
    ['Expression.Evaluate', 'Expression.Evaluate("1")'],
    ['#shared', '#shared[Web.Contents]'],
  ])('refuse what reaches something else: %s', async (name, text) =>
    expect(await faultsOf(text)).toEqual([`${name} reaches something else than the app`]),
  );

  test.each([
    ['no condition on a counter', loop('each [Answer] <> null', COUNTING)],
    ['a counter that is only one way to go on', loop('each [Number] <= 5 or [Answer] = null', COUNTING)],
    ['a counter that must be large', loop('each [Number] >= 5', COUNTING)],
    ['a counter that stays', loop(BOUNDED, 'each [Number = [Number], Answer = null]')],
    ['a counter that shrinks', loop(BOUNDED, 'each [Number = [Number] - 1, Answer = null]')],
    ['a counter that is forgotten', loop(BOUNDED, 'each [Answer = null]')],
    ['a limit that moves along', loop('each [Number] <= [Most]', 'each [Number = [Number] + 1, Most = [Most] + 1]')],
    ['another field that is counted', loop('each [Number] <= 5', 'each [Number = [Number], Turn = [Turn] + 1]')],
    ['functions from elsewhere', 'List.Generate(start, goesOn, next)'],
  ])('refuse a loop with %s', async (_what, text) =>
    expect(await faultsOf(text)).toEqual(['a List.Generate has no counter that ends it']),
  );

  test.each([
    [['Wait calls itself'], 'let Wait = (n) => if n = 0 then 0 else @Wait(n - 1) in Wait(5)'],
    [['A calls itself', 'B calls itself'], 'let A = (n) => B(n), B = (n) => A(n) in A(1)'],
    [['A calls itself', 'B calls itself'], '[A = (n) => B(n), B = (n) => A(n)]'],
    [['A calls itself', 'B calls itself', 'C calls itself'], 'let A = let C = () => B() in C, B = A in B'],
  ])('refuse recursion: %s', async (faults, text) => expect(await faultsOf(text)).toEqual(faults));
});
