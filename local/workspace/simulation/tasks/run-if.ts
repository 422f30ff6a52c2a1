import { disabled, type Ending, excluded, type Result, upstreamCanceled, upstreamFailed } from '../runs/ending';
import type { TaskRun } from '../runs/run';
import type { RunIf, TaskSettings } from '../settings';

export type Readiness = 'wait' | 'run' | { skip: Ending };

/** The outcome of a dependency, as run_if counts it. */
type Counted = 'succeeded' | 'failed' | 'canceled' | 'excluded';

/** What handles failures is left out when there is none; what needs success is lost when there is none. */
const HANDLES_FAILURE: readonly RunIf[] = ['ALL_FAILED', 'AT_LEAST_ONE_FAILED'];

/** Whether a task may run, given the latest attempts of the tasks it depends on. Disabled ones don't count. */
export function readinessOf(task: TaskSettings, latest: ReadonlyMap<string, TaskRun>): Readiness {
  if (task.disabled) return { skip: disabled };
  const counted: Counted[] = [];
  for (const dependency of task.depends_on ?? []) {
    const row = latest.get(dependency.task_key);
    if (!row) continue;
    if (!row.ending) return 'wait';
    if (row.ending.result === 'DISABLED') continue;
    const onOtherBranch = dependency.outcome !== undefined && row.outcome !== undefined;
    counted.push(onOtherBranch && dependency.outcome !== row.outcome ? 'excluded' : count(row.ending.result));
  }
  return counted.length === 0 ? 'run' : decide(task.run_if ?? 'ALL_SUCCESS', counted);
}

function decide(runIf: RunIf, counted: readonly Counted[]): Readiness {
  if (counted.every((outcome) => outcome === 'excluded')) return { skip: excluded };
  if (isMet(runIf, counted)) return 'run';
  if (HANDLES_FAILURE.includes(runIf)) return { skip: excluded };
  if (counted.includes('failed')) return { skip: upstreamFailed };
  return { skip: counted.includes('canceled') ? upstreamCanceled : excluded };
}

function isMet(runIf: RunIf, counted: readonly Counted[]): boolean {
  const failed = counted.filter((outcome) => outcome === 'failed' || outcome === 'canceled').length;
  switch (runIf) {
    case 'ALL_DONE':
      return true;
    case 'NONE_FAILED':
      return failed === 0;
    case 'AT_LEAST_ONE_SUCCESS':
      return counted.includes('succeeded');
    case 'AT_LEAST_ONE_FAILED':
      return failed > 0;
    case 'ALL_FAILED':
      return failed === counted.length;
    default:
      return counted.every((outcome) => outcome === 'succeeded');
  }
}

function count(result: Result | undefined): Counted {
  switch (result) {
    case 'SUCCESS':
    case 'SUCCESS_WITH_FAILURES':
      return 'succeeded';
    case 'CANCELED':
    case 'UPSTREAM_CANCELED':
      return 'canceled';
    case 'EXCLUDED':
      return 'excluded';
    default:
      return 'failed';
  }
}
