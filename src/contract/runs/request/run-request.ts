import { z } from 'zod';
import { DEFAULT_FAIL_ON, OUTCOMES } from '../../../domain/outcome';
import { isId } from '../../jobs/job-names';
import { runNowSchema } from '../../jobs/job-parameters';
import { RUN_KINDS, type RunKind } from '../run-kind';
import { MOST_TIMEOUT_SECONDS } from '../times';
import { pipelineUpdateSchema } from './pipeline-update';
import { retrySchema } from './retry';
import { statementSchema } from './statement';
import { submitSchema } from './submit';

const LONGEST_STATEMENT_POLL = 600;
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

/** What happens while another run of the same job goes on. */
export const CONCURRENCIES = ['allow', 'join', 'cancelPrevious', 'reject'] as const;

export type Concurrency = (typeof CONCURRENCIES)[number];

/** Our own fields beside what is to run. */
export const RUN_OPTIONS = {
  workspace: z.string().min(1).max(253).optional().describe('The name of the configured workspace, or its alias.'),
  timeoutSeconds: z
    .int()
    .min(10)
    .max(MOST_TIMEOUT_SECONDS)
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
  concurrency: z
    .enum(CONCURRENCIES)
    .optional()
    .describe(
      'What happens while another run of the same job goes on (default: that of the catalog, else allow). `join`: an equal one is met. `cancelPrevious`: the others are cancelled, and this one starts once they have ended. `reject`: 409.',
    ),
  retry: retrySchema.optional(),
  outputTasks: z
    .array(z.string().min(1).max(1000))
    .max(1000)
    .optional()
    .describe('The tasks whose outputs are wanted (default: that of the catalog, else all). Each costs a request.'),
} as const;

/** What a start can name: exactly one of the kinds, and parameters beside a job. */
const WHAT = {
  job: jobSchema.optional(),
  runNow: runNowSchema.optional(),
  submit: submitSchema.optional(),
  pipeline: pipelineUpdateSchema.optional(),
  sql: statementSchema.optional(),
} satisfies Record<RunKind | 'runNow', z.ZodType>;

/** What is to be run, and how. It is kept as JSON text in the orchestration's input, and read again by its activities. */
export const runRequestSchema = z.strictObject({ ...WHAT, ...RUN_OPTIONS }).superRefine((request, context) => {
  const refuse = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
  const [first, second] = kindsIn(request);
  if (first === undefined) {
    refuse('job', 'is missing: name the job that is to run, or send submit, pipeline or sql in its place');
  } else if (second !== undefined) {
    refuse(second, `must not stand beside ${first}: one request runs one thing`);
  } else if (request.runNow && first !== 'job') {
    refuse('runNow', `belongs to a job, and must not stand beside ${first}`);
  } else if ((request.concurrency ?? 'allow') !== 'allow' && (first === 'submit' || first === 'sql')) {
    refuse('concurrency', `must be allow beside ${first}: it is about the other runs of one job, or of one pipeline`);
  }
  if (first === 'sql' && (request.pollSeconds ?? 0) > LONGEST_STATEMENT_POLL) {
    const limit = `must not be longer than ${LONGEST_STATEMENT_POLL} for a statement`;
    refuse('pollSeconds', `${limit}: Databricks gives up those that nobody asks about for 15 minutes`);
  }
  if ((request.pollSeconds ?? 0) > (request.timeoutSeconds ?? Number.POSITIVE_INFINITY)) {
    refuse('pollSeconds', 'must not be longer than timeoutSeconds');
  }
});

const kindsIn = (request: object): RunKind[] =>
  RUN_KINDS.filter((kind) => Object.hasOwn(request, kind) && request[kind as never] !== undefined);

/** Of a request as the schema has read it. */
export const kindOf = (request: object): RunKind => kindsIn(request)[0] ?? 'job';

export type RunRequest = z.infer<typeof runRequestSchema>;

export const DEFAULTS = { onTimeout: 'cancel', failOn: DEFAULT_FAIL_ON } as const;
