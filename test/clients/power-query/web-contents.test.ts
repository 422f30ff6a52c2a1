import { letTimePass } from '../../support/power-query/let-time-pass';
import { openMashup } from '../../support/power-query/mashup';
import type { Credential, WebRequest, WebResponse } from '../../support/power-query/web/transport';
import { VirtualClock } from '../../support/virtual-clock';

type Answer = Partial<Omit<WebResponse, 'body'>> & { body?: string; afterMs?: number };

const ORIGIN = 'https://app.example';
const KEY: Credential = { kind: 'key', key: 'a+b' };
const ANONYMOUS: Credential = { kind: 'anonymous' };

/** A web that gives these answers, one after the other, and the last one for ever. */
async function webOf(answers: Answer[] | ((request: WebRequest) => Answer), credential: Credential | null = KEY) {
  const clock = new VirtualClock();
  const requests: (WebRequest & { at: number })[] = [];
  const mashup = await openMashup({
    clock,
    credentials: new Map(credential ? [[ORIGIN, credential]] : []),
    queries: {},
    async send(request) {
      requests.push({ ...request, at: clock.now() });
      const answer = Array.isArray(answers) ? answers[Math.min(requests.length, answers.length) - 1] : answers(request);
      const { status = 200, headers = {}, body = '', afterMs = 0 } = answer ?? {};
      if (afterMs > 0) await new Promise<void>((resolve) => void clock.schedule(clock.now() + afterMs, resolve));
      return { status, headers, body: Buffer.from(body) };
    },
  });
  const began = clock.now();
  const refresh = mashup.refresh();
  return {
    requests,
    urls: () => requests.map(({ url }) => url),
    /** In seconds from the beginning. */
    times: () => requests.map(({ at }) => (at - began) / 1000),
    seconds: () => (clock.now() - began) / 1000,
    load: (text: string, from = refresh) => letTimePass(clock, from.load(text), 100),
    failure: (text: string) => letTimePass(clock, refresh.failure(text), 100),
    another: () => mashup.refresh(),
  };
}

const withKeyName = (options: string) => ['ApiKeyName = "code"', options].filter((part) => part !== '').join(', ');
const get = (options: string, base = `"${ORIGIN}"`) =>
  `Text.FromBinary(Web.Contents(${base}, [${withKeyName(options)}]))`;

describe('the address of a request', () => {
  test.each([
    ['RelativePath = "api/jobs"', '/api/jobs?code=a%2Bb'],
    ['RelativePath = "/api/jobs"', '/api/jobs?code=a%2Bb'],
    ['Query = [q = "a b&c", #"p.x" = "ñ"]', '/?q=a%20b%26c&p.x=%C3%B1&code=a%2Bb'],
    ['Query = [a = {"1", "2"}]', '/?a=1&a=2&code=a%2Bb'],
  ])('%s', async (options, expected) => {
    const web = await webOf([{}]);
    await web.load(get(options));
    expect(web.urls()).toEqual([ORIGIN + expected]);
    expect(web.requests[0]?.method).toBe('GET');
  });

  test.each([
    ['is put together', `"${ORIGIN}" & ""`],
    ['is put together by a function', `Text.Lower("${ORIGIN}")`],
    ['comes from an answer', `Json.Document("[""${ORIGIN}""]"){0}`],
    ['is no address', '"app.example"'],
  ])('is refused where its base %s', async (_what, base) => {
    const web = await webOf([{}]);
    expect((await web.failure(get('', base))).Message).toContain('dynamic data source');
    expect(web.requests).toEqual([]);
  });

  test('has no numbers in it', async () => {
    const web = await webOf([{}]);
    expect(await web.failure(get('Query = [wait = 60]'))).toMatchObject({
      Message: 'We cannot convert the value 60 to type Text.',
    });
  });
});

describe('options', () => {
  test.each([
    ['Retry = true', "'Retry' isn't a valid Web.Contents option."],
    ['IsRetry = "true"', 'We cannot convert the value "true" to type Logical.'],
    ['Timeout = 100', 'We cannot convert the value 100 to type Duration.'],
    ['Headers = [Accept = 1]', 'We cannot convert the value 1 to type Text.'],
  ])('%s is refused', async (options, message) => {
    const web = await webOf([{}]);
    expect((await web.failure(get(options))).Message).toContain(message);
    expect(web.requests).toEqual([]);
  });
});

