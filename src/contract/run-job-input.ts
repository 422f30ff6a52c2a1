import { z } from 'zod';
import { RUN_OPTIONS } from './run-request';

/** What can't be read is not there: a restart hands on what another instance has made of its input. */
const optional = <T extends z.ZodType>(field: T) => field.optional().catch(undefined);

/**
 * What an orchestration is started with. The request is JSON text, because the platform rewrites some properties of an
 * input on its way (it makes a date of any `Timestamp`), and a parameter may have any name.
 */
export const runJobInputSchema = z.looseObject({
  request: z.string(),
  /** Of which instance the nonce and the carried state are. */
  instanceId: optional(z.string()),
  nonce: optional(z.string()),
  submittedAt: optional(z.iso.datetime()),
  /** Of the request that started it, for the log. */
  correlationId: optional(z.string().max(100)),
  /** How long the run may take: the handler knows the catalog and the settings. */
  timeoutSeconds: optional(RUN_OPTIONS.timeoutSeconds.unwrap()),
});

export type AnyRunJobInput = z.infer<typeof runJobInputSchema>;

/** What this app starts its orchestration with. */
export interface RunJobInput {
  request: string;
  instanceId: string;
  nonce: string;
  submittedAt: string;
  timeoutSeconds: number;
  correlationId: string;
}
