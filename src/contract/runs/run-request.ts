import { z } from 'zod';
import { DEFAULT_FAIL_ON, OUTCOMES } from '../../domain/outcome';
import { isId } from '../job-names';
import { runNowSchema } from '../job-parameters';

const MAX_TIMEOUT_SECONDS = 30 * 86_400;
const JOB_RULE = 'must be the id of a job (a number above 0), an alias of the catalog, or the exact name of a job';

/** What a job can be called by, in Databricks or in the catalog. */
export const isJobName = (text: string): boolean => /^\P{Cc}{1,4096}$/u.test(text) && text.trim() === text;

/** Of a job as the schema has read it: no alias and no name is all digits. */
export const isJobId = (job: string): boolean => /^\d+$/.test(job);

/** All digits: an id, kept as text. Else an alias, or a name, which may hold anything but what can only be a mistake. */
export const jobSchema = z
  .union([z.string(), z.int()], JOB_RULE)
  .transform(String)
  .refine((text) => (/^[-+]?\d+$/.test(text) ? /^\d/.test(text) && isId(text) : isJobName(text)), JOB_RULE)
  .transform((text) => (isJobId(text) ? BigInt(text).toString() : text))
  .meta({ description: `The job: ${JOB_RULE.replace('must be ', '')}.` });

/** Our own fields beside what is to run. */
export const RUN_OPTIONS = {
  workspace: z.string().min(1).max(253).optional().describe('The name of the configured workspace, or its alias.'),
  timeoutSeconds: z
    .int()
    .min(10)
    .max(MAX_TIMEOUT_SECONDS)
    .optional()
    .describe(
      'How long the run may take, with the time in the queue (default: that of the catalog, else DEFAULT_TIMEOUT_SECONDS).',
    ),
  onTimeout: z
    .enum(['cancel', 'detach'])
    .optional()
    .describe('What happens then (default: cancel). `detach`: the run goes on, and nobody looks at it any more.'),
  pollSeconds: z
    .int()
    .min(1)
    .max(3600)
    .optional()
    .describe('How often Databricks is asked (default: often at first, then less and less).'),
  failOn: z
    .array(z.enum(OUTCOMES))
    .max(OUTCOMES.length)
    .optional()
    .describe(
      'The outcomes that count as a failure (default: that of the catalog, else all but succeeded and partial).',
    ),
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
