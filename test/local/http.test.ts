import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { type HttpListener, listen } from '../../local/http';
import { request } from '../support/request';

const listeners: HttpListener[] = [];
const serve: typeof listen = async (...args) => {
  const listener = await listen(...args);
  listeners.push(listener);
  return listener;
};
afterEach(async () => {
  await Promise.all(listeners.splice(0).map((listener) => listener.close()));
});

const hello = async () => ({ status: 200, body: 'hello' });

test('one port is served on several addresses', async () => {
  const { port } = await serve(0, ['127.0.0.1', '::1'], hello);
  for (const host of ['127.0.0.1', '[::1]']) {
    expect(await (await fetch(`http://${host}:${port}/`)).text()).toBe('hello');
  }
});

test('a port in use is refused, and nothing stays open', async () => {
  const { port } = await serve(0, ['::1'], hello);
  await expect(listen(port, ['127.0.0.1', '::1'], hello)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
});

test('an answer that HTTP has no room for is a 500', async () => {
  const { port } = await serve(0, ['127.0.0.1'], async () => ({ status: 200, headers: { 'x-a': 'a\nb' } }));
  expect((await request('GET', port, '/')).status).toBe(500);
});

test('a handler that throws answers 500 and tells nothing', async () => {
  const { port } = await serve(0, ['127.0.0.1'], async () => {
    throw new Error('secret');
  });
  expect(await request('GET', port, '/')).toMatchObject({ status: 500, body: '' });
});

test('closing does not wait for connections that are kept alive', async () => {
  const { port, close } = await serve(0, ['127.0.0.1'], hello);
  const agent = new Agent({ keepAlive: true });
  await new Promise((resolve) => get({ port, agent }, (answer) => answer.resume().on('end', resolve)));
  const began = Date.now();
  await close();
  expect(Date.now() - began).toBeLessThan(1000);
  agent.destroy();
});

test('closing lets a request under way end, and cuts one that does not', async () => {
  let answer: (text: string) => void = () => {};
  const { port, close } = await serve(0, ['127.0.0.1'], async ({ path }) => {
    const text = path === '/slow' ? await new Promise<string>((resolve) => setTimeout(resolve, 300, 'slow')) : '';
    if (path === '/never') await new Promise<string>((resolve) => (answer = resolve));
    return { status: 200, body: text };
  });
  const slow = request('GET', port, '/slow');
  const never = request('GET', port, '/never').catch((error: Error) => error.message);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await close();
  expect((await slow).body).toBe('slow');
  expect(await never).toBe('socket hang up');
  answer('');
});

test('a caller that hangs up in the middle of its body does no harm', async () => {
  const { port } = await serve(0, ['127.0.0.1'], hello);
  const socket = connect(port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf');
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  expect((await request('GET', port, '/')).status).toBe(200);
});

test('an answer can take the response over, and send what it likes', async () => {
  const { port } = await serve(0, ['127.0.0.1'], async () => ({
    status: 200,
    body: 'not sent',
    takeOver: (response) => response.writeHead(418).end('my own'),
  }));
  expect(await request('GET', port, '/')).toMatchObject({ status: 418, body: 'my own' });
});
