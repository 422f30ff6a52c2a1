import { z } from 'zod';
import type { Answer } from '../../domain/answer';
import type { RawOutput } from '../../domain/raw-output';
import type { Ask } from './ask';
import { idSchema } from './id-schema';
import { REPORT_FIELDS } from './report-schema';

/** All else is left behind: parameters, resolved or not, may hold secrets. */
const metadataSchema = z.object({
  run_id: idSchema,
  job_id: idSchema.optional(),
  job_run_id: idSchema.optional(),
  original_attempt_run_id: idSchema.optional(),
  ...optional(
    'run_name',
    'run_page_url',
    'task_key',
    'attempt_number',
    'run_type',
    'trigger',
    'start_time',
    'end_time',
    'setup_duration',
    'execution_duration',
    'cleanup_duration',
    'queue_duration',
    'run_duration',
    'state',
    'status',
    'creator_user_name',
  ),
});

const text = z.string().optional();

const outputSchema = z.object({
  metadata: metadataSchema,
  notebook_output: z.object({ result: text, truncated: z.boolean().optional() }).optional(),
  ...REPORT_FIELDS,
  logs: text,
  logs_truncated: z.boolean().optional(),
  error: text,
  error_trace: text,
  info: text,
  run_job_output: z.object({ run_id: idSchema }).optional(),
});

/** What one task run left. A run with several tasks has no output of its own: Databricks refuses to give one. */
export function readOutput(ask: Ask, taskRunId: string): Promise<Answer<RawOutput>> {
  return ask({ method: 'GET', path: 'jobs/runs/get-output', query: { run_id: taskRunId } }, outputSchema);
}

function optional<N extends string>(...names: N[]) {
  return Object.fromEntries(names.map((name) => [name, z.unknown().optional()])) as Record<
    N,
    z.ZodOptional<z.ZodUnknown>
  >;
}
