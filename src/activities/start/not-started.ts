import type { RunEndCode } from '../../contract/codes';
import type { SubmitInput, SubmitResult } from '../../contract/runs/orchestration/activity-io';
import type { RunPlan } from '../../contract/runs/request/run-plan';
import type { RunKind } from '../../contract/runs/run-kind';
import type { Problem } from '../../domain/answer';
import { onlyReads } from '../../domain/sql/only-reads';
import { unavailableFor } from '../unavailable';

/** Databricks takes no token for statements: one that changes something could do so twice. */
export const isUnrepeatable = ({ work }: RunPlan): boolean => work.kind === 'sql' && !onlyReads(work.sql.statement);

export const UNREPEATABLE = {
  code: 'startUnconfirmed',
  message: 'Databricks gave no answer to the statement. It is not sent again, because it may change something.',
} as const;

const NOT_FOUND_CODES: Readonly<Record<RunKind, RunEndCode>> = {
  job: 'jobNotFound',
  submit: 'databricksRefused',
  pipeline: 'pipelineNotFound',
  sql: 'warehouseNotFound',
};

const WHERE_IDS_ARE: Readonly<Partial<Record<RunKind, string>>> = {
  pipeline: ' The page of the pipeline shows its id; the identity of this app needs Can Run on it.',
  sql: ' The page of the SQL warehouse shows its id, in brackets after its name; the identity of this app needs Can Use on it.',
};

const REJECTION_CODES: Readonly<Record<Exclude<Problem['kind'], 'unavailable' | 'notFound'>, RunEndCode>> = {
  unauthenticated: 'databricksUnauthenticated',
  forbidden: 'databricksForbidden',
  refused: 'databricksRefused',
};

/** What a start has come to that Databricks has not confirmed. */
export function notStarted(problem: Problem, isLater: boolean, triedAt: string, plan: RunPlan): SubmitResult {
  const { kind, code, message, mayHaveHappened } = problem;
  const mayHaveStarted = isLater || mayHaveHappened;
  if (kind === 'unavailable' && mayHaveHappened && isUnrepeatable(plan)) {
    return { kind: 'rejected', code: UNREPEATABLE.code, message: `${UNREPEATABLE.message} ${message}`, mayHaveStarted };
  }
  if (kind === 'unavailable') return { ...unavailableFor(problem), mayHaveStarted, triedAt };
  const rejected = kind === 'notFound' ? NOT_FOUND_CODES[plan.work.kind] : REJECTION_CODES[kind];
  const advice = kind === 'notFound' ? (WHERE_IDS_ARE[plan.work.kind] ?? '') : '';
  return { kind: 'rejected', code: rejected, message: `${message} (${code})${advice}`, mayHaveStarted };
}

/** A vault that can't be reached for longer is mostly one that there is not. */
const SECRET_BUDGET_MS = 600_000;

/** What a start has come to whose parameters can't be made whole. */
export function withoutSecret(problem: Problem, mayHaveStarted: boolean, input: SubmitInput): SubmitResult {
  const { kind, code, message } = problem;
  const { attemptAt, submittedAt, now } = input;
  const isEarly = Date.parse(now) - Date.parse(attemptAt ?? submittedAt) < SECRET_BUDGET_MS;
  if (kind === 'unavailable' && isEarly) return { ...unavailableFor(problem), mayHaveStarted, triedAt: now };
  return { kind: 'rejected', code: 'secretUnavailable', message: `${message} (${code})`, mayHaveStarted };
}
