import type { Workspace } from '../../adapters/databricks/workspaces';
import { ProblemError } from '../../contract/problem';
import { isIdempotencyKey } from '../../contract/runs/claims/idempotency-key';
import { isJobName } from '../../contract/runs/request/run-request';
import { cut } from '../../contract/schema-problem';
import { mustBeOneOf } from '../../contract/workspaces/workspace';
import type { App } from '../app';

const LONGEST_WAIT_SECONDS = 200;

export function refuseQuery(name: string, detail: string): ProblemError {
  return new ProblemError({
    status: 400,
    code: 'queryInvalid',
    detail: `The query option ${name} ${detail}.`,
    errors: [{ field: name, detail }],
  });
}

/** What the platform itself reads from an address. */
export const PLATFORM_OPTIONS = ['code', 'clientId'];

interface MoreOptions {
  /** Those whose names the route does not know beforehand, and how such a one is named. */
  names: readonly string[];
  advice: string;
}

/** What is misspelt would be passed over, and the answer would be that to another question. */
export function refuseUnknownOptions(query: URLSearchParams, options: readonly string[], more?: MoreOptions): void {
  for (const name of new Set(query.keys())) {
    if (query.getAll(name).length > 1) throw refuseQuery(cut(name), 'must not be given twice');
    if ([...options, ...PLATFORM_OPTIONS, ...(more?.names ?? [])].includes(name)) continue;
    const known = options.length > 0 ? `The options here are ${options.join(', ')}` : 'There are no options here';
    throw refuseQuery(cut(name), `is not known. ${[known, more?.advice].filter(Boolean).join('. ')}`);
  }
}

/** `?wait=` in milliseconds: Azure cuts a request off after 230 seconds. */
export function readWait(query: URLSearchParams): number {
  return readWhole(query, 'wait', 0, LONGEST_WAIT_SECONDS, 0) * 1000;
}

export function readWhole(query: URLSearchParams, name: string, least: number, most: number, usual: number): number {
  const text = query.get(name);
  if (text === null) return usual;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw refuseQuery(name, `must be a whole number from ${least} to ${most}`);
}

/** Databricks is asked for a job of this name, as it is. */
export function readJobName(query: URLSearchParams): string | undefined {
  const name = query.get('name') ?? undefined;
  if (name === undefined || isJobName(name)) return name;
  throw refuseQuery('name', 'must be the exact name of a job, without blanks around it or control characters in it');
}

/** Which workspace a question is about. */
export function readWorkspace(query: URLSearchParams, { workspaces }: Pick<App, 'workspaces'>): Workspace {
  const found = workspaces.find(query.get('workspace') ?? undefined);
  if (found) return found;
  throw refuseQuery('workspace', mustBeOneOf(workspaces.all));
}

/** The status that a run gets which did not end well: 424, or 200 for callers that read the body. */
export function readOnFailure(query: URLSearchParams): number {
  return Number(readChoice(query, 'onFailure', ['424', '200']));
}

export function readChoice<const T extends string>(
  query: URLSearchParams,
  name: string,
  choices: readonly [T, ...T[]],
  usual = choices[0],
): T {
  const text = query.get(name);
  if (text === null) return usual;
  const chosen = choices.find((choice) => choice === text);
  if (chosen !== undefined) return chosen;
  throw refuseQuery(name, `must be one of ${choices.join(', ')}`);
}

/** From the header, or from the address for callers that can't send one. */
export function readIdempotencyKey(
  headers: { get(name: string): string | null },
  query: URLSearchParams,
): string | undefined {
  const header = headers.get('idempotency-key');
  const option = query.get('key');
  if (header !== null && option !== null && header !== option) {
    throw refuseQuery('key', 'differs from the header Idempotency-Key. Send one of them');
  }
  const key = header ?? option;
  if (key === null) return undefined;
  if (isIdempotencyKey(key)) return key;
  const detail = 'must have 1 to 255 visible ASCII characters';
  throw new ProblemError({
    status: 400,
    code: 'idempotencyKeyInvalid',
    detail: `The idempotency key ${detail}.`,
    errors: [{ field: header === null ? 'key' : 'Idempotency-Key', detail }],
  });
}
