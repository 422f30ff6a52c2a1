import { createHash } from 'node:crypto';
import type { HttpRequest } from '@azure/functions';
import type { Workspace } from '../../adapters/databricks/workspaces';
import { canonicalJson } from '../../contract/canonical-json';
import type { CatalogEntry } from '../../contract/jobs/catalog';
import { isParameterName } from '../../contract/jobs/job-parameters';
import { ProblemError } from '../../contract/problem';
import { isJobId, jobSchema } from '../../contract/runs/request/run-request';
import { isRunId } from '../../contract/runs/run-id';
import { type Format, pickFormat } from '../../contract/table/format';
import type { App } from '../app';
import { demandRoles } from '../callers/demand-roles';
import { refuseForeignJob } from '../callers/own-jobs';
import { workspaceOfJob } from '../jobs/workspace-of-job';
import {
  PLATFORM_OPTIONS,
  readChoice,
  readJobName,
  readOnFailure,
  readWait,
  readWorkspace,
  refuseQuery,
  refuseUnknownOptions,
} from '../reading/query';

export interface TableQuery {
  /** An alias of the catalog, or a job's id. */
  job: string;
  workspace: Workspace;
  entry: CatalogEntry | undefined;
  columns: CatalogEntry['columns'];
  parameters: Readonly<Record<string, string>>;
  freshMs: number;
  peek: boolean;
  /** Only this run is to be read. */
  run: string | null;
  task: string | null;
  waitMs: number;
  format: Format;
  onFailure: number;
  /** The same for all requests that one run can answer. */
  key: string;
  relativePath: string;
  /** The options of this request, but for the key that the platform asks for. */
  asGiven: Record<string, string>;
}

const OPTIONS = ['name', 'workspace', 'freshFor', 'mode', 'run', 'wait', 'task', 'format', 'onFailure'];
const PARAMETER = 'p.';
const PARAMETER_ADVICE = `A parameter of the job is given as ${PARAMETER}NAME`;

export async function readTableQuery({ params, url, headers }: HttpRequest, app: App): Promise<TableQuery> {
  const query = new URL(url).searchParams; // the platform has joined by a comma what was given twice
  const parameterNames = [...query.keys()].filter(isParameter);
  refuseUnknownOptions(query, OPTIONS, { names: parameterNames, advice: PARAMETER_ADVICE });
  const format = pickFormat(query.get('format'), headers.get('accept'));
  if (!format) throw refuseQuery('format', 'must be one of json, csv, ndjson');
  const waitMs = readWait(query);
  const onFailure = readOnFailure(query);
  const peek = readChoice(query, 'mode', ['run', 'peek']) === 'peek';
  const freshMs = readFreshFor(query);
  const run = query.get('run');
  if (run !== null && !isRunId(run)) throw refuseQuery('run', 'must be the id of a run');
  const parameters = readParameters(query);

  if (!peek && run === null) demandRoles(app.caller, 'Runs.Start');

  const job = await findJob(params.job ?? '', readJobName(query), readWorkspace(query, app), app);
  const entry = app.catalog.get(job);
  const workspace = workspaceOfJob(entry, query, app);
  const meaning = { workspace: workspace.alias, job, parameters };
  return {
    job,
    workspace,
    entry,
    columns: entry?.columns,
    parameters,
    freshMs,
    peek,
    run,
    task: query.get('task'),
    waitMs,
    format,
    onFailure,
    key: `table:${createHash('sha256').update(canonicalJson(meaning)).digest('hex')}`,
    relativePath: `api/jobs/${job}/table`, // not by its name, which would have to be looked up again
    asGiven: Object.fromEntries([...query].filter(([name]) => name !== 'name' && !PLATFORM_OPTIONS.includes(name))),
  };
}

const isParameter = (name: string) => name.startsWith(PARAMETER) && isParameterName(name.slice(PARAMETER.length));

function readParameters(query: URLSearchParams): Record<string, string> {
  const given = [...query].filter(([name]) => name.startsWith(PARAMETER));
  return Object.fromEntries(given.map(([name, value]) => [name.slice(PARAMETER.length), value]));
}

/** By its name, a job can't stand in a path: names hold anything. */
async function findJob(inPath: string, name: string | undefined, workspace: Workspace, app: App): Promise<string> {
  if (inPath === '-' && name !== undefined) {
    refuseForeignJob(name, workspace.alias, app);
    return app.catalog.has(name) ? name : app.findJob(name, workspace);
  }
  if (inPath === '-' || name !== undefined)
    throw refuseQuery('name', 'belongs to the path /jobs/-/table, and only there');
  const job = jobSchema.safeParse(inPath);
  refuseForeignJob(job.data ?? '', workspace.alias, app);
  if (job.success && (app.catalog.has(job.data) || isJobId(job.data))) return job.data;
  throw new ProblemError({
    status: 404,
    code: 'jobUnknown',
    detail: 'There is no alias of this name. Use an alias of the catalog, the id of a job, or /api/jobs/-/table?name=…',
  });
}

const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };
const USUAL_FRESH_MS = 15 * 60_000;
const LONGEST_FRESH_MS = 24 * 3_600_000;

function readFreshFor(query: URLSearchParams): number {
  const text = query.get('freshFor');
  if (text === null) return USUAL_FRESH_MS;
  const [, digits = '', unit = 's'] = /^(\d{1,6})([smh]?)$/.exec(text) ?? [];
  const ms = digits === '' ? Number.NaN : Number(digits) * (UNITS_MS[unit || 's'] ?? 0);
  if (ms <= LONGEST_FRESH_MS) return ms;
  throw refuseQuery('freshFor', 'must be a time such as 90s, 15m or 2h, and at most 24h');
}
