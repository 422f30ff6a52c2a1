import type { AxiosAdapter } from 'axios';
import { z } from 'zod';
import type { Answer } from '../../domain/answer';
import type { RunTimes } from '../../domain/explain/run-times';
import type { Job, JobSummary } from '../../domain/job';
import type { RawOutput } from '../../domain/raw-output';
import type { Run } from '../../domain/run';
import { type Credentials, createAsk } from './ask';
import { bareId, withBareIds } from './bare-ids';
import { type Clusters, createClusters } from './clusters';
import { createConnection } from './connection';
import { doneSchema } from './done-schema';
import { createFetchLink } from './fetch-link';
import { idSchema } from './id-schema';
import { createPipelines, type Pipelines } from './pipelines';
import { type JobRunsPage, type JobRunsQuery, readJobRuns } from './read-job-runs';
import { type JobsPage, type JobsQuery, readJob, readJobs, readJobsNamed } from './read-jobs';
import { readOutput } from './read-output';
import { type Repairs, readRepairs } from './read-repairs';
import { readRun } from './read-run';
import { readRunTimes } from './read-run-times';
import { createStatements, type Statements } from './statements';
import { createJobWriting, type JobWriting } from './write-jobs';

const USUAL_TIMEOUT_MS = 30_000;

export interface DatabricksOptions extends Credentials {
  /** An origin, such as `https://adb-1.2.azuredatabricks.net`. */
  host: string;
  now: () => number;
  /** Of this app, for the User-Agent. */
  version: string;
  /** For one answer as a whole. */
  timeoutMs?: number | undefined;
  /** In the place of sockets. */
  transport?: AxiosAdapter | undefined;
}

/**
 * One workspace. Nothing is tried again here, but for a refused token, and nothing waits: who asks decides about that.
 * Ids are text.
 */
export interface Databricks extends JobWriting {
  /** The body in Databricks' own words, with `job_id` as text. What is secret in it is in no problem. */
  runNow(
    body: Readonly<Record<string, unknown>>,
    options?: { secrets?: readonly string[] },
  ): Promise<Answer<{ runId: string }>>;
  /** A body of runs/submit, in Databricks' own words. */
  submit(body: Readonly<Record<string, unknown>>): Promise<Answer<{ runId: string }>>;
  run(runId: string): Promise<Answer<Run>>;
  /** Much more of a run than `run` reads, for who wants to explain it. */
  runTimes(runId: string): Promise<Answer<RunTimes>>;
  output(taskRunId: string): Promise<Answer<RawOutput>>;
  /** Asks for it: the run ends a little later. One that has ended stays as it is. */
  cancel(runId: string): Promise<Answer<void>>;
  /** How often a run was repaired is no part of what a look at it tells. */
  repairs(runId: string): Promise<Answer<Repairs>>;
  /** The body in Databricks' own words, without `run_id`. */
  repair(
    runId: string,
    body: Readonly<Record<string, unknown>>,
    options: { secrets: readonly string[] },
  ): Promise<Answer<void>>;
  jobsNamed(name: string): Promise<Answer<JobSummary[]>>;
  jobs(query?: JobsQuery): Promise<Answer<JobsPage>>;
  job(jobId: string): Promise<Answer<Job>>;
  /** A page of them, without their tasks. */
  runsOf(jobId: string, query?: JobRunsQuery): Promise<Answer<JobRunsPage>>;
  clusters: Clusters;
  statements: Statements;
  pipelines: Pipelines;
}

const startedSchema = z.looseObject({ run_id: idSchema }).transform(({ run_id }) => ({ runId: run_id }));

export function createDatabricks(options: DatabricksOptions): Databricks {
  const { host, token, resource, now, version, transport, timeoutMs = USUAL_TIMEOUT_MS } = options;
  const ask = createAsk(createConnection({ host, version, timeoutMs, transport }), { token, resource }, now);
  return {
    runNow: ({ job_id, ...rest }, { secrets } = {}) =>
      ask({ method: 'POST', path: 'jobs/run-now', body: { job_id: bareId(job_id), ...rest }, secrets }, startedSchema),
    submit: (body) => ask({ method: 'POST', path: 'jobs/runs/submit', body: withBareIds(body) }, startedSchema),
    run: (runId) => readRun(ask, runId),
    runTimes: (runId) => readRunTimes(ask, runId),
    output: (taskRunId) => readOutput(ask, taskRunId),
    cancel: (runId) => ask({ method: 'POST', path: 'jobs/runs/cancel', body: { run_id: bareId(runId) } }, doneSchema),
    repairs: (runId) => readRepairs(ask, runId),
    repair: (runId, { latest_repair_id: latest, ...rest }, { secrets }) => {
      const chain = latest === undefined ? {} : { latest_repair_id: bareId(latest) };
      const body = { run_id: bareId(runId), ...rest, ...chain };
      return ask({ method: 'POST', path: 'jobs/runs/repair', body, secrets }, doneSchema);
    },
    jobsNamed: (name) => readJobsNamed(ask, name),
    jobs: (query = {}) => readJobs(ask, query),
    job: (jobId) => readJob(ask, jobId),
    runsOf: (jobId, query = {}) => readJobRuns(ask, jobId, query),
    ...createJobWriting(ask),
    clusters: createClusters(ask),
    statements: createStatements(ask, createFetchLink({ host, transport }), host),
    pipelines: createPipelines(ask, host),
  };
}
