import type { Problem } from '../../domain/answer';
import { oneLine } from '../../domain/texts/one-line';

interface Circumstances {
  host: string;
  timedOut: boolean;
  timeoutMs: number;
}

/** Errors of making a connection. After one of these, Databricks can't have been asked anything. */
const NOT_CONNECTED = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
];
const BAD_CERTIFICATE = /^(?:CERT_|UNABLE_TO_|ERR_TLS_CERT_)/;
/** OpenSSL has one code for all of its troubles, early or late. */
const NO_HANDSHAKE = /wrong version number|handshake failure|protocol version|unsupported protocol|unrecognized name/i;

/** There was no answer, or not all of one. */
export function networkProblem(error: unknown, { host, timedOut, timeoutMs }: Circumstances): Problem {
  const { code = '', message = '', cause } = error as NodeJS.ErrnoException;
  const place = hostName(host);
  if (/maxContentLength/.test(message))
    // Asked again, it would be as large again.
    return problem('refused', 'ANSWER_TOO_LARGE', `The answer of ${place} is too large to be read.`, true);
  if (timedOut)
    return problem('unavailable', 'NETWORK', `No complete answer from ${place} within ${timeoutMs / 1000} s.`, true);
  const beforeSending =
    NOT_CONNECTED.includes(code) || BAD_CERTIFICATE.test(code) || NO_HANDSHAKE.test(message) || isOfConnecting(cause);
  const what = message || code || 'unknown error';
  return problem('unavailable', 'NETWORK', `No complete answer from ${place}: ${what}`, !beforeSending);
}

function problem(kind: Problem['kind'], code: string, message: string, mayHaveHappened: boolean): Problem {
  return { kind, code, message: oneLine(message), mayHaveHappened };
}

/** A connection that could not be made in time has the same code as one that later fell silent. */
function isOfConnecting(cause: unknown): boolean {
  const { syscall, errors } = (cause ?? {}) as { syscall?: unknown; errors?: unknown };
  if (Array.isArray(errors)) return errors.length > 0 && errors.every(isOfConnecting);
  return syscall === 'connect' || syscall === 'getaddrinfo';
}

function hostName(host: string): string {
  return URL.canParse(host) ? new URL(host).host : host;
}
