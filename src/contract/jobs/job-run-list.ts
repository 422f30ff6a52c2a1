import { z } from 'zod';
import { isoOrNull } from '../../domain/iso';
import type { JobRun } from '../../domain/job-run';
import { hasEnded, OUTCOMES, outcomeOf } from '../../domain/outcome';
import { phaseOf } from '../../domain/phase';
import { nextPageTokenSchema } from '../runs/run-list';

const time = z.iso.datetime().nullable();

const jobRunViewSchema = z
  .object({
    id: z.string().describe('At Databricks.'),
    name: z.string(),
    status: z.string().describe('`queued`, `pending`, `running`, `ending` or `ended`.'),
    outcome: z.enum(OUTCOMES).nullable().describe('Null: it has not ended.'),
    message: z.string().nullable(),
    trigger: z.string().nullable().describe('`ONE_TIME`, `PERIODIC` and so on.'),
    creator: z.string().nullable(),
    startedAt: time,
    endedAt: time,
    queueSeconds: z.number().nullable().describe('How long it waited in the queue.'),
    durationSeconds: z.number().nullable().describe('How long it took, without the queue. Null: it goes on.'),
    pageUrl: z.string(),
  })
  .describe('A run of the job at Databricks, whoever has started it.');

export const jobRunListSchema = z
  .object({
    job: z.object({ id: z.string() }),
    runs: z.array(jobRunViewSchema).describe('May be fewer than asked for, also where there is a next page.'),
    nextPageToken: nextPageTokenSchema,
  })
  .describe('The runs of a job at Databricks, newest first.');

export type JobRunList = z.infer<typeof jobRunListSchema>;

export function jobRunView(run: JobRun): z.infer<typeof jobRunViewSchema> {
  const ended = hasEnded(run.state);
  return {
    id: run.id,
    name: run.name,
    status: phaseOf(run.state),
    outcome: ended ? outcomeOf(run.state) : null,
    message: run.state.message || null,
    trigger: run.trigger ?? null,
    creator: run.creator ?? null,
    startedAt: isoOrNull(run.startedAt),
    endedAt: isoOrNull(run.endedAt),
    queueSeconds: secondsOrNull(run.queueMs),
    durationSeconds: ended ? secondsOrNull(run.durationMs) : null,
    pageUrl: run.pageUrl,
  };
}

const secondsOrNull = (ms: number | undefined) => (ms === undefined ? null : ms / 1000);
