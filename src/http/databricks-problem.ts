import { ProblemError } from '../contract/problem';
import type { Problem } from '../domain/answer';
import { refuseQuery } from './reading/query';

/** Of who does not say when to ask again. */
export const USUAL_RETRY_SECONDS = 10;

/**
 * What Databricks did not let us do, said to the caller, with advice for what is not there. Its credentials are ours to
 * repair, not the caller's.
 */
export function databricksProblem(
  { kind, code, message, retryAfterMs }: Problem,
  what: string,
  whenNotFound = '',
): ProblemError {
  const detail = `${what}. Databricks: ${message} (${code})`;
  if (kind === 'notFound')
    return new ProblemError({ status: 404, code: 'databricksNotFound', detail: `${detail} ${whenNotFound}`.trim() });
  if (kind !== 'unavailable') return new ProblemError({ status: 502, code: 'databricksRefused', detail });
  const retryAfterSeconds = retryAfterMs === undefined ? USUAL_RETRY_SECONDS : Math.ceil(retryAfterMs / 1000);
  return new ProblemError({ status: 503, code: 'databricksUnavailable', detail, retryAfterSeconds });
}

/** The same of a page: what else is in the question is known to be right, so it is the token that was refused. */
export function pageProblem(
  problem: Problem,
  pageToken: string | undefined,
  what: string,
  whenNotFound?: string,
): ProblemError {
  if (problem.kind !== 'refused' || pageToken === undefined) return databricksProblem(problem, what, whenNotFound);
  return refuseQuery('pageToken', 'must be the nextPageToken of the page before');
}
