import { z } from 'zod';

/**
 * What an orchestration is started with. The request is JSON text, because the platform rewrites some properties of an
 * input on its way (it makes a date of any `Timestamp`), and a parameter may have any name.
 */
export const runJobInputSchema = z.looseObject({
  request: z.string(),
  /** Of which instance the nonce and the carried state are. */
  instanceId: z.string().optional(),
  nonce: z.string().optional(),
  submittedAt: z.iso.datetime().optional(),
  /** How long the run may take: the handler knows the catalog and the settings. */
  timeoutSeconds: z.number().positive().optional(),
});

export type AnyRunJobInput = z.infer<typeof runJobInputSchema>;

/** What this app starts its orchestration with. */
export interface RunJobInput {
  request: string;
  instanceId: string;
  nonce: string;
  submittedAt: string;
  timeoutSeconds: number;
}
