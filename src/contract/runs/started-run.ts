import { z } from 'zod';
import { runViewSchema } from './run-view';

const standardUrl = z.string().optional();

/** The names are those of Durable Functions. */
export const startedRunSchema = runViewSchema
  .extend({
    statusQueryGetUri: standardUrl,
    sendEventPostUri: standardUrl,
    terminatePostUri: standardUrl,
    purgeHistoryDeleteUri: standardUrl,
    restartPostUri: standardUrl,
    suspendPostUri: standardUrl,
    resumePostUri: standardUrl,
  })
  .describe(
    'The run, and the standard URLs of Durable Functions unless the setting STANDARD_URLS leaves them out. They carry a key that opens every run.',
  );
