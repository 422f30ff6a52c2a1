import type { Instances } from '../adapters/durable/instances';
import type { Runs } from '../adapters/storage/runs';
import type { Retention } from '../contract/retention';
import { CUT_OFF, type CutOff, cutOffOf } from '../contract/runs/cut-off';
import type { RunRow } from '../contract/runs/run-row';
import type { End } from '../contract/runs/run-view';
import { deadlineOf } from '../domain/deadline';
import { iso } from '../domain/iso';
import { hasEnded, outcomeOf } from '../domain/outcome';
import { type AccountSources, accountOf } from '../runs/account';
import { type RemoteWork, type WorkTools, workOf } from '../runs/remote-work';
import { aboutRun, runEndedOf } from '../runs/run-events';
import { writeEndAsRead } from '../runs/write-end';

export interface ReapTools extends AccountSources, WorkTools {
  runs: Runs;
  instances: Instances;
  retention: Retention;
}

const UNCONFIRMED =
  'Databricks may have started the run all the same: look at the runs of the job before you start it again.';

export type Reaping = 'nothing' | 'canceled' | 'ended' | 'failed';

/** An activity may still be at it when its orchestration is gone: it then notes the run, or not. */
const LAST_ACTIVITY_MS = 10 * 60_000;
/** The run that is known may be an earlier try of one that is being started anew just now. */
const NEXT_TRY_MS = 2 * 60_000;
/** Whoever has sent a start may send it again with the same key, and it is made then. */
const NEVER_STARTED_MS = 3_600_000;

/**
 * Looks after one run that has no end in its row. While its orchestration goes on there is nothing to do. Else nobody
 * watches it any more: its end is written down, and where Databricks is still at it, it is told to stop.
 */
export async function reapRun(id: string, tools: ReapTools): Promise<Reaping> {
  const account = await accountOf(id, tools);
  if (!account?.end) return 'nothing';
  const row = await tools.runs.read(id);
  if (!row || row.outcome) return 'nothing'; // it has ended meanwhile
  const { end } = account;
  const cutOff = cutOffOf(end);
  if (cutOff) return reapCutOff(row, end, cutOff, tools);
  if (end.code === 'neverStarted' && tools.now() < deadlineOf(row) + NEVER_STARTED_MS) return 'nothing';
  return record(row, end, tools);
}

/** The orchestration was taken away from a run that may go on. */
async function reapCutOff(row: RunRow, end: End, reason: CutOff, tools: ReapTools): Promise<Reaping> {
  if (row.runId === undefined) {
    if (mayStillStart(row, end, tools)) return 'nothing';
    return record(row, row.submitTriedAt ? { ...end, message: `${CUT_OFF[reason]} ${UNCONFIRMED}` } : end, tools);
  }
  const work = workOf(row, 'upkeep', tools);
  if (!work) {
    // Not thrown: that is for what the other runs would meet as well.
    const error = `The workspace of the run ${row.id} is no longer set up, so it can't be cancelled there.`;
    tools.log({ event: 'unexpectedError', level: 'error', function: 'reapRuns', error });
    return 'failed';
  }
  const answer = await work.read();
  if (!answer.ok) return answer.problem.kind === 'notFound' ? record(row, end, tools) : 'failed';
  if (!hasEnded(answer.value.state)) return cancel(row, work, reason, tools);
  if (tools.now() < lastTry(row, end) + NEXT_TRY_MS) return 'nothing';
  const found = outcomeOf(answer.value.state);
  const message = `${CUT_OFF[reason]} The run in Databricks has ended as ${found}.`;
  return record(row, { ...end, message, lateOutcome: found === end.outcome ? null : found }, tools);
}

/** Of one that was deleted nobody knows when it was, but when the last try began. */
function lastTry({ submitTriedAt, submitTriedAgainAt, repairTriedAt }: RunRow, { endedAt }: End): number {
  const times = [endedAt, submitTriedAt, submitTriedAgainAt, repairTriedAt];
  return Math.max(0, ...times.flatMap((time) => (time ? Date.parse(time) : [])));
}

/** Of a run that Databricks has not confirmed: whether its id may yet be noted. */
function mayStillStart(row: RunRow, { endedAt }: End, { now }: ReapTools): boolean {
  if (row.submitTriedAt !== undefined) return now() < deadlineOf(row) + LAST_ACTIVITY_MS;
  return endedAt !== null && now() < Date.parse(endedAt) + LAST_ACTIVITY_MS;
}

async function cancel(row: RunRow, work: RemoteWork, reason: CutOff, tools: ReapTools): Promise<Reaping> {
  const instance = await tools.instances.read(row.id); // again: it may have been started anew
  if (instance && instance.state !== 'terminated') return 'nothing';
  const told = await work.cancel();
  if (!told.ok) return 'failed';
  const databricksRunId = row.runId ?? '';
  tools.log({ event: 'runReaped', level: 'warning', ...aboutRun(row), databricksRunId, reason });
  await tools.runs.update(row.id, { cancelSentAt: iso(tools.now()) });
  return 'canceled';
}

/** For callers, for the log, and so that nobody looks after it again. */
async function record(row: RunRow, end: End, tools: ReapTools): Promise<Reaping> {
  const account = await accountOf(row.id, tools); // again: it may have been repaired, or started anew
  if (!account?.end) return 'nothing';
  const endedAt = end.endedAt ?? iso(tools.now());
  if (!(await writeEndAsRead(row, { ...end, endedAt }, tools))) return 'nothing';
  tools.log(runEndedOf(row, { ...end, endedAt }, { queueSeconds: null, polls: 0, tries: 1 }));
  return 'ended';
}
