import { stringifyJson } from '../int64-json';
import { type Ending, platformFailed, stopped, succeeded, workloadFailed } from './ending';
import { taskParametersOf } from './parameters';
import { type Call, PlatformError, type Program, paceOf, UNKNOWN_PROGRAM, WorkloadError } from './program';
import type { TaskRun } from './run';
import type { TaskSettings } from './settings';
import { beginTaskRun, endTaskRun } from './task-run';
import type { World } from './world';

/** How long a task that is cut off takes to end. */
const STOPPING_MS = 2000;

/** Runs one attempt of a notebook, a script or the like: pending, running, terminating, ended. */
export function beginWorkload(world: World, row: TaskRun): void {
  const program = programOf(world, row.task);
  const call: Call = { ...taskParametersOf(row), taskKey: row.task.task_key, attempt: row.attempt };
  const pace = paceOf(program, call);
  // A stop takes the row out of the phase in which the next step expects it.
  const next = (ms: number, from: TaskRun['phase'], step: () => void) =>
    world.timeline.in(ms, () => {
      if (row.phase === from) step();
    });

  beginTaskRun(world, row);
  next(pace.pendingMs, 'PENDING', () => {
    row.phase = 'RUNNING';
    row.runningAt = world.timeline.now;
    next(pace.runningMs, 'RUNNING', () => {
      const ending = runProgram(program, call, row);
      row.phase = 'TERMINATING';
      row.terminatingAt = world.timeline.now;
      next(pace.terminatingMs, 'TERMINATING', () => endTaskRun(world, row, ending));
    });
  });
}

/** The row is marked as stopping already; it ends a little later. */
export function cutOffWorkload(world: World, row: TaskRun): void {
  world.timeline.in(STOPPING_MS, () => endTaskRun(world, row, stopped(row.stopping ?? 'canceled')));
}

function runProgram(program: Program, call: Call, row: TaskRun): Ending {
  try {
    const value = program.run(call);
    if (value !== undefined) {
      const text = typeof value === 'string' ? value : stringifyJson(value);
      row.produced = row.task.notebook_task ? { result: text } : { logs: text };
    }
    return succeeded;
  } catch (error) {
    if (error instanceof PlatformError) {
      row.produced = { error: error.message };
      return platformFailed(error.code, error.type, error.message);
    }
    row.produced = {
      error: error instanceof Error ? error.message : String(error),
      trace: error instanceof WorkloadError ? error.trace : String(error),
    };
    return workloadFailed();
  }
}

function programOf(world: World, task: TaskSettings): Program {
  const name =
    task.notebook_task?.notebook_path ??
    task.spark_python_task?.python_file ??
    task.python_wheel_task?.package_name ??
    task.spark_jar_task?.main_class_name ??
    task.sql_task?.file?.path ??
    task.sql_task?.query?.query_id;
  return world.programs.get(name ?? '') ?? UNKNOWN_PROGRAM;
}
