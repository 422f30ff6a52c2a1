import { parseJson } from '../../int64-json';
import { stopped, succeeded, workloadFailed } from '../runs/ending';
import { fillIn } from '../runs/parameters';
import type { TaskRun } from '../runs/run';
import { latestRows } from '../runs/run';
import type { World } from '../world';
import { beginTaskRun, endTaskRun, makeTaskRun } from './task-run';

/** Runs a task with its retries; called back with its last attempt. */
export type RunTask = (
  world: World,
  row: TaskRun,
  addRow: (row: TaskRun) => void,
  whenDone: (row: TaskRun) => void,
) => void;

/** Runs the nested task once for each input, so many at a time. All inputs get their turn, whatever fails. */
export function beginForEach(world: World, row: TaskRun, runTask: RunTask): void {
  beginTaskRun(world, row);
  row.phase = 'RUNNING';
  row.runningAt = world.timeline.now;
  const { inputs = '[]', concurrency = 1, task } = row.task.for_each_task ?? {};
  const left = parseInputs(fillIn(inputs, row));
  if (!left || !task) {
    const ending = workloadFailed('The inputs of a for_each_task must be a JSON array.');
    world.timeline.in(0, () => endTaskRun(world, row, ending));
    return;
  }
  const iterations: TaskRun[] = [];
  row.iterations = iterations;
  row.inputCount = left.length;
  let running = 0;

  const startMore = () => {
    while (!row.stopping && running < concurrency && left.length > 0) {
      running += 1;
      const index = row.inputCount - left.length;
      // The key tells iterations apart, and the attempts of one iteration together.
      const nested = { ...task, task_key: `${task.task_key}_${index}` };
      const iteration = makeTaskRun(world, row.run, nested, { input: left.shift() });
      iterations.push(iteration);
      runTask(
        world,
        iteration,
        (retry) => iterations.push(retry),
        () => {
          running -= 1;
          startMore();
        },
      );
    }
    if (running === 0) endTaskRun(world, row, row.stopping ? stopped(row.stopping) : endingOf(iterations));
  };
  // Not at once: an empty list of inputs would end the task before its caller knows that it began.
  world.timeline.in(0, startMore);
}

function endingOf(iterations: readonly TaskRun[]) {
  const failed = latestRows(iterations).filter((row) => row.ending?.result !== 'SUCCESS').length;
  return failed === 0 ? succeeded : workloadFailed(`${failed} of ${latestRows(iterations).length} iterations failed`);
}

function parseInputs(text: string): unknown[] | undefined {
  try {
    const inputs = parseJson(text);
    return Array.isArray(inputs) ? inputs : undefined;
  } catch {
    return undefined;
  }
}
