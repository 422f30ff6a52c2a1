import { invalid } from '../simulation/refusal';

/** A page token says where the next page begins, in a form that nobody is tempted to build. */
export function makePageToken(kind: string, position: string | number): string {
  return Buffer.from(`${kind}:${position}`).toString('base64url');
}

export function readPageToken(kind: string, token: string | undefined): string | undefined {
  if (!token) return undefined;
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith(`${kind}:`)) throw invalid('Invalid page token.');
  return text.slice(kind.length + 1);
}

export interface Page<T> {
  items: T[];
  isFirst: boolean;
  next: string | undefined;
}

/** A page of something that does not change between two requests, such as the tasks of a job. */
export function pageOf<T>(kind: string, all: readonly T[], size: number, token: string | undefined): Page<T> {
  const start = Number(readPageToken(kind, token) ?? 0);
  const end = start + size;
  return {
    items: all.slice(start, end),
    isFirst: start === 0,
    next: end < all.length ? makePageToken(kind, end) : undefined,
  };
}
