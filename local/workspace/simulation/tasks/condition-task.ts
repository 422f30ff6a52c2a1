import { succeeded, workloadFailed } from '../runs/ending';
import { fillIn } from '../runs/parameters';
import type { TaskRun } from '../runs/run';
import type { World } from '../world';
import { beginTaskRun, endTaskRun } from './task-run';

/** A condition needs no cluster, so it is decided almost at once. */
const DECIDING_MS = 100;

export function beginCondition(world: World, row: TaskRun): void {
  beginTaskRun(world, row);
  row.phase = 'RUNNING';
  row.runningAt = world.timeline.now;
  world.timeline.in(DECIDING_MS, () => {
    if (row.stopping) return;
    const { op = '', left = '', right = '' } = row.task.condition_task ?? {};
    const holds = compare(op, fillIn(left, row), fillIn(right, row));
    if (holds === undefined) return endTaskRun(world, row, workloadFailed(`Operands of ${op} must be numbers.`));
    row.outcome = holds ? 'true' : 'false';
    endTaskRun(world, row, succeeded);
  });
}

/** Equality compares text, so "12.0" is not "12"; the rest compares numbers. */
function compare(op: string, left: string, right: string): boolean | undefined {
  if (op === 'EQUAL_TO') return left === right;
  if (op === 'NOT_EQUAL') return left !== right;
  const [a, b] = [Number(left), Number(right)];
  if (Number.isNaN(a) || Number.isNaN(b)) return undefined;
  switch (op) {
    case 'GREATER_THAN':
      return a > b;
    case 'GREATER_THAN_OR_EQUAL':
      return a >= b;
    case 'LESS_THAN':
      return a < b;
    case 'LESS_THAN_OR_EQUAL':
      return a <= b;
    default:
      return undefined;
  }
}
