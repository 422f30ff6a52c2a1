import { z } from 'zod';

/** What of a run that has ended is to be run once more, in the same run at Databricks. */
export const repairWishSchema = z.strictObject({
  /** Null: whatever has failed. */
  tasks: z.array(z.string()).nullable(),
  /** Also what depends on those, although it had succeeded. */
  dependents: z.boolean(),
});

export type RepairWish = z.infer<typeof repairWishSchema>;
