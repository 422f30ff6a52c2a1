import type { Problem } from '../../domain/answer';
import { retryAfterMs } from '../../domain/retry-after';
import { oneLine } from '../../domain/texts/one-line';
import type { Reply } from './connection';
import { readErrorBody } from './error-body';

interface Facts {
  status: number;
  code: string;
  message: string;
}

interface Rule {
  applies(facts: Facts): boolean;
  kind: Problem['kind'];
  mayHaveHappened?: true;
  throttled?: true;
}

/** Not only 401 says that a token is no good: it may also look like a lack of permission, or like a mistake. */
const REFUSED_TOKENS: Readonly<Record<number, RegExp>> = {
  400: /ExpiredJwt|InvalidJwt|jsonwebtoken/i,
  403: /invalid (?:access )?token|(?:token|JWT) (?:is|has) expired|token is expiring|ExpiredJwt|InvalidJwt|jsonwebtoken/i,
};

/** Texts that the official clients take for a passing trouble, with whatever status they come. */
const BUSY_TEXTS =
  /RPC token bucket limit has been exceeded|ClusterNotReadyException|There is no worker environment with id|worker env .{0,200}not found/i;
const TOO_SLOW_TEXTS =
  /please try again later or try a faster operation|timed out after|deadline exceeded|unexpected error/i;

const BUSY_CODES = ['COULD_NOT_ACQUIRE_LOCK', 'REQUEST_LIMIT_EXCEEDED', 'RESOURCE_EXHAUSTED'];
const UNSURE_CODES = ['TEMPORARILY_UNAVAILABLE', 'DEADLINE_EXCEEDED', 'ABORTED', 'CANCELLED', 'INTERNAL_ERROR'];
const UNSURE_STATUSES = [408, 499];

/** The older parts of Databricks say so with a code that means any mistake. */
const NOT_THERE = [
  /^(?:run|job):? \d+\b.{0,200}\b(?:does not|doesn't) exist/i,
  /^cluster:? [\w-]+ (?:does not|doesn't) exist/i,
  /^cannot access cluster [\w-]+ that was terminated or unpinned more than/i,
];

/** The first rule that applies says what an error means. */
const RULES: readonly Rule[] = [
  { applies: ({ status }) => status === 501, kind: 'refused' },
  { applies: ({ status }) => status >= 500, kind: 'unavailable', mayHaveHappened: true },
  { applies: ({ status }) => status === 429, kind: 'unavailable', throttled: true },
  { applies: ({ status }) => status === 401, kind: 'unauthenticated' },
  {
    applies: ({ status, code, message }) => REFUSED_TOKENS[status]?.test(`${code} ${message}`) ?? false,
    kind: 'unauthenticated',
  },
  {
    applies: ({ code, message }) => BUSY_CODES.includes(code) || BUSY_TEXTS.test(message),
    kind: 'unavailable',
    throttled: true,
  },
  {
    applies: ({ status, code, message }) =>
      UNSURE_STATUSES.includes(status) || UNSURE_CODES.includes(code) || TOO_SLOW_TEXTS.test(message),
    kind: 'unavailable',
    mayHaveHappened: true,
  },
  { applies: ({ status }) => status === 403, kind: 'forbidden' },
  // Not what was asked for is missing, but the API itself: the address is that of something else.
  { applies: ({ code }) => code === 'ENDPOINT_NOT_FOUND', kind: 'refused' },
  { applies: ({ status, code }) => status === 404 || code === 'RESOURCE_DOES_NOT_EXIST', kind: 'notFound' },
  {
    applies: ({ status, message }) => status === 400 && NOT_THERE.some((text) => text.test(message)),
    kind: 'notFound',
  },
  { applies: () => true, kind: 'refused' },
];

/** Takes out of a text what must not be repeated. */
export type Hide = (text: string) => string;

/** What is wrong with a reply, by its status. Undefined if nothing is: then its body is the answer. */
export function problemOf(reply: Reply, now: number, hide: Hide): Problem | undefined {
  const { status } = reply;
  if (status >= 200 && status < 300) return undefined;
  if (status < 400) return redirected(reply, hide);
  const told = readErrorBody(reply.body);
  // Hidden before it is made one line and cut: what is left of a secret then may be told from it no more.
  const message =
    oneLine(hide(told.message ?? '')) ||
    oneLine(hide(reply.header('x-databricks-reason-phrase') ?? '')) ||
    `Databricks answered with status ${status} and no explanation.`;
  const facts: Facts = { status, code: hide(told.code ?? `HTTP_${status}`), message };
  const rule = RULES.find(({ applies }) => applies(facts));
  const kind = rule?.kind ?? 'refused';
  return {
    kind,
    code: oneLine(facts.code),
    message,
    mayHaveHappened: rule?.mayHaveHappened ?? false,
    ...(rule?.throttled && { throttled: true }),
    ...(kind === 'unavailable' && withRetryAfter(reply, now)),
  };
}

/** An answer that should have been one, by its status. What was asked for may well have been done. */
export function unreadable(why: string): Problem {
  const message = oneLine(`The answer of Databricks can't be read: ${why}`);
  return { kind: 'unavailable', code: 'UNREADABLE_ANSWER', message, mayHaveHappened: true };
}

function withRetryAfter(reply: Reply, now: number): Pick<Problem, 'retryAfterMs'> {
  const wait = retryAfterMs(reply.header('retry-after'), now);
  return wait === undefined ? {} : { retryAfterMs: wait };
}

/** The API redirects nobody. What does is a page for people, and it may be gone once the network is set right. */
function redirected(reply: Reply, hide: Hide): Problem {
  const [target = ''] = (reply.header('location') ?? 'nowhere').split(/[?#]/);
  const message = oneLine(
    `Redirected to ${hide(target)} (status ${reply.status}) instead of answered. ` +
      'Check that the host is that of the workspace, and whether the workspace can only be reached by a private link.',
  );
  return { kind: 'unavailable', code: 'REDIRECTED', message, mayHaveHappened: false };
}