describe('with a key', () => {
  test.each([
    ['there is no POST', get('Content = Text.ToBinary("{}")'), 'only supported when connecting anonymously'],
    ['there are few headers', get('Headers = [#"x-mine" = "1"]'), "The 'x-mine' header is only supported"],
    ['it has to have a name', `Text.FromBinary(Web.Contents("${ORIGIN}"))`, 'when a web API key name is provided'],
    ['it is asked for by address', get('', '"https://other.example"'), 'Credentials are required'],
  ])('%s', async (_what, text, message) => {
    const web = await webOf([{}]);
    expect(await web.failure(text)).toMatchObject({
      Reason: 'DataSource.Error',
      Message: expect.stringContaining(message),
    });
    expect(web.requests).toEqual([]);
  });

  test('nobody sees it', async () => {
    const web = await webOf([{ status: 500 }]);
    expect(JSON.stringify(await web.failure(get('')))).not.toContain('a+b');
    expect(web.urls()[0]).toContain('code=a%2Bb');
  });

  test('an anonymous caller may POST, and has no key', async () => {
    const web = await webOf([{ body: 'ok' }], ANONYMOUS);
    expect(await web.load(get('Content = Text.ToBinary("{}"), Headers = [#"x-mine" = "1"]'))).toBe('ok');
    expect(web.requests).toMatchObject([{ method: 'POST', url: `${ORIGIN}/`, headers: { 'x-mine': '1' } }]);
  });
});

describe('the cache', () => {
  const twice = (first: string, second = first) => `{${get(first)}, ${get(second)}}`;
  const counting = () => {
    let count = 0;
    return webOf(() => ({ body: String(++count) }));
  };

  test.each([
    ['answers the same request for ever', twice(''), ['1', '1']],
    ['is passed by with IsRetry', twice('IsRetry = true'), ['1', '2']],
    ['has the answer to a retry, too', twice('IsRetry = true', 'IsRetry = false'), ['1', '1']],
    ['is another one for another path', twice('', 'RelativePath = "b"'), ['1', '2']],
    ['is another one for another query', twice('Query = [a = "1"]', 'Query = [a = "2"]'), ['1', '2']],
    ['is another one for other headers', twice('', 'Headers = [Accept = "a"]'), ['1', '2']],
    [
      'is the same one for headers that do not count',
      twice('', 'Headers = [Accept = "a"], ExcludedFromCacheKey = {"Accept"}'),
      ['1', '1'],
    ],
  ])('%s', async (_what, text, expected) => expect(await (await counting()).load(text)).toEqual(expected));

  test('is one for all evaluations of a refresh, and none for the next refresh', async () => {
    const web = await counting();
    expect([await web.load(get('')), await web.load(get('')), await web.load(get(''), web.another())]).toEqual([
      '1',
      '1',
      '2',
    ]);
  });

  test('has no answer to a POST, and no failure', async () => {
    const anonymous = await webOf([{ body: '1' }, { body: '2' }], ANONYMOUS);
    expect(await anonymous.load(twice('Content = Text.ToBinary("")'))).toEqual(['1', '2']);
    const failing = await webOf([{ status: 500 }, { body: 'ok' }]);
    expect(await failing.load(`{try ${get('')} otherwise "failed", ${get('')}}`)).toEqual(['failed', 'ok']);
  });
});

describe('the bytes of an answer', () => {
  const response = (options: string) => `let Response = Web.Contents("${ORIGIN}", [${withKeyName(options)}])`;
  const STATUS = 'Value.Metadata(Response)[Response.Status]';

  test.each([
    ['are fetched when they are read', 0, 'Response is binary and Response <> null'],
    ['are fetched each time that they are read', 2, '{Binary.Length(Response), Binary.Length(Response)}'],
    [
      'are fetched once if they are buffered',
      1,
      'let B = Binary.Buffer(Response) in {Binary.Length(B), Binary.Length(B)}',
    ],
    [
      'come with the status if they were read first',
      1,
      `let B = Binary.Buffer(Response) in {Binary.Length(B), ${STATUS}}`,
    ],
    ['are fetched again if the status was read first', 2, `{${STATUS}, Binary.Length(Response)}`],
  ])('%s', async (_what, times, text) => {
    const web = await webOf([{ status: 202 }]);
    await web.load(`${response('IsRetry = true')} in ${text}`);
    expect(web.requests).toHaveLength(times);
  });

  test('have no metadata once they are buffered', async () => {
    const web = await webOf([{}]);
    expect(await web.load(`${response('')} in Value.Metadata(Binary.Buffer(Response))`)).toEqual({});
  });

  test('come with few headers: no Location, no Retry-After', async () => {
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      location: '/a',
      'retry-after': '5',
      'x-mine': '1',
    };
    const web = await webOf([{ status: 202, headers }]);
    expect(await web.load(`${response('')} in Value.Metadata(Response)`)).toEqual({
      'Content.Type': 'application/json',
      'Response.Status': 202,
      Headers: { 'Content-Type': 'application/json; charset=utf-8' },
    });
    expect(web.requests).toHaveLength(1); // 202 is a success like any other
  });
});

