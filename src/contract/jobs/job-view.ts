import { z } from 'zod';
import { nextPageTokenSchema } from '../runs/run-list';
import { type CatalogEntry, catalogEntrySchema } from './catalog';

const { defaults, columns } = catalogEntrySchema.shape;

export const jobListSchema = z
  .object({
    aliases: z
      .array(z.object({ alias: z.string(), job: z.string(), about: z.string().nullable() }))
      .optional()
      .describe('The jobs of the catalog, on the first page only.'),
    jobs: z.array(z.object({ id: z.string(), name: z.string() })),
    nextPageToken: nextPageTokenSchema,
  })
  .describe('The aliases of the catalog, and the jobs of the workspace that this app may see.');

export type JobList = z.infer<typeof jobListSchema>;

export const jobViewSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    parameters: z
      .array(z.object({ name: z.string(), default: z.string() }))
      .describe('The job parameters that the job declares.'),
    tasks: z.array(
      z.object({ key: z.string(), kind: z.string().describe('`notebook_task`, `run_job_task` and so on.') }),
    ),
    timeoutSeconds: z.number().nullable().describe('After which Databricks stops a run. Null: never.'),
    maxConcurrentRuns: z.number().nullable().describe('How many runs of it may go on at once. Null: not said.'),
    queue: z.boolean().nullable().describe('Whether runs beyond that wait, or are skipped. Null: not said.'),
    schedule: z
      .object({ cron: z.string().describe('In the form of Quartz.'), timezone: z.string(), paused: z.boolean() })
      .nullable()
      .describe('When Databricks starts it by itself. Null: it does not.'),
    catalog: z
      .object({
        alias: z.string(),
        about: z.string().nullable(),
        defaults: defaults.unwrap(),
        allowedParameters: z.array(z.string()).nullable().describe('The only parameters that may be given. Null: any.'),
        columns: columns.unwrap().nullable().describe('The columns of the table. Null: they are found out.'),
      })
      .nullable()
      .describe('What the catalog says. Null: the job was not asked for by an alias.'),
  })
  .describe('What a caller needs to know to run a job.');

export type JobView = z.infer<typeof jobViewSchema>;

/** What the catalog says of the job that an alias stands for. */
export const catalogPart = (alias: string, entry: CatalogEntry): NonNullable<JobView['catalog']> => ({
  alias,
  about: entry.about ?? null,
  defaults: entry.defaults ?? {},
  allowedParameters: entry.allowedParameters ?? null,
  columns: entry.columns ?? null,
});
