import { z } from 'zod';

/**
 * What Databricks posts when something happens to a run, as far as it is believed: which run to look at. What happened,
 * the job and the workspace are there too, and are left unread, since nothing proves that they are so.
 */
export const notificationSchema = z
  .object({
    run: z.object({
      run_id: z
        .union([z.string(), z.int()], 'must be the id of a run')
        .transform(String)
        .pipe(z.string().regex(/^\d{1,20}$/, 'must be the id of a run'))
        .describe('The id of the run at Databricks.'),
    }),
  })
  .describe('A notification of Databricks. All else that it holds is ignored.');
