import { ownClusterId } from '../simulation/clusters/job-cluster';
import { latestRows, type TaskRun } from '../simulation/runs/run';
import { kindOf } from '../simulation/settings';
import type { ApiVersion, Place } from './route';
import { runPageUrl } from './run-page-url';
import { taskState } from './state-view';

const CLUSTER_FIELDS = ['existing_cluster_id', 'new_cluster', 'job_cluster_key', 'environment_key', 'libraries'];

/** One entry of `tasks` or `iterations`: what was asked for, and what became of this attempt. */
export function taskRunView(row: TaskRun, version: ApiVersion, place: Place) {
  return {
    run_if: 'ALL_SUCCESS',
    ...row.task,
    ...kindView(row),
    run_id: row.runId,
    attempt_number: row.attempt,
    ...taskTimes(row),
    ...taskState(row, version),
    ...clusterInstance(row),
    run_page_url: runPageUrl(row.run, place, row.runId),
  };
}

/** A task run as if it were a run of its own: what `runs/get` of its id and the metadata of its output show. */
export function taskRunAsRun(row: TaskRun, version: ApiVersion, place: Place) {
  const { run, task } = row;
  const cluster = Object.fromEntries(CLUSTER_FIELDS.filter((name) => name in task).map((name) => [name, task[name]]));
  return {
    job_id: run.jobId,
    run_id: row.runId,
    job_run_id: run.runId,
    number_in_job: row.runId,
    original_attempt_run_id: row.originalRunId,
    attempt_number: row.attempt,
    creator_user_name: run.creator,
    run_name: run.settings.format === 'SINGLE_TASK' ? run.settings.name : task.task_key,
    run_type: run.type,
    trigger: row.attempt > 0 ? 'RETRY' : run.trigger,
    task: kindView(row),
    cluster_spec: cluster,
    ...clusterInstance(row),
    ...(Object.keys(run.overrides).length > 0 && { overriding_parameters: run.overrides }),
    ...taskTimes(row),
    ...taskState(row, version),
    run_page_url: runPageUrl(run, place, row.runId),
  };
}

export function taskTimes(row: TaskRun) {
  const { startedAt, runningAt, terminatingAt, endedAt } = row;
  const between = (from?: number, to?: number) => (from === undefined || to === undefined ? 0 : to - from);
  return {
    start_time: startedAt ?? 0,
    end_time: endedAt ?? 0,
    setup_duration: between(startedAt, runningAt),
    execution_duration: between(runningAt, terminatingAt ?? endedAt),
    cleanup_duration: between(terminatingAt, endedAt),
  };
}

function kindView(row: TaskRun): Record<string, unknown> {
  const { task } = row;
  const kind = kindOf(task);
  if (!kind) return {};
  const asked = task[kind] as object;
  switch (kind) {
    case 'notebook_task':
      return { [kind]: { source: task.git_source ? 'GIT' : 'WORKSPACE', ...asked } };
    case 'run_job_task':
      return { [kind]: { ...asked, ...(row.childRun && { run_id: row.childRun.runId }) } };
    case 'condition_task':
      return { [kind]: { ...asked, ...(row.outcome && { outcome: row.outcome }) } };
    case 'for_each_task':
      return { [kind]: { ...asked, ...forEachStats(row) } };
    default:
      return { [kind]: asked };
  }
}

function forEachStats(row: TaskRun) {
  if (!row.iterations) return {};
  const latest = latestRows(row.iterations);
  const ended = latest.filter((iteration) => iteration.ending);
  const succeeded = ended.filter((iteration) => iteration.ending?.result === 'SUCCESS');
  const task_run_stats = {
    total_iterations: row.inputCount,
    scheduled_iterations: latest.length,
    active_iterations: latest.length - ended.length,
    completed_iterations: ended.length,
    succeeded_iterations: succeeded.length,
    failed_iterations: ended.length - succeeded.length,
  };
  return { stats: { task_run_stats } };
}

/** Known as soon as there is a cluster for it; its context only once it runs there. */
function clusterInstance({ runId, startedAt, runningAt, task, cluster }: TaskRun) {
  if (task.condition_task || task.for_each_task || task.run_job_task || task.pipeline_task) return {};
  if (startedAt === undefined || (runningAt === undefined && !cluster)) return {};
  const cluster_id = cluster?.clusterId ?? task.existing_cluster_id ?? ownClusterId(runId);
  if (runningAt === undefined) return { cluster_instance: { cluster_id } };
  return { cluster_instance: { cluster_id, spark_context_id: String(cluster?.sparkContextId ?? runId) } };
}
