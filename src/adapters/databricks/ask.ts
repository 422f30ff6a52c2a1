import type { z } from 'zod';
import type { Answer, Problem } from '../../domain/answer';
import { parseJson } from '../../domain/texts/int64-json';
import { oneLine } from '../../domain/texts/one-line';
import { redactSecret } from '../../domain/texts/redact';
import type { Exchange, Question, Reply, Shown } from './connection';
import { titleOf } from './error-body';
import { type Hide, problemOf, unreadable } from './problem-of';

/** Gives the token to send, another one than what was refused. If there is none: a problem, code `NO_TOKEN`. */
export type TokenSource = (options?: { refused?: string | undefined }) => Promise<Answer<string>>;

/** What this app shows of itself to a workspace. */
export interface Credentials {
  token: TokenSource;
  /** For an identity that nobody has added to the workspace, but that has a right to the resource in Azure. */
  resource?: { id: string; token: TokenSource } | undefined;
}

/** Asks Databricks, and gives back what it said in the shape of the schema. */
export type Ask = <T>(question: Question, schema: z.ZodType<T>) => Promise<Answer<T>>;

export function createAsk(exchange: Exchange, { token, resource }: Credentials, now: () => number): Ask {
  return async (question, schema) => {
    const first = await show();
    if (!first.ok) return first;
    const answer = await once(first.value);
    if (!isRefusedToken(answer)) return answer;
    const second = await show(first.value); // nobody says which of the two was refused
    return second.ok ? once(second.value) : second;

    async function once(shown: Shown) {
      const reply = await exchange(question, shown);
      return reply.ok ? read(reply.value, schema, hiding(question, shown), now()) : reply;
    }
  };

  async function show(refused?: Shown): Promise<Answer<Shown>> {
    const main = await obtain(token, refused && { refused: refused.token });
    if (!main.ok || !resource) return main.ok ? { ok: true, value: { token: main.value } } : main;
    const management = await obtain(resource.token, refused?.resource && { refused: refused.resource.token });
    if (!management.ok) return management;
    return { ok: true, value: { token: main.value, resource: { id: resource.id, token: management.value } } };
  }
}

/** A token may be revoked, or be refused because clocks differ, long before it expires. */
function isRefusedToken(answer: Answer<unknown>): boolean {
  return !answer.ok && answer.problem.kind === 'unauthenticated' && answer.problem.code !== 'NO_TOKEN';
}

async function obtain(token: TokenSource, options?: { refused: string }): Promise<Answer<string>> {
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

function read<T>(reply: Reply, schema: z.ZodType<T>, hide: Hide, now: number): Answer<T> {
  const problem = problemOf(reply, now, hide);
  if (problem) return { ok: false, problem };
  let value: unknown;
  try {
    value = parseJson(reply.body);
  } catch {
    const nothing = schema.safeParse(undefined); // where there is nothing to say, some answers are empty
    if (reply.body === '' && nothing.success) return { ok: true, value: nothing.data };
    return { ok: false, problem: unreadable(`not JSON but ${hide(describe(reply))}.`) };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  return { ok: false, problem: unreadable(`${issue?.path.join('.') || 'the whole'}: ${issue?.message}.`) };
}

/** More of an error than this is not told to anybody. */
const MOST_TOLD = 20_000;

/** Whoever explains an error may repeat what was sent. */
function hiding({ secrets = [] }: Question, { token, resource }: Shown): Hide {
  const all = [token, resource?.token ?? '', ...secrets];
  return (text) => all.reduce(redactSecret, text.slice(0, MOST_TOLD));
}

/** Without what the body says, which may be data. */
function describe({ header, body }: Reply): string {
  const title = titleOf(body)?.trim();
  return title ? `a page, "${title}"` : `${body.length} characters (${header('content-type') ?? 'of no type'})`;
}
