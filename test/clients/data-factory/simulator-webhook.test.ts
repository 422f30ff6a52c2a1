import { answering, play, webTo } from '../../support/data-factory/made-up-factory';
import type { WebRequest } from '../../support/data-factory/services/web';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const after = (seconds: number) => new Promise<void>((resolve) => void setTimeout(resolve, seconds * 1000));
const post = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: { a: '@add(1, 1)' } };

describe('a webhook', () => {
  const hook = (more: object = {}) =>
    webTo('Hook', { type: 'WebHook' }, { ...post, reportStatusOnCallBack: true, ...more });
  const uriIn = (request: WebRequest): string => JSON.parse(request.body ?? '{}').callBackUri;
  const json = { 'content-type': 'application/json' };
  const good = { Output: { id: 'r1' }, StatusCode: '200' };
  const bad = { Output: { id: 'r1' }, Error: { ErrorCode: 'runFailed', Message: 'no' }, StatusCode: '424' };

  /** Answers, and calls back some time later, twice. */
  const runs = async (body: unknown, { seconds = 300, more = {}, headers = json, ...options } = {}) => {
    const answers: (number | undefined)[] = [];
    const run = await play(clock, {
      activities: [hook(more)],
      endpoint: (request, factory) => {
        const call = () =>
          answers.push(
            factory.receive({ method: 'POST', url: uriIn(request), headers, body: JSON.stringify(body) })?.status,
          );
        setTimeout(() => [call(), call()], seconds * 1000);
        return answering({}, 202, { location: 'https://app/link' });
      },
      ...options,
    });
    await clock.advance(7_200_000);
    return { ...run, answers };
  };

  test('says where it waits, and ends when it is called', async () => {
    const { of, requests, seconds, answers } = await runs(good);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      a: 2,
      callBackUri: expect.stringMatching(
        /^https:\/\/dpnortheurope\.svc\.datafactory\.azure\.com\/workflow\/callback\/.+token=/,
      ),
    });
    expect([seconds, of('Hook').output, answers]).toEqual([300, { id: 'r1' }, [200, 404]]);
  });

  test('fails if it is told so', async () => {
    const { of } = await runs(bad);
    expect(of('Hook')).toMatchObject({
      status: 'Failed',
      output: { id: 'r1' },
      error: { errorCode: 'runFailed', message: 'no' },
    });
  });

  test('goes well whatever it is told, if it is not to look', async () => {
    const { of } = await runs(bad, { more: { reportStatusOnCallBack: false } });
    expect(of('Hook')).toMatchObject({ status: 'Succeeded', output: bad });
  });

  test.each([
    [undefined, 599, 'Succeeded'],
    [undefined, 601, 'TimedOut'],
    ['01:00:00', 3599, 'Succeeded'],
    ['01:00:00', 3601, 'TimedOut'],
  ])('waits to be called as long as it may (%s): %d s', async (timeout, seconds, expected) => {
    const { of, answers } = await runs(good, { seconds, more: timeout ? { timeout } : {} });
    expect([of('Hook').status, answers[0]]).toEqual([expected, expected === 'Succeeded' ? 200 : 404]);
  });

  test('needs an answer within a minute', async () => {
    const { of, seconds } = await play(clock, {
      activities: [hook()],
      endpoint: async () => {
        await after(61);
        return answering({});
      },
    });
    expect([of('Hook').status, seconds]).toEqual(['Failed', 60]);
  });

  test('fails if it is refused', async () => {
    const { message } = await play(clock, { activities: [hook()], endpoint: () => answering({ detail: 'no' }, 400) });
    expect(message).toContain('{"detail":"no"}');
  });

  test.each([
    [good, { 'content-type': 'text/plain' }, 415],
    ['a text', json, 400],
  ])('does not take %j with %j', async (body, headers, expected) => {
    const { of, answers } = await runs(body, { headers });
    expect([of('Hook').status, answers]).toEqual(['TimedOut', [expected, expected]]);
  });

  test('may ask at the Location before it waits', async () => {
    const { requests } = await play(clock, {
      activities: [hook()],
      habits: { webhookFollows: true },
      endpoint: (request, factory) => {
        if (request.method === 'GET') return answering({});
        factory.receive({ method: 'POST', url: uriIn(request), headers: json, body: JSON.stringify(good) });
        return answering({}, 202, { location: 'https://app/link' });
      },
    });
    expect(requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });
});
