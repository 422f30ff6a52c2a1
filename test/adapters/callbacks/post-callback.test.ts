import { type HttpHandler, type HttpListener, type HttpRequest, listen } from '../../../local/http';
import { createPostCallback } from '../../../src/adapters/callbacks/post-callback';

const listeners: HttpListener[] = [];
afterEach(async () => {
  await Promise.all(listeners.splice(0).map((listener) => listener.close()));
});

async function receiver(handler: HttpHandler) {
  const requests: HttpRequest[] = [];
  const listener = await listen(0, ['127.0.0.1'], (request) => {
    requests.push(request);
    return handler(request);
  });
  listeners.push(listener);
  return { url: `http://127.0.0.1:${listener.port}`, requests };
}

const post = createPostCallback({ version: '1.2.3', now: () => 0 });

test('a receiver gets what is posted, and no header of ours but those that it needs', async () => {
  const { url, requests } = await receiver(async () => ({ status: 204 }));
  expect(await post(`${url}/done?token=a%2Fb`, '{"a":"ñ"}', { 'webhook-id': 'run.ended' })).toEqual({
    status: 204,
    retryAfterMs: null,
    problem: null,
  });
  const [request] = requests;
  expect([request?.method, request?.path, request?.query]).toEqual(['POST', '/done', 'token=a%2Fb']);
  expect(request?.body.toString()).toBe('{"a":"ñ"}');
  expect(request?.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': 'run.ended' });
  expect(request?.headers['user-agent']).toBe('databricks-job-runner/1.2.3');
  for (const name of ['authorization', 'cookie', 'referer']) expect(request?.headers).not.toHaveProperty(name);
});

test.each([301, 302, 303, 307, 308])(
  'a redirect is not followed: only the first host was checked (%d)',
  async (status) => {
    const inside = await receiver(async () => ({ status: 200 }));
    const { url } = await receiver(async () => ({ status, headers: { location: `${inside.url}/metadata` } }));
    expect(await post(url, '{}', {})).toEqual({ status, retryAfterMs: null, problem: `It answered ${status}.` });
    expect(inside.requests).toEqual([]);
  },
);

test('an answer without end is not read', async () => {
  let cutOff = () => {};
  const isCutOff = new Promise<void>((resolve) => {
    cutOff = resolve;
  });
  const { url } = await receiver(async () => ({
    status: 200,
    takeOver: (response) => {
      const stream = setInterval(() => response.write(' '.repeat(65_536)), 1);
      response.once('close', () => {
        clearInterval(stream);
        cutOff();
      });
    },
  }));
  expect(await post(url, '{}', {})).toMatchObject({ status: 200, problem: null });
  await isCutOff;
});

test('a problem names neither the address nor what stands in it', async () => {
  const { url } = await receiver(async () => ({ status: 500 }));
  await Promise.all(listeners.splice(0).map((listener) => listener.close()));
  const { status, problem } = await post(`${url}/callback?token=canary-7f3a`, '{}', {});
  expect(status).toBe(0);
  expect(problem).toMatch(/^No answer: /);
  expect(problem).not.toContain('canary-7f3a');
});
