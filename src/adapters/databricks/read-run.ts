import type { Answer } from '../../domain/answer';
import type { ReportedState, Run, TaskRun } from '../../domain/run';
import { kindOfTask } from '../../domain/task-kind';
import { oneLine } from '../../domain/texts/one-line';
import type { Ask } from './ask';
import { type Keyed, latestOfIterations, latestOfTasks } from './latest-attempts';
import { laterPages } from './pages';
import { unreadable } from './problem-of';
import { type ReportedRow, runPageSchema, runSchema, type Standing } from './run-schema';

/** A run with all of its tasks; or a for-each task, asked for by the id of its task run, with all of its iterations. */
export async function readRun(ask: Ask, runId: string): Promise<Answer<Run>> {
  const question = (page_token?: string) =>
    ({ method: 'GET', path: 'jobs/runs/get', query: { run_id: runId, page_token } }) as const;
  const answer = await ask(question(), runSchema);
  if (!answer.ok) return answer;
  const first = answer.value;
  if (first.run_id !== runId) return { ok: false, problem: unreadable(`about run ${first.run_id}, not ${runId}.`) };
  const rest = await laterPages(first, (token) => ask(question(token), runPageSchema));
  if (!rest.ok) return rest;
  const pages = [first, ...rest.value];
  const iterations = once(pages.flatMap((page) => page.iterations ?? []));
  const tasks = once(pages.flatMap((page) => page.tasks ?? [])).filter((row) => !isItself(row, first.run_id));
  const latest = iterations.length > 0 ? latestOfIterations(iterations) : latestOfTasks(tasks);
  return {
    ok: true,
    value: {
      id: first.run_id,
      jobId: first.job_id,
      name: first.run_name ?? '',
      pageUrl: first.run_page_url ?? '',
      state: stateOf(first),
      queueMs: first.queue_duration,
      queueReason: queueReasonOf(first),
      tasks: latest.map(taskRunOf),
    },
  };
}

/** While iterations are paged through, the task they belong to is on every page. */
function once(rows: readonly ReportedRow[]): ReportedRow[] {
  return [...new Map(rows.map((row) => [row.run_id, row])).values()];
}

/** Whoever follows the tasks of a for-each task must not come round in a circle. */
function isItself(row: ReportedRow, runId: string): boolean {
  return row.run_id === runId && kindOfTask(row) === 'for_each_task';
}

function taskRunOf({ key, row }: Keyed<ReportedRow>): TaskRun {
  return {
    key,
    id: row.run_id,
    kind: kindOfTask(row),
    pageUrl: row.run_page_url ?? '',
    state: stateOf(row),
    ...(row.run_job_task?.run_id !== undefined && { childRunId: row.run_job_task.run_id }),
  };
}

function queueReasonOf({ state, status }: Standing): string | undefined {
  const reason = status?.queue_details?.message || state?.queue_reason;
  return reason ? oneLine(reason) : undefined;
}

export function stateOf({ state, status }: Standing): ReportedState {
  const termination = status?.termination_details;
  const messages = [state?.state_message, termination?.message, status?.queue_details?.message, state?.queue_reason];
  return {
    lifeCycle: state?.life_cycle_state,
    result: state?.result_state,
    status: status?.state,
    terminationCode: termination?.code,
    terminationType: termination?.type,
    message: oneLine(messages.find((message) => message) ?? ''),
  };
}
