import { z } from 'zod';

/** What the orchestration of a callback is started with, and hands on to itself. The address stays in the row. */
export const callBackInputSchema = z.object({
  /** Of the run. */
  instanceId: z.string(),
  callbackId: z.string(),
  /** When it was first tried. */
  since: z.iso.datetime().optional(),
  tries: z.int().min(0).default(0),
});

export type CallBackInput = z.input<typeof callBackInputSchema>;

export interface DeliverInput {
  instanceId: string;
  callbackId: string;
  /** Before this one. */
  tries: number;
  since: string;
  now: string;
}

/** `over`: it was delivered, given up, or is no longer wanted. `early`: the run is about to end, so nothing was tried. */
export type DeliverResult = { kind: 'over' } | { kind: 'early' } | { kind: 'again'; retryAfterMs: number | null };
