import { AxiosError } from 'axios';
import { networkProblem } from '../../../src/adapters/databricks/network-problem';

const CIRCUMSTANCES = { host: 'https://adb-1.2.azuredatabricks.net', timedOut: false, timeoutMs: 30_000 };

/** As axios passes on what Node says. */
const passedOn = (error: Error, more: object) => AxiosError.from(Object.assign(error, more));
const failed = (more: object) => passedOn(new Error('it failed'), more);
const allFailed = (...errors: object[]) => passedOn(new AggregateError(errors), { code: 'ETIMEDOUT' });

test.each([
  [failed({ code: 'ECONNREFUSED', syscall: 'connect' })],
  [failed({ code: 'ETIMEDOUT', syscall: 'connect' })],
  [failed({ code: 'ECONNRESET', syscall: 'connect' })],
  [failed({ code: 'ESERVFAIL', syscall: 'getaddrinfo' })],
  [failed({ code: 'EAI_AGAIN' })],
  [failed({ code: 'EHOSTUNREACH' })],
  [failed({ code: 'CERT_HAS_EXPIRED' })],
  [failed({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })],
  [failed({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })],
  [failed({ code: 'SELF_SIGNED_CERT_IN_CHAIN' })],
  [passedOn(new Error('SSL routines: ssl/tls alert handshake failure'), { code: 'EPROTO', syscall: 'write' })],
  [allFailed({ syscall: 'connect' }, { syscall: 'connect' })],
])('%s: nothing can have happened', (error) => {
  expect(networkProblem(error, CIRCUMSTANCES)).toMatchObject({ kind: 'unavailable', mayHaveHappened: false });
});

test.each([
  [failed({ code: 'ECONNRESET', syscall: 'read' })],
  [failed({ code: 'ETIMEDOUT', syscall: 'read' })],
  [failed({ code: 'EPIPE', syscall: 'write' })],
  [failed({ code: 'EPROTO', syscall: 'write' })],
  [failed({ code: 'ERR_BAD_RESPONSE' })],
  [allFailed({ syscall: 'connect' }, { syscall: 'read' })],
  [allFailed()],
  [new Error('it failed')],
])('%s: it may have happened', (error) => {
  expect(networkProblem(error, CIRCUMSTANCES)).toMatchObject({ kind: 'unavailable', mayHaveHappened: true });
});

test('the message names the host and the reason, and no secret', () => {
  const error = passedOn(new Error('socket\nhang up of Bearer abc'), { code: 'ECONNRESET' });
  expect(networkProblem(error, CIRCUMSTANCES)).toEqual({
    kind: 'unavailable',
    code: 'NETWORK',
    message: 'No complete answer from adb-1.2.azuredatabricks.net: socket hang up of Bearer [redacted]',
    mayHaveHappened: true,
  });
});

test('where there is no message the code stands for it', () => {
  const { message } = networkProblem(passedOn(new Error(''), { code: 'ECONNRESET' }), CIRCUMSTANCES);
  expect(message).toMatch(/: ECONNRESET$/);
});

test('an answer that did not come in time may still have been on its way', () => {
  expect(networkProblem(failed({ code: 'ERR_CANCELED' }), { ...CIRCUMSTANCES, timedOut: true })).toEqual({
    kind: 'unavailable',
    code: 'NETWORK',
    message: 'No complete answer from adb-1.2.azuredatabricks.net within 30 s.',
    mayHaveHappened: true,
  });
});