describe('an answer with the status', () => {
  test.each([400, 404, 410, 422, 424, 500, 502])(
    '%d is an error, and one to read if the query wishes so',
    async (status) => {
      const web = await webOf([{ status, body: 'why' }]);
      expect(await web.failure(get(''))).toMatchObject({
        Reason: 'DataSource.Error',
        Message: expect.stringContaining(`failed to get contents from '${ORIGIN}/' (${status})`),
        Detail: { DataSourceKind: 'Web', Url: `${ORIGIN}/` },
      });
      expect(await web.load(get(`ManualStatusHandling = {${status}}`))).toBe('why');
      expect(web.requests).toHaveLength(2);
    },
  );

  test.each([401, 403])('%d is one of credentials, whatever the query wishes', async (status) => {
    const web = await webOf([{ status, body: 'a reason' }]);
    const failure = await web.failure(get(`ManualStatusHandling = {${status}}`));
    expect([failure.Reason, JSON.stringify(failure).includes('a reason')]).toEqual(['DataSource.Error', false]);
    expect(web.requests).toHaveLength(1);
  });

  test.each([408, 429, 503, 504, 509])('%d is asked three times more', async (status) => {
    const web = await webOf([{ status }, { status }, { status }, { body: 'ok' }]);
    expect(await web.load(get(''))).toBe('ok');
    expect(web.times()).toEqual([0, 1, 3, 7]);
    const never = await webOf([{ status }]);
    expect((await never.failure(get(''))).Message).toContain(`(${status})`);
    expect(never.requests).toHaveLength(4);
    expect(await never.load(get(`ManualStatusHandling = {${status}}`))).toBe('');
    expect(never.requests).toHaveLength(5);
  });

  test.each([
    ['7', 7],
    ['0', 0.5],
    ['600', 120],
    ['Fri, 01 Jan 2027 00:00:00 GMT', 1],
  ])('503 is asked again after a Retry-After of %s', async (retryAfter, seconds) => {
    const web = await webOf([{ status: 503, headers: { 'retry-after': retryAfter } }, {}]);
    await web.load(get(''));
    expect(web.times()).toEqual([0, seconds]);
  });

  test.each([300, 301, 302, 303, 307])('%d leads on', async (status) => {
    const web = await webOf([{ status, headers: { location: '/b?c=d' } }, { body: 'there' }]);
    expect(await web.load(get(''))).toBe('there');
    expect(web.urls()[1]).toBe(`${ORIGIN}/b?c=d`);
  });

  test('302 is an error without a Location, and in a circle', async () => {
    expect((await (await webOf([{ status: 302 }])).failure(get(''))).Message).toContain('does not say where to');
    const circle = await webOf([{ status: 302, headers: { location: '/' } }]);
    expect((await circle.failure(get(''))).Message).toContain('too many');
  });
});

describe('an answer that takes long', () => {
  test('is waited for for 100 seconds', async () => {
    expect(await (await webOf([{ afterMs: 99_900, body: 'late' }])).load(get(''))).toBe('late');
    const web = await webOf([{ afterMs: 100_100 }]);
    expect(await web.failure(get(''))).toMatchObject({
      Reason: 'DataSource.Error',
      Message: 'The operation has timed out.',
    });
    expect([web.requests.length, web.seconds()]).toEqual([1, 100]);
  });

  test('is waited for for as long as the query says', async () => {
    expect(await (await webOf([{ afterMs: 150_000, body: 'late' }])).load(get('Timeout = #duration(0, 0, 5, 0)'))).toBe(
      'late',
    );
    const web = await webOf([{ afterMs: 20_000 }]);
    expect((await web.failure(get('Timeout = #duration(0, 0, 0, 10)'))).Message).toBe('The operation has timed out.');
  });
});

test('Function.InvokeAfter waits', async () => {
  const web = await webOf([{}]);
  expect(await web.load('Function.InvokeAfter(() => 1, #duration(0, 1, 0, 0))')).toBe(1);
  expect(web.seconds()).toBe(3600);
});
