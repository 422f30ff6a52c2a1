import { z } from 'zod';
import type { Problem } from '../domain/answer';
import { OUTCOMES } from '../domain/outcome';
import { RUN_KINDS } from './runs/run-kind';

/**
 * What the app logs of its runs and requests: one JSON object per line, the whole message of a trace in Application Insights. The
 * queries in infra/monitoring read these names, and a test holds them to this file.
 */

const PROBLEM_KINDS = [
  'unavailable',
  'unauthenticated',
  'forbidden',
  'notFound',
  'refused',
] as const satisfies readonly [Problem['kind'], ...Problem['kind'][]];

export const LOG_LEVELS = ['information', 'warning', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const seconds = z.number().nonnegative();

const common = {
  level: z.enum(LOG_LEVELS),
  correlationId: z.string().optional().describe('Of the request that this goes back to.'),
};

const aboutRun = {
  runId: z.string().describe('Ours: the id of the instance.'),
  kind: z.enum(RUN_KINDS).describe('What was started.'),
  job: z.string().describe('The alias that was asked for, else the id. Empty: no job was asked for.'),
  jobId: z.string().nullable().describe('Null: what is to run could not be read.'),
  workspace: z.string().describe('The alias of the workspace that has it.'),
};

/** Databricks has confirmed the start. An activity may run twice, so this may come twice. */
const runStartedSchema = z.strictObject({
  event: z.literal('runStarted'),
  ...common,
  ...aboutRun,
  databricksRunId: z.string(),
  timeoutSeconds: seconds.describe('How long the run may take. After that, an end must be logged.'),
  caller: z.string().optional().describe('The application that asked, where callers sign in. A function key has none.'),
});

/** May come twice, as well. */
const runEndedSchema = z.strictObject({
  event: z.literal('runEnded'),
  ...common,
  ...aboutRun,
  databricksRunId: z.string().nullable().describe('Null: it was never started.'),
  outcome: z.enum(OUTCOMES),
  code: z.string().nullable(),
  endedWell: z.boolean().describe('By the measure of its own request.'),
  durationSeconds: seconds.describe('From the request to the end.'),
  queueSeconds: seconds.nullable().describe('How long it waited in the queue of Databricks. Null: nobody knows.'),
  polls: z.int().nonnegative().describe('How often Databricks was asked how it stands.'),
  tries: z.int().positive().describe('How often it was begun: repairs and further tries count.'),
});

/** What had failed of a run is run once more. May come twice. */
const runRepairedSchema = z.strictObject({
  event: z.literal('runRepaired'),
  ...common,
  runId: z.string(),
  job: z.string(),
  workspace: z.string(),
  databricksRunId: z.string(),
});

/** A request to Databricks that did not get what it asked for. */
export const databricksProblemSchema = z.strictObject({
  event: z.literal('databricksProblem'),
  ...common,
  runId: z.string().optional().describe('Missing: nothing was running yet.'),
  kind: z.enum(PROBLEM_KINDS),
  code: z.string().describe("Databricks' `error_code`, or ours."),
  during: z
    .enum(['submit', 'repair', 'check', 'cancel', 'collect', 'upkeep', 'notification'])
    .describe(
      'What was to be done. `upkeep`: to look at a run that nobody watches. `notification`: at one of those that has told of itself.',
    ),
  throttled: z.boolean().describe('Databricks asked for fewer requests (429).'),
});

/** A request to start a run that was answered with a problem: there is no run. */
const startRefusedSchema = z.strictObject({
  event: z.literal('startRefused'),
  ...common,
  code: z.string().describe('Of the answer.'),
  status: z.int(),
});

/** A caller that asked to be told of the end of its run was told, or could not be. May come twice. */
const callbackEndedSchema = z.strictObject({
  event: z.literal('callbackEnded'),
  ...common,
  runId: z.string(),
  form: z.enum(['run', 'dataFactory']),
  host: z.string().describe('Of the address. The rest of it may hold secrets.'),
  delivered: z.boolean(),
  status: z.int().nullable().describe('What was answered at last. Null or 0: nothing.'),
  tries: z.int().positive(),
  reason: z.string().optional().describe('Of one that was given up.'),
});

/** A run that went on at Databricks though nobody watched it any more was told to stop. Comes again until it has stopped. */
const runReapedSchema = z.strictObject({
  event: z.literal('runReaped'),
  ...common,
  ...aboutRun,
  databricksRunId: z.string(),
  reason: z.enum(['terminated', 'deleted']).describe('What was done to its orchestration.'),
});

const count = z.int().nonnegative();

/** The timer has looked after runs that nobody watches. */
const upkeepEndedSchema = z.strictObject({
  event: z.literal('upkeepEnded'),
  ...common,
  looked: count.describe('At how many runs without an end.'),
  canceled: count.describe('How many runs were told to stop.'),
  ended: count.describe('How many ends were written down.'),
  learned: count.describe('Of how many runs that were left alone it is known now what became of them.'),
  failed: count.describe('How much of it could not be done, and is tried again.'),
  unfinished: z.boolean().describe('There was more than could be done in the time.'),
});

/** What is older than it is to be kept was deleted. */
const oldRemovedSchema = z.strictObject({
  event: z.literal('oldRemoved'),
  ...common,
  outputs: count.describe('Of how many runs.'),
  claims: count,
  runs: count.describe('How many rows of runs.'),
  instances: count.describe('How many orchestrations.'),
  failed: count.describe('How much of it could not be done, and is tried again the next night.'),
  unfinished: z.boolean().describe('There was more than could be done in the time.'),
});

/** A caller has changed something in Databricks through this app. */
const databricksChangedSchema = z.strictObject({
  event: z.literal('databricksChanged'),
  ...common,
  change: z.enum(['jobCreated', 'jobUpdated', 'jobDeleted', 'clusterStarted', 'clusterTerminated']),
  id: z.string().describe('Of the job, or the cluster.'),
  workspace: z.string().describe('The alias of the workspace that has it.'),
  caller: z.string().optional().describe('The application that asked, where callers sign in.'),
});

/** Something that this app did not expect, and has no better word for. */
const unexpectedErrorSchema = z.strictObject({
  event: z.literal('unexpectedError'),
  ...common,
  function: z.string().describe('Its name in functions/.'),
  runId: z.string().optional(),
  error: z.string().describe('With its stack, and without what looks like a credential.'),
});

/** Every request but those of probers to health, whatever its answer. */
const requestAnsweredSchema = z.strictObject({
  event: z.literal('requestAnswered'),
  ...common,
  function: z.string().describe('Its name in functions/.'),
  status: z.int(),
  code: z.string().optional().describe('Of a request that was refused, or could not be answered.'),
  durationMs: z.number().nonnegative(),
  runId: z.string().optional().describe('The run that the address names.'),
  caller: z.string().optional().describe('The application that asked, where callers sign in.'),
});

export const logEventSchema = z.discriminatedUnion('event', [
  runStartedSchema,
  runEndedSchema,
  runRepairedSchema,
  databricksProblemSchema,
  startRefusedSchema,
  callbackEndedSchema,
  runReapedSchema,
  upkeepEndedSchema,
  oldRemovedSchema,
  databricksChangedSchema,
  unexpectedErrorSchema,
  requestAnsweredSchema,
]);

export type RunEnded = z.infer<typeof runEndedSchema>;
export type DatabricksProblem = z.infer<typeof databricksProblemSchema>;
export type DatabricksChanged = z.infer<typeof databricksChangedSchema>;
export type UnexpectedError = z.infer<typeof unexpectedErrorSchema>;
export type RequestAnswered = z.infer<typeof requestAnsweredSchema>;
export type LogEvent = z.infer<typeof logEventSchema>;

export type EventLog = (event: LogEvent) => void;

/** What the log says of a request that did not get what it asked for. The message stays out of it: it may quote anything. */
export function databricksProblemOf(
  { kind, code, throttled }: Problem,
  during: DatabricksProblem['during'],
  runId: string,
): DatabricksProblem {
  return { event: 'databricksProblem', level: 'warning', runId, kind, code, during, throttled: throttled === true };
}
