import { stringifyJson } from '../../int64-json';
import { loseCluster, ownClusterId, takeCluster, useCluster } from '../clusters/job-cluster';
import { type Ending, platformFailed, stopped, succeeded, workloadFailed } from '../runs/ending';
import { taskParametersOf } from '../runs/parameters';
import type { Produced, TaskRun, Widget } from '../runs/run';
import type { TaskSettings } from '../settings';
import type { World } from '../world';
import { type Call, PlatformError, type Program, paceOf, UNKNOWN_PROGRAM, WorkloadError } from './program';
import { beginTaskRun, endTaskRun } from './task-run';

/** How long a task that is cut off takes to end. */
const STOPPING_MS = 2000;

/** Runs one attempt of a notebook, a script or the like: pending, running, terminating, ended. */
export function beginWorkload(world: World, row: TaskRun): void {
  beginTaskRun(world, row);
  takeCluster(world, row);
  const { existing_cluster_id: existing } = row.task;
  if (existing !== undefined && !row.cluster) {
    failForUnknownCluster(world, row, String(existing));
    return;
  }
  const program = programOf(world, row.task);
  const call: Call = {
    ...taskParametersOf(row),
    taskKey: row.task.task_key,
    attempt: row.attempt,
    clusterId: row.cluster?.clusterId ?? ownClusterId(row.runId),
  };
  const pace = paceOf(program, call);
  // A stop takes the row out of the phase in which the next step expects it.
  const next = (ms: number, from: TaskRun['phase'], step: () => void) =>
    world.timeline.in(ms, () => {
      if (row.phase === from) step();
    });

  next(pace.pendingMs, 'PENDING', () => {
    row.phase = 'RUNNING';
    row.runningAt = world.timeline.now;
    useCluster(world, row);
    next(pace.runningMs, 'RUNNING', () => {
      const ending = runProgram(world, program, call, row);
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

/** Only when the task wants to begin it shows that there is no such cluster. */
function failForUnknownCluster(world: World, row: TaskRun, clusterId: string): void {
  const message = `Cluster ${clusterId} does not exist`;
  endForCluster(world, row, platformFailed('INVALID_CLUSTER_REQUEST', 'CLIENT_ERROR', message));
}

/** The cluster under it is gone. */
export function failForLackOfCluster(world: World, row: TaskRun): void {
  if (row.phase !== 'PENDING' && row.phase !== 'RUNNING') return;
  const message = `Cluster ${row.cluster?.clusterId} was terminated by a user.`;
  endForCluster(world, row, platformFailed('CLUSTER_TERMINATED_BY_USER', 'CLIENT_ERROR', message));
}

function endForCluster(world: World, row: TaskRun, ending: Ending): void {
  row.phase = 'TERMINATING';
  row.terminatingAt = world.timeline.now;
  world.timeline.in(STOPPING_MS, () => endTaskRun(world, row, ending));
}

function runProgram(world: World, program: Program, call: Call, row: TaskRun): Ending {
  try {
    const value = program.run(call);
    if (value !== undefined) row.produced = producedBy(row.task, value);
    return row.produced.widgets?.some(({ error }) => error !== undefined) ? workloadFailed() : succeeded;
  } catch (error) {
    if (error instanceof PlatformError) {
      row.produced = { error: error.message };
      if (error.clusterLoss) loseCluster(world, row, error.clusterLoss);
      return platformFailed(error.code, error.type, error.message);
    }
    row.produced = {
      error: error instanceof Error ? error.message : String(error),
      trace: error instanceof WorkloadError ? error.trace : String(error),
    };
    return workloadFailed();
  }
}

/** A query hands over nothing: its rows stay in the warehouse. */
function producedBy(task: TaskSettings, value: unknown): Produced {
  const { sql_task: sql, dashboard_task, alert_task, notebook_task } = task;
  if (sql?.dashboard ?? dashboard_task) return { widgets: value as readonly Widget[] };
  if (sql?.alert ?? alert_task) return { verdict: String(value) };
  if (sql) return {};
  const text = typeof value === 'string' ? value : stringifyJson(value);
  return notebook_task ? { result: text } : { logs: text };
}

function programOf(world: World, task: TaskSettings): Program {
  const name =
    task.notebook_task?.notebook_path ??
    task.spark_python_task?.python_file ??
    task.python_wheel_task?.package_name ??
    task.spark_jar_task?.main_class_name ??
    sqlName(task.sql_task) ??
    task.dbt_task?.project_directory ??
    task.dashboard_task?.dashboard_id ??
    task.alert_task?.alert_id;
  return world.programs.get(name ?? '') ?? UNKNOWN_PROGRAM;
}

const sqlName = ({ file, query, dashboard, alert }: NonNullable<TaskSettings['sql_task']> = {}) =>
  file?.path ?? query?.query_id ?? dashboard?.dashboard_id ?? alert?.alert_id;
