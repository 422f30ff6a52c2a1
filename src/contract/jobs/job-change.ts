import { z } from 'zod';
import { jobIdSchema } from './job-names';

const name = z.string().min(1).max(4096);
const tasks = z.array(z.looseObject({ task_key: z.string().min(1).max(100) })).max(1000);
const elsewhere = z.never('is named in the address, as ?workspace=').optional();

/** A body of Databricks' jobs/create, as it is: no field has to be there. Databricks itself checks the rest of it. */
export const newJobSchema = z
  .looseObject({ name: name.optional(), tasks: tasks.optional(), workspace: elsewhere })
  .describe("A body of Databricks' jobs/create. All fields that Databricks knows may stand in it.");

/** A body of Databricks' jobs/update, as it is. */
export const jobChangeSchema = z
  .strictObject({
    job_id: jobIdSchema.optional().describe('If it is there, it must be that of the address.'),
    new_settings: z
      .looseObject({ name: name.optional(), tasks: tasks.optional(), workspace: elsewhere })
      .optional()
      .describe('Fields that take the place of those that there are; tasks and job clusters do so one by one.'),
    fields_to_remove: z
      .array(z.string().min(1).max(1000))
      .max(1000)
      .optional()
      .describe('Fields to take away: `schedule`, or `tasks/TASK_KEY`.'),
  })
  .refine(({ new_settings, fields_to_remove }) => new_settings !== undefined || (fields_to_remove ?? []).length > 0, {
    error: 'must be there, or fields_to_remove',
    path: ['new_settings'],
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
  .describe("A body of Databricks' jobs/update.");

export const jobRefSchema = z.object({ id: z.string() }).describe('The job that was made or changed.');

export type JobRef = z.infer<typeof jobRefSchema>;
