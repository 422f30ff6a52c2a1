import { type ClientRequest, get as getPlain, type IncomingMessage } from 'node:http';
import { get as getTls } from 'node:https';
import { type HttpListener, listen } from '../../../../local/http';
import { createCertificate } from '../../../../local/workspace/certificate';
import { breakConnection } from '../../../../local/workspace/faults/broken-connection';
import type { ConnectionFault } from '../../../../local/workspace/faults/fault';

const ANSWER = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"run_id":123}' };
const identity = createCertificate(['127.0.0.1'], Date.now());
let fault: ConnectionFault;
let body = ANSWER.body;
const listeners: HttpListener[] = [];
const handler = async () => breakConnection({ ...ANSWER, body }, fault);

beforeAll(async () => {
  listeners.push(await listen(0, ['127.0.0.1'], handler), await listen(0, ['127.0.0.1'], handler, { tls: identity }));
});
afterAll(() => Promise.all(listeners.map((listener) => listener.close())));

interface Seen {
  /** Undefined: no answer came. */
  status?: number;
  body: string;
  /** Undefined: it was still open when we lost patience. */
  error?: string;
}

const PATIENCE_MS = 300;

function ask(over: 'http' | 'https'): Promise<Seen> {
  const options = {
    host: '127.0.0.1',
    port: listeners[over === 'http' ? 0 : 1]?.port,
    ca: identity.cert,
    agent: false,
  };
  return new Promise((resolve) => {
    const seen: Seen = { body: '' };
    let outgoing: ClientRequest;
    const patience = setTimeout(() => {
      resolve(seen);
      outgoing.destroy();
    }, PATIENCE_MS);
    const onError = (error: NodeJS.ErrnoException) => {
      clearTimeout(patience);
      resolve({ ...seen, error: error.code ?? error.message });
    };
    const onAnswer = (incoming: IncomingMessage) => {
      seen.status = incoming.statusCode ?? 0;
      incoming.setEncoding('utf8').on('error', onError);
      incoming.on('data', (chunk: string) => {
        seen.body += chunk;
      });
      incoming.on('end', () => onError(new Error('it ended as if nothing were')));
    };
    outgoing = over === 'http' ? getPlain(options, onAnswer) : getTls(options, onAnswer);
    outgoing.on('error', onError);
  });
}

describe.each(['http', 'https'] as const)('over %s', (over) => {
  test.each<[string, ConnectionFault, Seen]>([
    ['a reset sends nothing and closes', { kind: 'reset' }, { body: '', error: 'ECONNRESET' }],
    ['a cut closes in the middle of the body', { kind: 'cut' }, { status: 200, body: '{"run_i', error: 'ECONNRESET' }],
    ['a stall can send nothing', { kind: 'stall', sent: 'nothing' }, { body: '' }],
    ['a stall can send the head', { kind: 'stall', sent: 'head' }, { status: 200, body: '' }],
    ['a stall can send half of the body', { kind: 'stall', sent: 'half' }, { status: 200, body: '{"run_i' }],
  ])('%s', async (_name, asked, seen) => {
    fault = asked;
    body = ANSWER.body;
    expect(await ask(over)).toEqual(seen);
  });

  test('an empty body does not arrive whole either', async () => {
    fault = { kind: 'cut' };
    body = '';
    expect(await ask(over)).toEqual({ status: 200, body: '', error: 'ECONNRESET' });
  });
});
