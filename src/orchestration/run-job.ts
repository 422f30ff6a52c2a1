import type { OrchestrationContext } from 'durable-functions';
import type {
  CheckInput,
  CollectInput,
  RecordInput,
  RepairInput,
  SubmitInput,
  TurnInput,
} from '../contract/runs/orchestration/activity-io';
import { ACTIVITIES } from '../contract/runs/orchestration/activity-names';
import type { RunResult } from '../contract/runs/run-result';
import { afterCheck } from './advance/after-check';
import { afterCollect } from './advance/after-collect';
import { afterRecord } from './advance/after-record';
import { afterRepair } from './advance/after-repair';
import { afterSubmit } from './advance/after-submit';
import { afterTurn } from './advance/after-turn';
import type { Crashed } from './advance/failing';
import { ALL_THAT_FAILED } from './advance/try-once-more';
import { fittingProgress, progressOf, resultOf } from './progress';
import { type RunState, resume } from './run-state';
import { type Steps, wakeUps } from './wake-ups';

/** Replaying costs the square of the length of a history, so a new one is begun after this many steps. */
const STEPS_PER_GENERATION = 20;
/** What a crash leaves in a history is as large as what many steps leave. */
const STEPS_OF_A_CRASH = 6;

/**
 * The life of one run: submit, check until it has ended, collect its output, write down its end. It decides nothing
 * itself: each answer of an activity leads from one state to the next, and that is in `advance/`.
 */
export function* runJob(context: OrchestrationContext): Steps<RunResult | undefined> {
  const { df } = context;
  const now = () => df.currentUtcDateTime.getTime();
  const wake = wakeUps(df);
  let state = resume(df.getInput(), df.instanceId, now(), () => df.newGuid('nonce'));

  const isFull = (steps: number) => steps + wake.crashes() * STEPS_OF_A_CRASH >= STEPS_PER_GENERATION;
  for (let steps = 0; !isFull(steps) && state.step !== 'done'; steps++) {
    df.setCustomStatus(progressOf(state)); // again in every generation: otherwise the platform clears it
    if (state.nextAt > now()) yield* wake.until(state.nextAt);
    state = yield* takeStep(state);
  }
  if (state.step !== 'done') {
    const next = wake.isPending() ? { ...state, nextAt: now() } : state;
    df.setCustomStatus(progressOf(next));
    df.continueAsNew(next);
    return undefined;
  }
  const result = resultOf(state);
  if (!state.policy.failOn.includes(result.outcome)) {
    df.setCustomStatus(progressOf(state));
    return result;
  }
  df.setCustomStatus(fittingProgress(state, result));
  throw new Error(failureLine(result));

  function* takeStep(from: RunState): Steps<RunState> {
    switch (from.step) {
      case 'turn':
        return afterTurn(from, yield* call(ACTIVITIES.awaitTurn, turnInput(from)), now());
      case 'repair':
        return afterRepair(from, yield* call(ACTIVITIES.rerunTasks, repairInput(from)), now());
      case 'submit':
        return afterSubmit(from, yield* call(ACTIVITIES.submitRun, submitInput(from)), now());
      case 'check':
        return afterCheck(from, yield* call(ACTIVITIES.checkRun, checkInput(from)), now());
      case 'collect':
        return afterCollect(from, yield* call(ACTIVITIES.collectOutput, collectInput(from)), now());
      default:
        return afterRecord(from, yield* call(ACTIVITIES.recordEnd, recordInput(from)), now());
    }
  }

  function call<T>(activity: string, input: object): Steps<T | Crashed> {
    return wake.whileDoing<T>(df.callActivity(activity, input));
  }

  function turnInput({ instanceId, nonce, after, submittedAt }: RunState): TurnInput {
    return { instanceId, nonce, after, submittedAt: iso(submittedAt), now: iso(now()) };
  }

  function submitInput(from: RunState): SubmitInput {
    const { instanceId, nonce, attempt, attemptAt, request, submittedAt, timeoutSeconds, harmlessTryAt } = from;
    const { correlationId } = from;
    const times = { submittedAt: iso(submittedAt), timeoutSeconds, harmlessTryAt, now: iso(now()) };
    const began = attemptAt === null ? null : iso(attemptAt);
    return { instanceId, nonce, attempt, attemptAt: began, request, correlationId, ...times };
  }

  function repairInput(from: RunState): RepairInput {
    const { instanceId, nonce, request, submittedAt, attemptAt, timeoutSeconds, correlationId } = from;
    const times = { submittedAt: iso(submittedAt), attemptAt: iso(attemptAt ?? submittedAt), now: iso(now()) };
    const what = { repair: from.repair ?? ALL_THAT_FAILED, isAnew: from.retries === 0 };
    return { instanceId, nonce, request, ...what, timeoutSeconds, correlationId, ...times };
  }

  function checkInput({ instanceId, nonce, submittedAt, run, stoppingSince, usualMs, repair }: RunState): CheckInput {
    const times = { submittedAt: iso(submittedAt), now: iso(now()) };
    const wantsUsual = usualMs === undefined && repair === null;
    return { instanceId, nonce, runId: run?.id ?? '', stop: stoppingSince !== null, wantsUsual, ...times };
  }
}

function collectInput({ instanceId, run, ending, policy }: RunState): CollectInput {
  const { outputTasks } = policy;
  return { instanceId, runId: run?.id ?? '', outcome: ending?.outcome ?? 'unknown', outputTasks };
}

function recordInput(state: RunState): RecordInput {
  const { instanceId, polls, queueSeconds, correlationId } = state;
  const { outcome, code, message, submittedAt, endedAt, run } = resultOf(state);
  const endedWell = !state.policy.failOn.includes(outcome);
  const end = { outcome, endedWell, code, message, submittedAt, endedAt, run };
  return { instanceId, ...end, polls, tries: state.earlier.length + 1, queueSeconds, correlationId };
}

/** What callers see that know the standard URLs only. */
function failureLine({ outcome, code, message, run }: RunResult): string {
  const what = `${code ?? outcome}: ${message || `The run ended as ${outcome}.`}`;
  return run?.pageUrl ? `${what} (${run.pageUrl})` : what;
}

const iso = (time: number) => new Date(time).toISOString();
