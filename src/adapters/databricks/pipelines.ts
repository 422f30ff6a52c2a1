import { z } from 'zod';
import type { Answer, Problem } from '../../domain/answer';
import type { PipelineError } from '../../domain/failures/pipeline-failure';
import { hasEnded } from '../../domain/outcome';
import type { Run } from '../../domain/run';
import type { Ask } from './ask';
import type { Question } from './connection';
import { doneSchema } from './done-schema';
import { readPipelineErrors } from './pipeline-errors';
import { stateOfUpdate } from './pipeline-state';
import { unreadable } from './problem-of';

/** Of Delta Live Tables, or Lakeflow. What a pipeline is asked to do is an update; it has one at a time. */
export interface Pipelines {
  /**
   * The body in Databricks' own words. Nothing makes it repeatable. While another update is active it is `unavailable`,
   * and nothing has happened.
   */
  startUpdate(pipelineId: string, body: Readonly<Record<string, unknown>>): Promise<Answer<{ updateId: string }>>;
  /** As if it were a run, without tasks. */
  update(pipelineId: string, updateId: string): Promise<Answer<Run>>;
  /**
   * Asks for it: the update ends a little later. One that has ended stays as it is: Databricks stops whatever update is
   * active, and that could be somebody else's by then.
   */
  cancel(pipelineId: string, updateId: string): Promise<Answer<void>>;
  /** Newest first, and not all of them. */
  latestUpdates(pipelineId: string): Promise<Answer<UpdateSummary[]>>;
  /** What the event log tells of errors of this update, the first one first. */
  errors(pipelineId: string, updateId: string): Promise<Answer<PipelineError[]>>;
}

export interface UpdateSummary {
  updateId: string;
  /** By the clock of Databricks. Undefined if it is not told. */
  createdAt: number | undefined;
  /** `API_CALL`, `JOB_TASK`, `RETRY_ON_FAILURE` and so on. */
  cause: string | undefined;
  asked: UpdateWishes;
}

/** What an update was asked to do. */
interface UpdateWishes {
  fullRefresh: boolean;
  fullRefreshSelection: readonly string[];
  refreshSelection: readonly string[];
  validateOnly: boolean;
}

const MOST_UPDATES = 100;

const text = z.string().optional();
const updateId = z.string().regex(/^[\w-]{1,100}$/);
const names = z.array(z.string()).nullish();

const updateSchema = z.looseObject({
  update_id: updateId,
  state: text,
  cause: text,
  /** Milliseconds here, and an ISO text elsewhere in this API. */
  creation_time: z.union([z.number(), z.string()]).optional(),
  full_refresh: z.boolean().nullish(),
  full_refresh_selection: names,
  refresh_selection: names,
  validate_only: z.boolean().nullish(),
});

type ReportedUpdate = z.infer<typeof updateSchema>;

const startedSchema = z.looseObject({ update_id: updateId }).transform(({ update_id }) => ({ updateId: update_id }));
const oneSchema = z.looseObject({
  update: updateSchema.extend({ state: z.string(), config: z.looseObject({ name: text }).nullish() }),
});
/** Without `updates` if there are none. */
const listSchema = z.looseObject({ updates: z.array(updateSchema).optional() });

/** `host` is an origin: the pages of the workspace are there. */
export function createPipelines(ask: Ask, host: string): Pipelines {
  const pipelines: Pipelines = {
    async startUpdate(pipelineId, body) {
      const started = await ask({ ...about(pipelineId, 'updates'), method: 'POST', body }, startedSchema);
      return started.ok ? started : { ok: false, problem: orBusy(started.problem) };
    },
    async update(pipelineId, id) {
      const answer = await ask(about(pipelineId, `updates/${encodeURIComponent(id)}`), oneSchema);
      if (!answer.ok) return answer;
      const { update_id, state, config } = answer.value.update;
      if (update_id !== id) return { ok: false, problem: unreadable(`about update ${update_id}, not ${id}.`) };
      const pageUrl = `${host}/#joblist/pipelines/${encodeURIComponent(pipelineId)}/updates/${encodeURIComponent(id)}`;
      const run = { id, jobId: undefined, name: config?.name ?? '', pageUrl, state: stateOfUpdate(state), tasks: [] };
      return { ok: true, value: run };
    },
    async cancel(pipelineId, id) {
      const update = await pipelines.update(pipelineId, id);
      if (!update.ok) return update;
      if (hasEnded(update.value.state)) return { ok: true, value: undefined };
      return ask({ ...about(pipelineId, 'stop'), method: 'POST', body: {} }, doneSchema);
    },
    async latestUpdates(pipelineId) {
      const answer = await ask({ ...about(pipelineId, 'updates'), query: { max_results: MOST_UPDATES } }, listSchema);
      return answer.ok ? { ok: true, value: (answer.value.updates ?? []).map(summaryOf) } : answer;
    },
    errors: (pipelineId, id) => readPipelineErrors(ask, about(pipelineId, 'events'), id),
  };
  return pipelines;
}

function about(pipelineId: string, what: string): Question {
  return { method: 'GET', version: '2.0', path: `pipelines/${encodeURIComponent(pipelineId)}/${what}` };
}

/** Databricks calls it a conflict, and says which update is in the way. It passes when that one ends. */
function orBusy(problem: Problem): Problem {
  const isBusy = problem.code === 'RESOURCE_CONFLICT' || /\bactive update\b/i.test(problem.message);
  return problem.kind === 'refused' && isBusy ? { ...problem, kind: 'unavailable' } : problem;
}

function summaryOf(update: ReportedUpdate): UpdateSummary {
  const { update_id, cause, creation_time } = update;
  const createdAt = typeof creation_time === 'string' ? Date.parse(creation_time) : creation_time;
  return {
    updateId: update_id,
    createdAt: createdAt === undefined || Number.isNaN(createdAt) ? undefined : createdAt,
    cause,
    asked: {
      fullRefresh: update.full_refresh ?? false,
      fullRefreshSelection: update.full_refresh_selection ?? [],
      refreshSelection: update.refresh_selection ?? [],
      validateOnly: update.validate_only ?? false,
    },
  };
}
