import { z } from 'zod';
import { idSchema } from './id-schema';

// Only what this app reads is named, and as little as possible required: Databricks adds fields and values at any time.

const text = z.string().optional();

export const standing = {
  state: z
    .looseObject({ life_cycle_state: text, result_state: text, state_message: text, queue_reason: text })
    .optional(),
  status: z
    .looseObject({
      state: text,
      termination_details: z.looseObject({ code: text, type: text, message: text }).optional(),
      queue_details: z.looseObject({ code: text, message: text }).optional(),
    })
    .optional(),
};

const rowSchema = z.looseObject({
  run_id: idSchema,
  task_key: text,
  attempt_number: z.int().optional(),
  run_page_url: text,
  run_job_task: z.looseObject({ run_id: idSchema.optional() }).optional(),
  ...standing,
});

const rows = {
  /** One for each attempt of each task. */
  tasks: z.array(rowSchema).optional(),
  /** Of a for-each task, if it is asked for by its own id. */
  iterations: z.array(rowSchema).optional(),
  next_page_token: text,
};

/** A page after the first one: it has rows, and other fields need not be there. */
export const runPageSchema = z.looseObject(rows);

export const runSchema = z
  .looseObject({
    run_id: idSchema,
    job_id: idSchema.optional(),
    run_name: text,
    run_page_url: text,
    queue_duration: z.number().nonnegative().optional().catch(undefined),
    ...standing,
    ...rows,
  })
  .refine(({ state, status }) => state !== undefined || status !== undefined, 'neither state nor status');

export type ReportedRow = z.infer<typeof rowSchema>;
export type Standing = Pick<ReportedRow, 'state' | 'status'>;
