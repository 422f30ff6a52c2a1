import type { Instance, Instances } from '../adapters/durable/instances';
import type { Outputs } from '../adapters/storage/outputs';
import type { Runs } from '../adapters/storage/runs';
import type { RunEndCode } from '../contract/codes';
import { CUT_OFF } from '../contract/runs/cut-off';
import { lateOutcomeOf, mayGoOn } from '../contract/runs/left-alone';
import { kindAsked, readRunJobInput, runJobInputSchema, wishesOf } from '../contract/runs/orchestration/run-job-input';
import type { RunResult } from '../contract/runs/run-result';
import type { RunRow } from '../contract/runs/run-row';
import type { End, RunAccount } from '../contract/runs/run-view';
import { deadlineOf } from '../domain/deadline';
import type { Outcome } from '../domain/outcome';
import { readStoredResult } from './stored-result';

/** Where the account of a run is put together from. */
export interface AccountSources {
  instances: Pick<Instances, 'read'>;
  runs: Pick<Runs, 'read'>;
  outputs: Pick<Outputs, 'read'>;
  now(): number;
}

/** All that is known of a run of ours; undefined if there is none of that id. */
export async function accountOf(id: string, sources: AccountSources): Promise<RunAccount | undefined> {
  const instance = await sources.instances.read(id);
  if (instance) return accountOfInstance(instance, sources);
  const row = await sources.runs.read(id);
  if (!row || row.outcome) return row && archivedAccount(row);
  const startedMeanwhile = await sources.instances.read(id);
  if (startedMeanwhile) return accountOfInstance(startedMeanwhile, sources);
  const mayBegin =
    !row.submitTriedAt && sources.now() < Math.min(deadlineOf(row), Date.parse(row.submittedAt) + BEGINS_MS);
  return mayBegin ? newAccount(row) : archivedAccount(row);
}

/** The request that has written a row starts its orchestration right away. Later, it has crashed; or that was deleted. */
const BEGINS_MS = 5 * 60_000;

async function accountOfInstance(instance: Instance, sources: AccountSources): Promise<RunAccount> {
  const end = await withLateNews(await endOf(instance, sources), instance.id, sources);
  const { progress, result } = instance;
  const submittedAt = result?.submittedAt ?? progress?.submittedAt ?? submissionOf(instance);
  const phase = progress?.phase ?? 'pending';
  return {
    id: instance.id,
    kind: kindAsked(readRunJobInput(instance.input).request),
    status: end ? 'ended' : phase === 'ended' ? 'ending' : phase, // its output is being fetched
    suspended: instance.state === 'suspended',
    submittedAt,
    deadline: deadlineOf({ submittedAt, timeoutSeconds: timeoutOf(instance) }),
    run: result?.run ?? progress?.run ?? null,
    nextPollAt: progress?.nextPollAt ?? null,
    expectedEndAt: progress?.expectedEndAt ?? null,
    trouble: end ? null : (progress?.trouble ?? null),
    cancelRequested: progress?.cancelRequested ?? false,
    earlier: progress?.earlier ?? readRunJobInput(instance.input).earlier ?? [],
    repairProblem: progress?.repairProblem ?? null,
    end: end ?? null,
    archived: false,
    isStarted: true,
  };
}

async function endOf(instance: Instance, sources: AccountSources): Promise<End | undefined> {
  const { state, result, progress, lastUpdatedAt, lastWords } = instance;
  switch (state) {
    case 'completed':
      return result && { ...(await whole(result, instance.id, sources)), endedWell: true };
    case 'failed':
      if (progress?.result) return { ...(await whole(progress.result, instance.id, sources)), endedWell: false };
      return (
        (await recordedEnd(instance.id, sources)) ??
        ended('unknown', 'internal', `The orchestration of this run has failed: ${lastWords ?? 'it did not say why'}`)
      );
    case 'terminated':
      return {
        ...ended('canceled', 'terminated', `${CUT_OFF.terminated} The run in Databricks may go on.`),
        endedWell: !failOnOf(instance).includes('canceled'),
      };
    default:
      return undefined;
  }

  function ended(outcome: End['outcome'], code: RunEndCode, message: string): End {
    return { outcome, endedWell: false, code, message, endedAt: lastUpdatedAt };
  }
}

