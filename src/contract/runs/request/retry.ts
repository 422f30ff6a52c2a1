import { z } from 'zod';
import type { FailureClass } from '../../../domain/failures/failure-class';

/** Whose failure it was, as far as a retry is concerned. What the user has done wrong is not cured by doing it again. */
const RETRIABLE = [
  'cloud',
  'capacity',
  'platform',
  'timeout',
  'permission',
  'userCode',
  'unknown',
] as const satisfies readonly FailureClass[];

/** What has nothing to do with the job itself. A driver that broke down mostly lacked memory. */
const USUALLY_RETRIED = ['cloud', 'capacity'] as const;

/** How often a run that has failed is tried again. */
export const retrySchema = z
  .strictObject({
    times: z.int().min(0).max(10).describe('At most this often.'),
    on: z
      .array(z.enum(RETRIABLE))
      .min(1)
      .optional()
      .describe(`If every failure is of one of these classes (default: ${USUALLY_RETRIED.join(', ')}).`),
  })
  .describe(
    'Whether a run that has failed is tried again by itself: what failed of it is repaired in the same run, or, where Databricks can repair nothing, a new run is started (default: that of the catalog, else never).',
  );

export interface RetryPolicy {
  times: number;
  on: readonly FailureClass[];
}

export const retryPolicyOf = ({ times, on = [...USUALLY_RETRIED] }: z.infer<typeof retrySchema>): RetryPolicy => ({
  times,
  on,
});
