import type { Ending } from '../simulation/runs/ending';
import { type LifeCycle, lifeCycleOf, taskLifeCycleOf } from '../simulation/runs/life-cycle';
import type { QueueDetails, Run, TaskRun } from '../simulation/runs/run';
import type { ApiVersion } from './route';

const TASK_MESSAGES: Partial<Record<LifeCycle, string>> = { PENDING: 'Waiting for cluster', RUNNING: 'In run' };

/** `state`, which all versions have, and `status`, which came with 2.1. */
export function runState(run: Run, version: ApiVersion) {
  return view(lifeCycleOf(run), run.ending, run.queuedFor, '', version);
}

export function taskState(row: TaskRun, version: ApiVersion) {
  const lifeCycle = taskLifeCycleOf(row);
  return view(lifeCycle, row.ending, row.run.queuedFor, TASK_MESSAGES[lifeCycle] ?? '', version);
}

function view(
  lifeCycle: LifeCycle,
  ending: Ending | undefined,
  queue: QueueDetails | undefined,
  message: string,
  version: ApiVersion,
) {
  const state = {
    life_cycle_state: lifeCycle,
    ...(ending?.result && { result_state: ending.result }),
    state_message: ending?.message ?? message,
    user_cancelled_or_timedout: ending?.cancelledOrTimedOut ?? false,
    ...(queue && { queue_reason: queue.message }),
  };
  if (version === '2.0') return { state };
  const status = {
    state: statusState(lifeCycle, ending),
    ...(queue && { queue_details: queue }),
    ...(ending && {
      termination_details: { code: ending.code, type: ending.type, message: ending.message },
    }),
  };
  return { state, status };
}

function statusState(lifeCycle: LifeCycle, ending: Ending | undefined): string {
  if (ending) return 'TERMINATED';
  return lifeCycle === 'WAITING_FOR_RETRY' ? 'WAITING' : lifeCycle;
}
