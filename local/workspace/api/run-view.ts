import { jobParametersOf } from '../simulation/runs/parameters';
import type { RepairEntry, Run } from '../simulation/runs/run';
import { type Page, pageOf } from './page';
import type { ApiVersion, Place } from './route';
import { runPageUrl } from './run-page-url';
import { runState } from './state-view';
import { taskRunAsRun, taskRunView, taskTimes } from './task-view';

export const TASKS_A_PAGE = 100;

/** What every list and every answer says about a run. */
export function baseRunView(run: Run, version: ApiVersion, place: Place) {
  const { settings } = run;
  const [only] = run.rows;
  const isSingle = settings.format === 'SINGLE_TASK';
  return {
    job_id: run.jobId,
    run_id: run.runId,
    ...(version !== '2.0' && { job_run_id: run.runId }),
    number_in_job: run.runId,
    original_attempt_run_id: run.runId,
    creator_user_name: run.creator,
    run_name: settings.name,
    run_type: run.type,
    trigger: run.trigger,
    format: settings.format,
    ...(isSingle && only ? taskTimes(only) : { setup_duration: 0, execution_duration: 0, cleanup_duration: 0 }),
    start_time: run.createdAt,
    end_time: run.endedAt ?? 0,
    queue_duration: run.startedAt === undefined ? 0 : (run.history[0]?.startedAt ?? 0) - run.createdAt,
    run_duration: timeOfAllTries(run),
    run_page_url: runPageUrl(run, place),
    ...runState(run, version),
    ...(Object.keys(run.overrides).length > 0 && { overriding_parameters: run.overrides }),
    ...(version === '2.0' && isSingle && only && oldTaskFields(only, place)),
  };
}

/** That of the run and of all of its repairs, without the time in between. */
function timeOfAllTries({ history, startedAt: begun, endedAt: ended }: Run): number {
  if (begun === undefined || ended === undefined) return 0;
  return history.reduce((sum, { startedAt, endedAt = startedAt }) => sum + endedAt - startedAt, 0);
}

/** Version 2.0 knows one task only, and tells about it at the top. */
function oldTaskFields(only: Run['rows'][number], place: Place) {
  const { task, cluster_spec, cluster_instance } = { cluster_instance: undefined, ...taskRunAsRun(only, '2.0', place) };
  return { task, cluster_spec, ...(cluster_instance && { cluster_instance }) };
}

/** A run in full, with a page of its tasks. Later pages have nothing but tasks. */
export function runView(
  run: Run,
  version: ApiVersion,
  place: Place,
  asked: { token?: string | undefined; history: boolean },
) {
  const base = baseRunView(run, version, place);
  if (version === '2.0') return base;
  // 2.1 knows no pages, and does not say that there is more.
  const page = pageOf('tasks', run.rows, TASKS_A_PAGE, version === '2.2' ? asked.token : undefined);
  return {
    ...base,
    job_parameters: page.isFirst ? jobParametersOf(run) : [],
    job_clusters: page.isFirst ? (run.settings.job_clusters ?? []) : [],
    ...(run.settings.git_source !== undefined && { git_source: run.settings.git_source }),
    tasks: page.items.map((row) => taskRunView(row, version, place)),
    ...(asked.history && { repair_history: page.isFirst ? run.history.map((go) => repairView(run, go, version)) : [] }),
    ...nextPage(page, version),
  };
}

export const nextPage = (page: Page<unknown>, version: ApiVersion) =>
  version === '2.2' && page.next ? { next_page_token: page.next } : {};

function repairView(run: Run, { repairId, startedAt, endedAt, ending, rows }: RepairEntry, version: ApiVersion) {
  return {
    ...(repairId !== undefined && { id: repairId }),
    type: repairId === undefined ? 'ORIGINAL' : 'REPAIR',
    start_time: startedAt,
    end_time: endedAt ?? 0,
    ...runState({ ...run, ending, rows }, version),
    task_run_ids: rows.map((row) => row.runId),
  };
}
