import type { z } from 'zod';
import type { Answer, Problem } from '../../domain/answer';
import { parseJson } from '../../domain/int64-json';
import { oneLine } from '../../domain/one-line';
import { redactSecret } from '../../domain/redact';
import type { Exchange, Question, Reply } from './connection';
import { titleOf } from './error-body';
import { problemOf, unreadable } from './problem-of';

/** Gives the token to send; with `refresh`, not the one it gave last. If there is none: a problem, code `NO_TOKEN`. */
export type TokenSource = (options?: { refresh: boolean }) => Promise<Answer<string>>;

/** Asks Databricks, and gives back what it said in the shape of the schema. */
export type Ask = <T>(question: Question, schema: z.ZodType<T>) => Promise<Answer<T>>;

export function createAsk(exchange: Exchange, token: TokenSource, now: () => number): Ask {
  const once = async <T>(question: Question, schema: z.ZodType<T>, options?: { refresh: boolean }) => {
    const credential = await obtain(token, options);
    if (!credential.ok) return credential;
    const reply = await exchange(question, credential.value);
    return reply.ok ? read(reply.value, schema, credential.value, now()) : reply;
  };
  return async (question, schema) => {
    const answer = await once(question, schema);
    return isRefusedToken(answer) ? once(question, schema, { refresh: true }) : answer;
  };
}

/** A token may be revoked, or be refused because clocks differ, long before it expires. */
function isRefusedToken(answer: Answer<unknown>): boolean {
  return !answer.ok && answer.problem.kind === 'unauthenticated' && answer.problem.code !== 'NO_TOKEN';
}

async function obtain(token: TokenSource, options: { refresh: boolean } | undefined): Promise<Answer<string>> {
  try {
    const answer = await token(options);
    if (answer.ok && !/^[\x21-\x7e]+$/.test(answer.value))
      return {
        ok: false,
        problem: noToken('unauthenticated', 'The token is empty, or holds characters that no token has.'),
      };
    return answer;
  } catch (error) {
    return { ok: false, problem: noToken('unavailable', `No token could be had: ${(error as Error).message}`) };
  }
}

function noToken(kind: Problem['kind'], message: string): Problem {
  return { kind, code: 'NO_TOKEN', message: oneLine(message), mayHaveHappened: false };
}

function read<T>(reply: Reply, schema: z.ZodType<T>, token: string, now: number): Answer<T> {
  const problem = problemOf(withoutToken(reply, token), now);
  if (problem) return { ok: false, problem };
  let value: unknown;
  try {
    value = parseJson(reply.body);
  } catch {
    return { ok: false, problem: unreadable(`not JSON but ${describe(withoutToken(reply, token))}.`) };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  return { ok: false, problem: unreadable(`${issue?.path.join('.') || 'the whole'}: ${issue?.message}.`) };
}

/** Whoever explains an error may repeat what was sent. */
function withoutToken({ status, header, body }: Reply, token: string): Reply {
  return {
    status,
    header: (name) => redactSecret(header(name) ?? '', token) || undefined,
    body: redactSecret(body, token),
  };
}

/** Without what the body says, which may be data. */
function describe({ header, body }: Reply): string {
  const title = titleOf(body)?.trim();
  return title ? `a page, "${title}"` : `${body.length} characters (${header('content-type') ?? 'of no type'})`;
}
