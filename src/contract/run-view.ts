import type { Failure } from '../domain/failure';
import type { Outcome } from '../domain/outcome';
import type { RunFacts, RunResult } from './run-result';

/** How a run stands, put together from all that is known of it, before it is shown to anybody. */
export interface RunAccount {
  id: string;
  status: 'queued' | 'pending' | 'running' | 'ending' | 'ended';
  suspended: boolean;
  submittedAt: string;
  /** After this the run is stopped. */
  deadline: number;
  run: RunFacts | null;
  nextPollAt: string | null;
  trouble: string | null;
  cancelRequested: boolean;
  end: End | null;
  /** The orchestration is gone; only the row tells of the run. */
  archived: boolean;
}

export interface End extends Partial<Omit<RunResult, 'outcome' | 'code' | 'message' | 'endedAt'>> {
  outcome: Outcome;
  endedWell: boolean;
  code: string | null;
  message: string | null;
  endedAt: string | null;
}

export interface RunView {
  id: string;
  status: RunAccount['status'];
  suspended?: true;
  outcome: Outcome | null;
  code?: string;
  message?: string;
  joined: boolean;
  submittedAt: string;
  endedAt?: string;
  job: { id: string | null; name: string | null };
  run: Omit<RunFacts, 'jobId' | 'name'> | null;
  retryAfterSeconds?: number;
  cancelRequested?: true;
  trouble?: string;
  output?: unknown;
  outputs?: Record<string, unknown>;
  outputBytes?: number;
  outputTruncated?: true;
  outputProblem?: string;
  failures?: Failure[];
  failuresOmitted?: number;
  archived?: true;
  statusPath: string;
  outputPath?: string;
}

const USUAL_RETRY_SECONDS = 5;
const LONGEST_RETRY_SECONDS = 30;

export function viewOf(account: RunAccount, paths: Paths, now: number, joined: boolean): RunView {
  const { id, status, suspended, submittedAt, run, nextPollAt, trouble, cancelRequested, end, archived } = account;
  const { jobId = null, name = null, ...ofRun } = run ?? {};
  return {
    id,
    status,
    ...(suspended && { suspended }),
    outcome: end?.outcome ?? null,
    ...(end?.code && { code: end.code }),
    ...(end?.message && { message: end.message }),
    joined,
    submittedAt,
    ...(end?.endedAt && { endedAt: end.endedAt }),
    job: { id: jobId, name },
    run: run ? (ofRun as RunView['run']) : null,
    ...(!end && { retryAfterSeconds: retryAfter(nextPollAt, now) }),
    ...(cancelRequested && !end && { cancelRequested }),
    ...(trouble && { trouble }),
    ...(end && outputPart(end, archived, paths)),
    ...(archived && { archived }),
    statusPath: paths.status,
  };
}

export interface Paths {
  status: string;
  output: string;
}

function outputPart(end: End, archived: boolean, paths: Paths): Partial<RunView> {
  const { output, outputs, outputBytes = 0, outputTruncated, outputProblem, failures = [], failuresOmitted = 0 } = end;
  return {
    ...(output !== undefined && { output }),
    ...(outputs !== undefined && { outputs }),
    ...(outputTruncated && { outputTruncated }),
    ...(outputProblem && { outputProblem }),
    ...(outputBytes > 0 && !archived && { outputBytes, outputPath: paths.output }),
    ...(failures.length > 0 && { failures }),
    ...(failuresOmitted > 0 && { failuresOmitted }),
  };
}

/** There is nothing new before the app itself looks again. */
export function retryAfter(nextPollAt: string | null, now: number): number {
  if (nextPollAt === null) return USUAL_RETRY_SECONDS;
  const seconds = Math.ceil((Date.parse(nextPollAt) - now) / 1000) + 1;
  return Math.min(Math.max(seconds, 1), LONGEST_RETRY_SECONDS);
}
