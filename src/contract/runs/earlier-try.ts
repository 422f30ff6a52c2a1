import { z } from 'zod';
import { OUTCOMES } from '../../domain/outcome';

/** How a run had ended before it was repaired or tried again. */
export const earlierTrySchema = z
  .object({
    how: z.enum(['start', 'repair']).describe('What had been done: a run was started, or one was repaired.'),
    runId: z.string().nullable().describe('The run in Databricks.'),
    outcome: z.enum(OUTCOMES),
    code: z.string().nullable(),
    endedAt: z.iso.datetime(),
  })
  .describe('An end that was not the last one.');

export type EarlierTry = z.infer<typeof earlierTrySchema>;

/** The status of an instance has no room for more. */
export const MOST_EARLIER = 10;
