import { z } from 'zod';
import { COLUMN_TYPES } from '../../domain/table/table';
import { RUN_OPTIONS } from '../runs/request/run-request';
import { secretReferenceSchema } from '../secret-reference';
import { workspaceAliasSchema } from '../workspaces/workspace';
import { jobIdSchema } from './job-names';
import { RUN_NOW_FIELDS } from './job-parameters';

const defaultsSchema = z
  .strictObject({ job_parameters: RUN_NOW_FIELDS.job_parameters, notebook_params: RUN_NOW_FIELDS.notebook_params })
  .refine(({ job_parameters, notebook_params }) => !job_parameters || !notebook_params, {
    error: 'must not hold both job_parameters and notebook_params: Databricks takes one of them',
    when: ({ value }) => typeof value === 'object' && value !== null,
  });

const columnSchema = z.strictObject({
  name: z.string().min(1),
  type: z.enum(COLUMN_TYPES),
  nullable: z.boolean().optional().describe('Whether a cell may be empty (default: true).'),
});

const columnsSchema = z
  .array(columnSchema)
  .min(1)
  .refine((columns) => !repeatsName(columns), {
    error: 'must not name a column twice',
    when: ({ value }) => Array.isArray(value),
  });

/** What the app knows about a job that callers name by an alias. */
export const catalogEntrySchema = z.strictObject({
  workspace: workspaceAliasSchema
    .optional()
    .describe('The alias of the workspace that has the job (default: default).'),
  job: jobIdSchema.describe('The id of the job in Databricks.'),
  about: z.string().optional().describe('What the job does, for people.'),
  defaults: defaultsSchema.optional().describe('Parameters of every run; what the caller gives wins.'),
  allowedParameters: z
    .array(z.string().min(1))
    .optional()
    .describe('The only parameters that a caller may give (default: any).'),
  secrets: z
    .array(secretReferenceSchema.shape.$secret)
    .optional()
    .describe('The secrets in Key Vault that a caller may have handed to this job (default: none).'),
  columns: columnsSchema.optional().describe('The columns of the output, in their order, for callers that want rows.'),
  timeoutSeconds: RUN_OPTIONS.timeoutSeconds.describe('How long a run may take (default: DEFAULT_TIMEOUT_SECONDS).'),
  failOn: RUN_OPTIONS.failOn.describe('The outcomes that count as a failure (default: all but succeeded and partial).'),
  concurrency: RUN_OPTIONS.concurrency.describe(
    'What happens to a start while another run of the job goes on (default: allow).',
  ),
  retry: RUN_OPTIONS.retry,
  outputTasks: RUN_OPTIONS.outputTasks.describe('The tasks whose outputs are wanted (default: all).'),
});

export type CatalogEntry = z.infer<typeof catalogEntrySchema>;

/** By alias. */
export type Catalog = ReadonlyMap<string, CatalogEntry>;

/** Also asked about columns that are wrong in other ways, so that all faults are told at once. */
function repeatsName(columns: readonly unknown[]): boolean {
  const names = columns.flatMap((column) => Object(column).name ?? []);
  return new Set(names).size < names.length;
}
