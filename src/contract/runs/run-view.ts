import { z } from 'zod';
import type { Outcome } from '../../domain/outcome';
import { phaseOf } from '../../domain/phase';
import type { EarlierTry } from './earlier-try';
import { RUN_KINDS, type RunKind } from './run-kind';
import {
  lateOutcomeSchema,
  OUTPUT_TRUNCATED,
  outcomeSchema,
  type RunFacts,
  type RunResult,
  runFactsSchema,
  runResultSchema,
} from './run-result';

/** How a run stands, put together from all that is known of it, before it is shown to anybody. */
export interface RunAccount {
  id: string;
  kind: RunKind;
  status: RunView['status'];
  suspended: boolean;
  submittedAt: string;
  /** After this the run is stopped. */
  deadline: number;
  run: RunFacts | null;
  nextPollAt: string | null;
  expectedEndAt: string | null;
  trouble: string | null;
  cancelRequested: boolean;
  /** While it goes on. */
  earlier: readonly EarlierTry[];
  repairProblem: string | null;
  end: End | null;
  /** The orchestration is gone; only the row tells of the run. */
  archived: boolean;
  /** If not, there is no more than a row: whoever has written it is about to start the orchestration, or has crashed. */
  isStarted: boolean;
}

export interface End extends Partial<Omit<RunResult, 'outcome' | 'code' | 'message' | 'endedAt'>> {
  outcome: Outcome;
  endedWell: boolean;
  code: string | null;
  message: string | null;
  endedAt: string | null;
  /** What Databricks has said of it afterwards. */
  lateOutcome?: Outcome | null | undefined;
}

const { output, outputs, outputBytes, outputProblem, earlier, repairProblem, failures, failuresOmitted } =
  runResultSchema.shape;

/** What callers are shown of a run. What does not apply is left out, but for `outcome`, which tells that it goes on. */
export const runViewSchema = z
  .object({
    id: z.string().describe('The id of the run here, not that in Databricks.'),
    kind: z.enum(RUN_KINDS).exclude(['job']).optional().describe('What was started. Missing: a job.'),
    status: z
      .enum(['queued', 'pending', 'running', 'ending', 'ended'])
      .describe('`ending` also while the output is being fetched.'),
    suspended: z.literal(true).optional().describe('The run was suspended through a standard URL: nobody looks at it.'),
    outcome: outcomeSchema.nullable().describe('Null while the run goes on.'),
    endedWell: z
      .boolean()
      .optional()
      .describe(
        'Whether that counts as a success, by the measure of the request: see `failOn`. Missing while it goes on.',
      ),
    code: z.string().optional().describe('Stable, of an end that is not `succeeded`.'),
    message: z.string().optional(),
    lateOutcome: lateOutcomeSchema.optional(),
    joined: z.boolean().describe('Whether the request met a run that was there already.'),
    submittedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().optional(),
    job: z.object({ id: z.string().nullable(), name: z.string().nullable() }),
    run: runFactsSchema
      .omit({ jobId: true, name: true })
      .nullable()
      .describe('The run in Databricks. Null: none is known.'),
    retryAt: z.iso
      .datetime()
      .optional()
      .describe('When what has failed is tried again. There only in the pause before that.'),
    retryAfterSeconds: z.int().min(1).optional().describe('Nothing new is to be had before that.'),
    expectedEndAt: z.iso
      .datetime()
      .optional()
      .describe(
        'When it ends if it takes as long as the last successful runs of the job usually did. Missing: nobody knows, or it is queued.',
      ),
    cancelRequested: z.literal(true).optional(),
    trouble: z.string().optional().describe('What went wrong last and is tried again.'),
    output: output.describe('The output itself, up to 32 KB: JSON if it is JSON, else text.'),
    outputs,
    outputBytes: outputBytes.optional(),
    outputTruncated: z.literal(true).optional().describe(OUTPUT_TRUNCATED),
    outputProblem: outputProblem.unwrap().optional().describe('Why the output could not be had.'),
    earlier,
    repairProblem,
    failures: failures.optional(),
    failuresOmitted: failuresOmitted.optional(),
    archived: z.literal(true).optional().describe('The run has ended long ago: its output is gone.'),
    statusPath: z.string().describe('Where this run can be followed without a key, for as long as the link lives.'),
    outputPath: z.string().optional().describe('Where its output can be had without a key.'),
  })
  .describe('A run of this app.');

export type RunView = z.infer<typeof runViewSchema>;

const USUAL_RETRY_SECONDS = 5;
const LONGEST_RETRY_SECONDS = 30;

export function viewOf(account: RunAccount, paths: Paths, now: number, joined: boolean): RunView {
  const { id, kind, status, suspended, submittedAt, run, nextPollAt, trouble, cancelRequested, end, archived } =
    account;
  const { expectedEndAt } = account;
  const again = retryAt(account, now);
  const { jobId = null, name = null, ...ofRun } = run ?? {};
  return {
    id,
    ...(kind !== 'job' && { kind }),
    status,
    ...(suspended && { suspended }),
    outcome: end?.outcome ?? null,
    ...(end && { endedWell: end.endedWell }),
    ...(end?.code && { code: end.code }),
    ...(end?.message && { message: end.message }),
    ...(end?.lateOutcome && { lateOutcome: end.lateOutcome }),
    joined,
    submittedAt,
    ...(end?.endedAt && { endedAt: end.endedAt }),
    job: { id: jobId, name },
    run: run ? (ofRun as RunView['run']) : null,
    ...(again !== null && { retryAt: again }),
    ...(!end && { retryAfterSeconds: retryAfter(nextPollAt, now) }),
    ...(expectedEndAt !== null && !end && { expectedEndAt }),
    ...(cancelRequested && !end && { cancelRequested }),
    ...(trouble && { trouble }),
    ...againPart(end ?? account),
    ...(end && outputPart(end, archived, paths)),
    ...(archived && { archived }),
    statusPath: paths.status,
  };
}

function againPart(told: Pick<End | RunAccount, 'earlier' | 'repairProblem'>): Partial<RunView> {
  const { earlier = [], repairProblem } = told;
  return { ...(earlier.length > 0 && { earlier: [...earlier] }), ...(repairProblem && { repairProblem }) };
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

/** When a run that has not ended well is tried again; null unless it is in the pause before that. */
export function retryAt({ status, earlier, run, nextPollAt, end }: RunAccount, now: number): string | null {
  if (end || status !== 'pending' || earlier.length === 0 || nextPollAt === null) return null;
  // The last that is known of the run is its end, as long as nothing has begun.
  const { state = null } = run ?? {};
  const hasBegun = run !== null && (state === null || phaseOf({ lifeCycle: state, message: '' }) === 'pending');
  return !hasBegun && Date.parse(nextPollAt) > now ? nextPollAt : null;
}

/** There is nothing new before the app itself looks again. */
export function retryAfter(nextPollAt: string | null, now: number): number {
  if (nextPollAt === null) return USUAL_RETRY_SECONDS;
  const seconds = Math.ceil((Date.parse(nextPollAt) - now) / 1000) + 1;
  return Math.min(Math.max(seconds, 1), LONGEST_RETRY_SECONDS);
}
