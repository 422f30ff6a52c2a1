import { z } from 'zod';
import { DEFAULT_FAIL_ON, OUTCOMES } from '../domain/outcome';
import { runNowSchema } from './job-parameters';

const MAX_TIMEOUT_SECONDS = 30 * 86_400;
const LARGEST_ID = 2n ** 63n - 1n;

const isId = (text: string) => BigInt(text) >= 1n && BigInt(text) <= LARGEST_ID;
const JOB_RULE = 'must be the id of a job (a number above 0), an alias of the catalog, or the exact name of a job';

/** All digits: an id, kept as text. Else an alias, or a name. */
export const jobSchema = z
  .union([z.string(), z.int()], JOB_RULE)
  .transform(String)
  .refine((text) => text.trim() === text && text.length > 0 && text.length <= 4096, JOB_RULE)
  .refine((text) => !/^[-+]?[\d.]+$/.test(text) || (/^\d+$/.test(text) && isId(text)), JOB_RULE)
  .transform((text) => (/^\d+$/.test(text) ? BigInt(text).toString() : text))
  .meta({ description: `The job: ${JOB_RULE.replace('must be ', '')}.` });

/** Our own fields beside what is to run. */
export const RUN_OPTIONS = {
  workspace: z.string().min(1).max(253).optional(),
  timeoutSeconds: z.int().min(10).max(MAX_TIMEOUT_SECONDS).optional(),
  onTimeout: z.enum(['cancel', 'detach']).optional(),
  pollSeconds: z.int().min(1).max(3600).optional(),
  failOn: z.array(z.enum(OUTCOMES)).max(OUTCOMES.length).optional(),
} as const;

/** What is to be run, and how. It is kept as JSON text in the orchestration's input, and read again by its activities. */
export const runRequestSchema = z
  .strictObject({ job: jobSchema, runNow: runNowSchema.optional(), ...RUN_OPTIONS })
  .refine(({ pollSeconds, timeoutSeconds }) => (pollSeconds ?? 0) <= (timeoutSeconds ?? Number.POSITIVE_INFINITY), {
    path: ['pollSeconds'],
    message: 'must not be longer than timeoutSeconds',
  });

export type RunRequest = z.infer<typeof runRequestSchema>;

export const DEFAULTS = { onTimeout: 'cancel', failOn: DEFAULT_FAIL_ON } as const;
