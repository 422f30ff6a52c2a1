import { z } from 'zod';
import type { Outcome } from '../../../domain/outcome';
import { type EarlierTry, earlierTrySchema, MOST_EARLIER } from '../earlier-try';
import { type RepairWish, repairWishSchema } from '../request/repair-wish';
import { type RetryPolicy, retryPolicyOf } from '../request/retry';
import { DEFAULTS, kindOf, RUN_OPTIONS } from '../request/run-request';
import { isRepairable, type RunKind } from '../run-kind';
import { type RunFacts, runFactsSchema } from '../run-result';

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
  timeoutSeconds: optional(z.int().min(1)),
  /** Runs of ours that have to end before this one may start. */
  after: optional(z.array(z.string()).max(100)),
  /** The run has ended before, and this of it is run once more. */
  repair: optional(repairWishSchema),
  /** When that was asked for, and how long it may take from then on. */
  repairAt: optional(z.iso.datetime()),
  repairSeconds: optional(z.int().min(1)),
  /** The run at Databricks, as it was seen last. */
  run: optional(runFactsSchema),
  earlier: optional(z.array(earlierTrySchema).max(MOST_EARLIER)),
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
  after?: readonly string[] | undefined;
  repair?: RepairWish | undefined;
  repairAt?: string | undefined;
  repairSeconds?: number | undefined;
  run?: RunFacts | undefined;
  earlier?: readonly EarlierTry[] | undefined;
}

/** Through a standard address, anything may come: a request as it is, or no request at all. */
export function readRunJobInput(input: unknown): AnyRunJobInput {
  return runJobInputSchema.safeParse(input).data ?? { request: textOf(input) };
}

const textOf = (input: unknown): string => (typeof input === 'string' ? input : (JSON.stringify(input) ?? ''));

/** What a request says of how its run is to be followed. */
export interface Wishes {
  pollMs: number | null;
  onTimeout: 'cancel' | 'detach';
  failOn: readonly Outcome[];
  retry: RetryPolicy | null;
  /** Whether Databricks can run what has failed of it once more, in the same run. */
  isRepairable: boolean;
  /** Whose outputs are wanted. Null: all. */
  outputTasks: readonly string[] | null;
  timeoutSeconds: number;
}

const FALLBACK_TIMEOUT_SECONDS = 86_400;

/** Each wish by itself: a request that can't be read is refused by the activity that is to start it, with all reasons. */
export function wishesOf(request: string): Wishes {
  const asked = readRequest(request);
  const { pollSeconds, onTimeout, failOn, timeoutSeconds, retry, outputTasks } = asked;
  const again = RUN_OPTIONS.retry.safeParse(retry).data;
  const seconds = RUN_OPTIONS.pollSeconds.safeParse(pollSeconds).data;
  return {
    pollMs: seconds === undefined ? null : seconds * 1000,
    onTimeout: RUN_OPTIONS.onTimeout.safeParse(onTimeout).data ?? DEFAULTS.onTimeout,
    failOn: RUN_OPTIONS.failOn.safeParse(failOn).data ?? DEFAULTS.failOn,
    retry: again === undefined ? null : retryPolicyOf(again),
    isRepairable: isRepairable(kindOf(asked)),
    outputTasks: RUN_OPTIONS.outputTasks.safeParse(outputTasks).data ?? null,
    timeoutSeconds: RUN_OPTIONS.timeoutSeconds.safeParse(timeoutSeconds).data ?? FALLBACK_TIMEOUT_SECONDS,
  };
}

/** What a request asks for, whether it can be read as a whole or not. */
export const kindAsked = (request: string): RunKind => kindOf(readRequest(request));

function readRequest(request: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(request));
  } catch {
    return {};
  }
}
