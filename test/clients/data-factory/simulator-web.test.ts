import type { JsonObject } from '../../support/data-factory/json';
import { answering, dependingOn, play, webTo } from '../../support/data-factory/made-up-factory';
import type { WebRequest } from '../../support/data-factory/services/web';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const after = (seconds: number) => new Promise<void>((resolve) => void setTimeout(resolve, seconds * 1000));
const post = {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'X-Key': 'k' },
  body: { a: '@add(1, 1)' },
};

describe('a Web activity', () => {
  test('sends what its expressions come to, and has the answer as its output', async () => {
    const { of, requests } = await play(clock, {
      activities: [webTo('Web', {}, post)],
      endpoint: () => answering({ id: 'r1' }, 200, { 'x-more': '1' }),
    });
    expect(requests).toEqual([{ method: 'POST', url: 'https://app/Web', headers: post.headers, body: '{"a":2}' }]);
    expect(of('Web').output).toMatchObject({ id: 'r1', ADFWebActivityResponseHeaders: { 'x-more': '1' } });
  });

  test('has the token of the managed identity', async () => {
    const authentication = { type: 'MSI', resource: 'api://app' };
    const { requests } = await play(clock, { activities: [webTo('Web', {}, { authentication })] });
    expect(requests[0]?.headers).toEqual({ Authorization: 'Bearer token-for-api://app' });
  });

  test.each([
    ['an array', '[]'],
    ['a text', 'fine'],
    ['a text in JSON', '"fine"'],
    ['more than 4 MB', JSON.stringify({ a: 'a'.repeat(4 * 1024 * 1024) })],
  ])('can not take %s', async (_, body) => {
    const { status, message } = await play(clock, { activities: [webTo('Web')], endpoint: () => answering(body) });
    expect([status, message]).toEqual(['Failed', expect.stringContaining('not a valid JObject')]);
  });

  test.each<[boolean, string]>([
    [true, '{"detail":"no"}'],
    [false, 'Invoking Web Activity failed with HttpStatusCode - \'424\', message - \'{"detail":"no"}\''],
  ])('fails by a status from 400, and has the body in its error alone (%p)', async (bareErrors, message) => {
    const { of } = await play(clock, {
      activities: [webTo('Web')],
      endpoint: () => answering({ detail: 'no' }, 424),
      habits: { bareErrors },
    });
    expect(of('Web')).toMatchObject({ status: 'Failed', error: { errorCode: '2108', message, target: 'Web' } });
    expect(JSON.stringify(of('Web').output)).not.toContain('no"');
  });

  test.each([
    [undefined, 59, 'Succeeded', 59],
    [undefined, 61, 'Failed', 60],
    ['00:03:00', 170, 'Succeeded', 170],
    ['00:03:00', 190, 'Failed', 180],
  ])('waits for an answer no longer than it may (%s): %d s', async (httpRequestTimeout, takes, expected, took) => {
    const { status, seconds } = await play(clock, {
      activities: [webTo('Web', {}, httpRequestTimeout ? { httpRequestTimeout } : {})],
      endpoint: async () => {
        await after(takes);
        return answering({});
      },
    });
    expect([status, seconds]).toEqual([expected, took]);
  });

  test.each<[string, JsonObject, string]>([
    ['an address that is none', { url: 'app' }, 'no address'],
    ['a header that is no text', { ...post, headers: { 'Content-Type': 1 } }, 'is no text'],
    ['a body that is an array', { ...post, body: [1] }, 'array'],
    ['more than 896 KB', { ...post, body: { a: '@pipeline().parameters.large' } }, 'too large'],
  ])('is never sent with %s', async (_, properties, why) => {
    const parameters = { large: { type: 'String', defaultValue: '' } };
    const given = { large: 'a'.repeat(900 * 1024) };
    const { message, requests } = await play(clock, { parameters, given, activities: [webTo('Web', {}, properties)] });
    expect([message, requests.length]).toEqual([expect.stringContaining(why), 0]);
  });

  describe('that is answered 202', () => {
    const goingOn = (left: number[], more: Record<string, string> = {}) => {
      const times: number[] = [];
      const endpoint = (request: WebRequest) => {
        times.push(clock.now());
        const wait = left.shift();
        if (wait === undefined) return answering({ state: 'over', url: request.url });
        return answering({ state: 'going' }, 202, {
          location: 'https://app/link',
          'retry-after': String(wait),
          ...more,
        });
      };
      return { endpoint, gaps: () => times.slice(1).map((time, at) => (time - (times[at] ?? 0)) / 1000) };
    };

    test('asks at its Location until it has ended, without the headers and the sign-in of the request', async () => {
      const { endpoint, gaps } = goingOn([5, 10, 30]);
      const properties = { ...post, authentication: { type: 'MSI', resource: 'api://app' } };
      const { of, requests } = await play(clock, { activities: [webTo('Web', {}, properties)], endpoint });
      expect(requests.slice(1)).toEqual(Array(3).fill({ method: 'GET', url: 'https://app/link', headers: {} }));
      expect(gaps()).toEqual([5, 10, 30]);
      expect(of('Web').output).toMatchObject({ state: 'over' });
    });

    test('may ask as often as it likes', async () => {
      const { endpoint, gaps } = goingOn([5, 10]);
      await play(clock, { activities: [webTo('Web')], endpoint, habits: { pollSeconds: 1 } });
      expect(gaps()).toEqual([1, 1]);
    });

    test('takes it for the answer if it must not follow', async () => {
      const { endpoint } = goingOn([5]);
      const { of, requests } = await play(clock, { activities: [webTo('Web', {}, { turnOffAsync: true })], endpoint });
      expect([of('Web').output, requests.length]).toEqual([expect.objectContaining({ state: 'going' }), 1]);
    });

    test('fails when its time is up, and asks no more', async () => {
      const { endpoint } = goingOn(Array(1000).fill(30));
      const activities = [webTo('Web', { policy: { timeout: '00:10:00' } })];
      const { of, seconds, requests } = await play(clock, { activities, endpoint });
      expect([of('Web').status, seconds, requests.length]).toEqual(['TimedOut', 600, 20]);
    });

    test('fails by the status of the end', async () => {
      const { message } = await play(clock, {
        activities: [webTo('Web')],
        endpoint: ({ url }) =>
          url.endsWith('Web') ? answering({}, 202, { location: 'https://app/link' }) : answering('gone', 410),
      });
      expect(message).toContain('gone');
    });
  });

  test('is sent again as it was, as often as its policy says', async () => {
    const policy = { retry: 2, retryIntervalInSeconds: 40 };
    const { status, seconds, requests, log } = await play(clock, {
      activities: [webTo('Web', { policy }, { ...post, body: { id: '@guid()', at: '@utcNow()' } })],
      endpoint: () => answering({}, 503),
    });
    expect([status, seconds, log.map(({ retryAttempt }) => retryAttempt)]).toEqual(['Failed', 80, [0, 1, 2]]);
    expect(new Set(requests.map(({ body }) => body)).size).toBe(1);
  });

  test('is sent again after an answer that was lost', async () => {
    let isFirst = true;
    const { status, requests } = await play(clock, {
      activities: [webTo('Web', { policy: { retry: 1 } }, post)],
      endpoint: () => {
        if (!isFirst) return answering({});
        isFirst = false;
        throw new Error('socket hang up');
      },
    });
    expect([status, requests.length]).toEqual(['Succeeded', 2]);
  });

  test('shows neither what goes in nor what comes out if it must not', async () => {
    const vault = { url: 'https://v.vault.azure.net', secrets: { key: 'SECRET' } };
    const authentication = { type: 'MSI', resource: 'https://vault.azure.net' };
    const headers = { 'x-key': "@activity('Get').output.value" };
    const { log, requests } = await play(clock, {
      vault,
      activities: [
        webTo(
          'Get',
          { policy: { secureOutput: true } },
          { url: `${vault.url}/secrets/key?api-version=7.4`, authentication },
        ),
        webTo('Use', { policy: { secureInput: true }, ...dependingOn('Get', 'Succeeded') }, { headers }),
      ],
    });
    expect(requests[1]?.headers).toEqual({ 'x-key': 'SECRET' });
    expect(log.map(({ input, output }) => [input === null, output === null])).toEqual([
      [false, true],
      [true, false],
    ]);
    expect(JSON.stringify(log)).not.toContain('SECRET');
  });

  test.each([
    ['without a token for vaults', undefined, '7.4', '401'],
    ['without the version of the interface', 'https://vault.azure.net', '', '400'],
  ])('is shown no secret %s', async (_, resource, version, expected) => {
    const vault = { url: 'https://v.vault.azure.net', secrets: { key: 'SECRET' } };
    const url = `${vault.url}/secrets/key?api-version=${version}`;
    const authentication = resource === undefined ? {} : { authentication: { type: 'MSI', resource } };
    const { message } = await play(clock, { vault, activities: [webTo('Get', {}, { url, ...authentication })] });
    expect(message).toContain(`'${expected}'`);
  });
});
