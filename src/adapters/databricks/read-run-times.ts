import { z } from 'zod';
import type { Answer } from '../../domain/answer';
import type { QueueReason, RunTimes, TaskAttempt, Times, UsedCluster } from '../../domain/explain/run-times';
import { kindOfTask } from '../../domain/task-kind';
import type { Ask } from './ask';
import { idSchema } from './id-schema';
import { laterPages } from './pages';
import { unreadable } from './problem-of';
import { stateOf } from './read-run';
import { standing } from './run-schema';

const LATEST_DATE = 8.64e15;

/** 0 stands for a time that has not come yet, or is not measured. */
const ms = z.number().nonnegative().max(LATEST_DATE).optional().catch(undefined);
const text = z.string().optional();

const times = {
  start_time: ms,
  end_time: ms,
  queue_duration: ms,
  setup_duration: ms,
  execution_duration: ms,
  cleanup_duration: ms,
  ...standing,
};

const attemptSchema = z.looseObject({
  run_id: idSchema,
  task_key: text,
  attempt_number: z.int().optional(),
  run_page_url: text,
  depends_on: z.array(z.looseObject({ task_key: text })).optional(),
  cluster_instance: z.looseObject({ cluster_id: text }).optional(),
  existing_cluster_id: text,
  job_cluster_key: text,
  new_cluster: z.looseObject({}).optional(),
  ...times,
});

const pageSchema = z.looseObject({ tasks: z.array(attemptSchema).optional(), next_page_token: text });
const firstSchema = pageSchema.extend({ run_id: idSchema, job_id: idSchema.optional(), ...times });

/** When a run, and every attempt of its tasks, began and ended. Only who wants to explain a run needs as much. */
export async function readRunTimes(ask: Ask, runId: string): Promise<Answer<RunTimes>> {
  const question = (page_token?: string) =>
    ({ method: 'GET', path: 'jobs/runs/get', query: { run_id: runId, page_token } }) as const;
  const first = await ask(question(), firstSchema);
  if (!first.ok) return first;
  const { run_id } = first.value;
  if (run_id !== runId) return { ok: false, problem: unreadable(`about run ${run_id}, not ${runId}.`) };
  const rest = await laterPages(first.value, (token) => ask(question(token), pageSchema));
  if (!rest.ok) return rest;
  const rows = [first.value, ...rest.value].flatMap((page) => page.tasks ?? []);
  return {
    ok: true,
    value: {
      ...timesOf(first.value),
      jobId: first.value.job_id,
      state: stateOf(first.value),
      queue: queueOf(first.value),
      attempts: rows.map(attemptOf),
    },
  };
}

type Row = z.infer<typeof attemptSchema>;

function attemptOf(row: Row): TaskAttempt {
  return {
    ...timesOf(row),
    key: row.task_key ?? row.run_id,
    id: row.run_id,
    kind: kindOfTask(row),
    pageUrl: row.run_page_url ?? '',
    attempt: row.attempt_number ?? 0,
    state: stateOf(row),
    dependsOn: (row.depends_on ?? []).flatMap(({ task_key }) => task_key ?? []),
    cluster: clusterOf(row),
  };
}

/** Serverless compute has an id, too, but nobody can look at it. */
function clusterOf(row: Row): UsedCluster | undefined {
  const id = row.cluster_instance?.cluster_id ?? row.existing_cluster_id;
  if (!id) return undefined;
  if (row.existing_cluster_id) return { id, kind: 'existing' };
  return row.new_cluster || row.job_cluster_key ? { id, kind: 'job' } : undefined;
}

function timesOf(row: z.infer<z.ZodObject<typeof times>>): Times {
  return {
    startedAt: row.start_time || undefined,
    endedAt: row.end_time || undefined,
    queueMs: row.queue_duration,
    setupMs: row.setup_duration,
    executionMs: row.execution_duration,
    cleanupMs: row.cleanup_duration,
  };
}

function queueOf({ state, status }: Pick<Row, 'state' | 'status'>): QueueReason | undefined {
  const { code, message } = status?.queue_details ?? {};
  const told = message ?? state?.queue_reason;
  return code || told ? { code, message: told } : undefined;
}
