import type { RunProgress } from '../contract/runs/orchestration/run-progress';
import type { RunResult } from '../contract/runs/run-result';
import { expectedEnd } from './expected-end';
import { NOTHING_COLLECTED, type RunState } from './run-state';

const iso = (time: number) => new Date(time).toISOString();

export function progressOf(state: RunState, result: RunResult | null = null): RunProgress {
  const expectedEndAt = expectedEnd(state);
  return {
    phase: state.phase,
    submittedAt: iso(state.submittedAt),
    timeoutSeconds: state.timeoutSeconds,
    failOn: state.policy.failOn,
    run: state.run,
    nextPollAt: state.ending ? null : iso(state.nextAt),
    ...(expectedEndAt !== null && { expectedEndAt: iso(expectedEndAt) }),
    trouble: state.failing?.message ?? null,
    cancelRequested: state.cancelSeenAt !== null,
    ...(result === null && again(state)),
    result,
  };
}

/** Of a run that was begun more than once. */
const again = ({ earlier, repairProblem }: RunState) => ({
  ...(earlier.length > 0 && { earlier: [...earlier] }),
  ...(repairProblem !== null && { repairProblem }),
});

export function resultOf(state: RunState): RunResult {
  const { ending, collected, run, submittedAt } = state;
  if (!ending) throw new Error('A run that has not ended has no result.');
  return {
    outcome: ending.outcome,
    code: ending.code,
    message: ending.message,
    submittedAt: iso(submittedAt),
    endedAt: iso(ending.at),
    run,
    ...(collected ?? NOTHING_COLLECTED),
    ...again(state),
  };
}

/** The platform fails an instance whose status is longer than 8,703 characters. */
const MOST_CHARACTERS = 8_000;

/** The result as the status of a failed instance may hold it: without the output, and with as many failures as fit. */
export function fittingProgress(state: RunState, { output: _, outputs: __, ...result }: RunResult): RunProgress {
  const { failures, failuresOmitted } = result;
  for (let kept = failures.length; kept > 0; kept--) {
    const shorter = {
      ...result,
      failures: failures.slice(0, kept),
      failuresOmitted: failuresOmitted + failures.length - kept,
    };
    const progress = progressOf(state, shorter);
    if (JSON.stringify(progress).length <= MOST_CHARACTERS) return progress;
  }
  return progressOf(state, { ...result, failures: [], failuresOmitted: failuresOmitted + failures.length });
}