/** What became of a run that the orchestration did not see to its end stands in its row, once it is known. */
async function withLateNews(end: End | undefined, id: string, { runs }: AccountSources): Promise<End | undefined> {
  if (!end || !mayGoOn(end)) return end;
  const row = await runs.read(id);
  if (row?.outcome !== end.outcome || row.code !== (end.code ?? undefined)) return end;
  return { ...end, message: row.message ?? end.message, lateOutcome: lateOutcomeOf(row) };
}

/** A job may have a thousand tasks. */
const MOST_FAILURES = 100;

/** The history of an instance has no room for more than the beginnings of some failures. */
async function whole(result: RunResult, id: string, { outputs }: AccountSources): Promise<RunResult> {
  if (result.failures.length + result.failuresOmitted === 0) return result;
  const stored = await readStoredResult(id, outputs);
  if (!stored) return result;
  const { failures } = stored;
  const shown = failures.slice(0, MOST_FAILURES);
  return { ...result, failures: shown, failuresOmitted: failures.length - shown.length };
}

/** The end was written down, but the status of the instance has lost it. */
async function recordedEnd(id: string, { runs }: AccountSources): Promise<End | undefined> {
  const row = await runs.read(id);
  return row?.outcome && endOfRow(row);
}

type Submitted = Pick<RunRow, 'id' | 'kind' | 'submittedAt' | 'timeoutSeconds'>;

/** Of a run about which nothing is known yet. */
export function newAccount(submitted: Submitted): RunAccount {
  return {
    id: submitted.id,
    kind: submitted.kind ?? 'job',
    status: 'pending',
    suspended: false,
    submittedAt: submitted.submittedAt,
    deadline: deadlineOf(submitted),
    run: null,
    nextPollAt: null,
    expectedEndAt: null,
    trouble: null,
    cancelRequested: false,
    earlier: [],
    repairProblem: null,
    end: null,
    archived: false,
    isStarted: false,
  };
}

function archivedAccount(row: RunRow): RunAccount {
  const { runId } = row;
  const run = runId
    ? {
        id: runId,
        jobId: row.jobId ?? null,
        name: row.jobName ?? null,
        pageUrl: row.pageUrl ?? null,
        state: null,
        message: null,
        tasksDone: 0,
        tasksTotal: 0,
      }
    : null;
  const isStarted = row.submitTriedAt !== undefined || row.outcome !== undefined;
  return { ...newAccount(row), status: 'ended', run, end: endOfRow(row), archived: true, isStarted };
}

/** An orchestration that was deleted before the run had ended, or that nobody came to start, has left no end. */
function endOfRow(row: RunRow): End {
  const { outcome, endedWell = false, code, message, endedAt, submitTriedAt } = row;
  const told = { code: code ?? null, message: message ?? null, endedAt: endedAt ?? null };
  if (outcome) return { outcome, endedWell, ...told, lateOutcome: lateOutcomeOf(row) };
  const none = { endedWell: false, endedAt: null };
  return submitTriedAt ? { ...none, ...DELETED } : { ...none, ...NEVER_STARTED };
}

/** An end that no orchestration has told. */
interface Unseen {
  outcome: Outcome;
  code: RunEndCode;
  message: string;
}

const DELETED: Unseen = {
  outcome: 'unknown',
  code: 'deleted',
  message: `${CUT_OFF.deleted} Look at the run in Databricks.`,
};
const NEVER_STARTED: Unseen = {
  outcome: 'rejected',
  code: 'neverStarted',
  message: 'This app was interrupted before it came to start the run. Nothing has run; start it again.',
};

/** Until its orchestration has said so. The platform knows it in whole seconds only. */
function submissionOf({ id, input, createdAt }: Instance): string {
  const { instanceId, submittedAt } = runJobInputSchema.safeParse(input).data ?? {};
  return instanceId === id && submittedAt !== undefined ? submittedAt : createdAt;
}

function timeoutOf({ progress, input }: Instance): number {
  const { timeoutSeconds, request } = readRunJobInput(input);
  return progress?.timeoutSeconds ?? timeoutSeconds ?? wishesOf(request).timeoutSeconds;
}

const failOnOf = ({ progress, input }: Instance): readonly string[] =>
  progress?.failOn ?? wishesOf(readRunJobInput(input).request).failOn;
