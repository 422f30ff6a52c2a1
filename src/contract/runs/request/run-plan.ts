import type { Catalog, CatalogEntry } from '../../jobs/catalog';
import { type RunNow, runNowSchema } from '../../jobs/job-parameters';
import type { FieldProblem } from '../../problem';
import { cut, fieldProblems } from '../../schema-problem';
import { secretsIn } from '../../secret-reference';
import { DEFAULT_WORKSPACE, mustBeOneOf } from '../../workspaces/workspace';
import type { RunKind } from '../run-kind';
import type { PipelineUpdate } from './pipeline-update';
import { isJobId, kindOf, type RunRequest } from './run-request';
import type { Statement } from './statement';
import type { Submit } from './submit';

/** What is to be started, in Databricks' own words. */
export type Work =
  /** Without the id of the job as long as it is known by its name only. */
  | { kind: 'job'; jobId: string | undefined; runNow: RunNow }
  | { kind: 'submit'; submit: Submit }
  | { kind: 'pipeline'; pipeline: PipelineUpdate }
  | { kind: 'sql'; sql: Statement };

/** What a request comes to once the catalog and the settings have had their say. */
export interface RunPlan {
  /** The alias of the workspace. */
  workspace: string;
  /** Of the job in the catalog. */
  alias: string | undefined;
  work: Work;
}

/** What is known where a request is to be understood. */
export interface Known {
  catalog: Catalog;
  /** What the setting ALLOW_KINDS lets callers start. */
  allowedKinds: readonly RunKind[];
  workspaces: {
    all: readonly { names: readonly string[] }[];
    find(name: string | undefined): { alias: string } | undefined;
  };
}

/** What is wrong with a request, and by which code that is told. */
export interface PlanProblem extends FieldProblem {
  code: 'kindNotAllowed' | 'requestInvalid';
}

/** The catalog gives an alias its job, the parameters that the request leaves out, and says which it may name. */
export function planRun(request: RunRequest, known: Known): RunPlan | { problem: PlanProblem } {
  const kind = kindOf(request);
  const { allowedKinds } = known;
  if (!allowedKinds.includes(kind)) {
    return { problem: { code: 'kindNotAllowed', field: kind, detail: kindRefused(allowedKinds) } };
  }
  const plan = planAllowed(request, known);
  return 'problem' in plan ? { problem: { code: 'requestInvalid', ...plan.problem } } : plan;
}

function planAllowed(request: RunRequest, { catalog, workspaces }: Known): RunPlan | { problem: FieldProblem } {
  const { job, runNow = {}, submit, pipeline, sql } = request;
  const entry = job === undefined ? undefined : catalog.get(job);
  const asked = workspaces.find(request.workspace ?? entry?.workspace);
  if (!asked) return { problem: { field: 'workspace', detail: mustBeOneOf(workspaces.all) } };
  const { alias: workspace } = asked;
  if (submit) return { workspace, alias: undefined, work: { kind: 'submit', submit } };
  if (pipeline) return { workspace, alias: undefined, work: { kind: 'pipeline', pipeline } };
  if (sql) return { workspace, alias: undefined, work: { kind: 'sql', sql } };
  if (job === undefined) return { problem: { field: 'job', detail: 'is missing' } };
  const secret = secretsIn(runNow).find((name) => !entry?.secrets?.includes(name));
  if (secret !== undefined) return { problem: { field: 'runNow', detail: secretRefused(secret, entry) } };
  const asJob = (alias: string | undefined, jobId: string | undefined, parameters: RunNow): RunPlan => ({
    workspace,
    alias,
    work: { kind: 'job', jobId, runNow: parameters },
  });
  if (!entry) return asJob(undefined, isJobId(job) ? job : undefined, runNow);
  const ofEntry = entry.workspace ?? DEFAULT_WORKSPACE;
  if (workspace !== ofEntry) {
    return { problem: { field: 'workspace', detail: `must be ${ofEntry} for this job, as the catalog says` } };
  }
  const refused = parameterRefused(entry, runNow);
  if (refused) return { problem: refused };
  const merged = runNowSchema.safeParse(withDefaults(entry, runNow));
  if (merged.success) return asJob(job, entry.job, merged.data);
  const [first] = fieldProblems(merged.error);
  const detail = `${first?.detail}. The catalog gives this job parameters of its own`;
  return { problem: { field: `runNow.${first?.field}`, detail } };
}

const kindRefused = (allowed: readonly RunKind[]): string =>
  `is not allowed here: the setting ALLOW_KINDS lets callers start ${allowed.join(', ')} only`;

const secretRefused = (name: string, entry: CatalogEntry | undefined): string =>
  entry
    ? `must not refer to the secret ${name}: the catalog allows this job ${entry.secrets?.join(', ') || 'none'}`
    : `must not refer to the secret ${name}: only jobs of the catalog are handed secrets, by their alias`;

const NAMED = ['job_parameters', 'notebook_params', 'python_named_params', 'sql_params'] as const;
const WITH_NAMES: readonly string[] = NAMED;
const NO_PARAMETERS: readonly string[] = ['only', 'queue', 'performance_target'] satisfies (keyof RunNow)[];

/** A list of names can't say anything of parameters that have none, so none of those are allowed beside it. */
function parameterRefused({ allowedParameters }: CatalogEntry, runNow: RunNow): FieldProblem | undefined {
  if (!allowedParameters) return undefined;
  const refuse = (field: string, what: string) => ({
    field: cut(`runNow.${field}`),
    detail: `is not among the parameters that the catalog allows for this job: ${what}`,
  });
  const names = allowedParameters.join(', ') || 'none';
  for (const kind of NAMED) {
    const refused = Object.keys(runNow[kind] ?? {}).find((name) => !allowedParameters.includes(name));
    if (refused !== undefined) return refuse(`${kind}.${refused}`, names);
  }
  const nameless = Object.keys(runNow).find((kind) => !WITH_NAMES.includes(kind) && !NO_PARAMETERS.includes(kind));
  return nameless === undefined ? undefined : refuse(nameless, `${names}, by their names`);
}

function withDefaults({ defaults = {} }: CatalogEntry, runNow: RunNow): RunNow {
  const merged: RunNow = { ...runNow };
  for (const kind of ['job_parameters', 'notebook_params'] as const) {
    if (defaults[kind]) merged[kind] = { ...defaults[kind], ...runNow[kind] };
  }
  return merged;
}
