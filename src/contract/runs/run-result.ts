import { z } from 'zod';
import type { Failure } from '../../domain/failures/failure';
import { OUTCOMES } from '../../domain/outcome';
import type { Column } from '../../domain/table/table';
import { earlierTrySchema } from './earlier-try';
import { failureSchema } from './failure';
import type { RunRow } from './run-row';

export const outcomeSchema = z
  .enum(OUTCOMES)
  .describe('How a run ended, in the words of this app. `partial`: some tasks have failed, and the job allows it.');

export const MOST_CURRENT_TASKS = 5;

export const lateOutcomeSchema = outcomeSchema.describe(
  'How the run ended at Databricks after this app had stopped watching it. The `outcome` stays what it was.',
);

export const runFactsSchema = z.object({
  id: z.string().describe('The id of the run in Databricks.'),
  jobId: z.string().nullable(),
  name: z.string().nullable(),
  pageUrl: z.string().nullable().describe('The page of the run in Databricks. Null: not known yet.'),
  state: z.string().nullable().describe('The state of the run in the words of Databricks, such as `RUNNING`.'),
  message: z.string().nullable().describe('What Databricks says of that state.'),
  tasksDone: z.int().min(0),
  tasksTotal: z.int().min(0),
  currentTasks: z
    .array(z.string())
    .max(MOST_CURRENT_TASKS)
    .optional()
    .describe('The keys of tasks that are running, some of them if they are many. Missing: none is.'),
  queueReason: z.string().optional().describe('Why it waits in the queue, in the words of Databricks.'),
});

export type RunFacts = z.infer<typeof runFactsSchema>;

export const OUTPUT_TRUNCATED =
  'The output was cut: that of a task is longer than 5 MB, or that of a statement than its limit, or than this app keeps.';

/** The end of a run: what the orchestration returns, or leaves in its status before it fails. */
export const runResultSchema = z.object({
  outcome: outcomeSchema,
  code: z.string().nullable().describe('Stable, of an end that is not `succeeded`.'),
  message: z.string().nullable(),
  submittedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  run: runFactsSchema.nullable(),
  failures: z.array(failureSchema),
  failuresOmitted: z.int().min(0).describe('How many failures had no room here.'),
  output: z.unknown().describe('The output itself, while it is small: JSON if it is JSON, else text.').optional(),
  outputs: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('The outputs by their tasks, where more than one task has one.'),
  outputBytes: z.int().min(0).describe('The size of the output at Databricks.'),
  outputTruncated: z.boolean().describe(OUTPUT_TRUNCATED),
  outputProblem: z.string().nullable().describe('Why the output could not be had, of a run that did end.'),
  earlier: z.array(earlierTrySchema).optional().describe('How it had ended before it was repaired or tried again.'),
  repairProblem: z.string().optional().describe('Why the last repair, or the last try again, came to nothing.'),
});

export type RunResult = z.infer<typeof runResultSchema>;

/** One output that a run has left: of a task, or of a task of a run that a task started. */
export interface OutputSummary {
  taskKey: string;
  /** The name of the blob that holds Databricks' answer. */
  blob: string;
  /**
   * Whether the task ended by handing over a value, or only left what Databricks tells of it, or logs. The rows of a SQL
   * statement, which has no tasks, are a table.
   */
  kind: 'value' | 'report' | 'logs' | 'table';
  bytes: number;
  truncated: boolean;
  /** Where the rows of a table are. */
  table?: KeptTable | undefined;
}

export interface KeptTable {
  /** As all rows have them. */
  columns: Column[];
  /** The blobs with the rows, in their order. */
  chunks: string[];
}

/** By what a statement goes where others name a task. */
export const STATEMENT_KEY = 'sql';

export const RESULT_BLOB = 'result.json';

/** Everything about the end of a run. */
export interface StoredResult {
  /** What it is of: an id may be used again, and a run be repaired. Missing: that was not written down. */
  of?: Pick<RunRow, 'runId' | 'repairTriedAt'>;
  failures: Failure[];
  outputs: OutputSummary[];
  /** Every task that was asked, and the blob with Databricks' answer. */
  answers: { taskKey: string; blob: string }[];
  /** Tasks that may have left something, they or others under them, and that the request has not asked for. */
  notAsked?: string[];
  /** The request has asked for a task that there is not. What is there is all of the rest. */
  isMisnamed?: boolean;
}
