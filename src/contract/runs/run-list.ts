import { z } from 'zod';
import { RUN_KINDS } from './run-kind';
import { lateOutcomeSchema, outcomeSchema } from './run-result';

export const listedRunSchema = z
  .object({
    id: z.string().describe('The id of the run here, not that in Databricks.'),
    kind: z.enum(RUN_KINDS).describe('What was started.'),
    outcome: outcomeSchema
      .nullable()
      .describe('Null: no end is written down. It goes on, or was terminated, deleted or never started.'),
    code: z.string().optional(),
    message: z.string().optional(),
    lateOutcome: lateOutcomeSchema.optional(),
    submittedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    job: z.object({
      id: z.string().nullable(),
      name: z.string().nullable(),
      workspace: z.string().describe('The alias of the workspace that has it.'),
      askedFor: z
        .string()
        .describe(
          'The alias that the caller gave, else the id of the job, or of the pipeline. Empty: neither was asked for.',
        ),
    }),
    run: z
      .object({ id: z.string(), pageUrl: z.string().nullable() })
      .nullable()
      .describe('The run in Databricks. Null: none is known.'),
  })
  .describe('A run in the list. Details are at `GET /runs/{id}`.');

export type ListedRun = z.infer<typeof listedRunSchema>;

export const nextPageTokenSchema = z
  .string()
  .nullable()
  .describe('To be given as `pageToken` for the next page. Null: this is the last one.');

export const runListSchema = z
  .object({
    runs: z.array(listedRunSchema).describe('A page may be empty, and yet not the last one.'),
    nextPageToken: nextPageTokenSchema,
  })
  .describe('What this app has started, newest first. It may lag by seconds.');

export type RunList = z.infer<typeof runListSchema>;
