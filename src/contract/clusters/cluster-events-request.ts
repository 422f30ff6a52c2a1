import { z } from 'zod';

export const MOST_EVENTS = 500;

const time = z.int().min(0);
const BY_TOKEN = 'is not taken here: ask for the next page with page_token';

/** A body of Databricks' clusters/events, as it is. The address names the cluster. */
export const clusterEventsRequestSchema = z
  .strictObject({
    cluster_id: z.string().optional().describe('If it is there, it must be that of the address.'),
    start_time: time.optional().describe('In milliseconds since 1970, included.'),
    end_time: time.optional().describe('In milliseconds since 1970, included.'),
    order: z.enum(['ASC', 'DESC']).optional().describe('Default: `DESC`, the latest first.'),
    event_types: z
      .array(z.string().regex(/^[A-Z_]{1,100}$/, 'must be the name of a type, such as RUNNING'))
      .max(100)
      .optional(),
    page_size: z.int().min(0).max(MOST_EVENTS).optional(),
    limit: z.int().min(0).max(MOST_EVENTS).optional().describe('The older name of page_size.'),
    page_token: z.string().max(4096).optional().describe('The `nextPageToken` of the page before.'),
    offset: z.literal(0, BY_TOKEN).optional(),
  })
  .describe("A body of Databricks' clusters/events.");
