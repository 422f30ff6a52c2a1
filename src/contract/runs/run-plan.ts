import type { Catalog, CatalogEntry } from '../catalog';
import { type RunNow, runNowSchema } from '../job-parameters';
import type { FieldProblem } from '../problem';
import { cut, fieldProblems } from '../schema-problem';
import { secretsIn } from '../secret-reference';
import { DEFAULT_WORKSPACE } from '../workspace';
import { isJobId, type RunRequest } from './run-request';

/** What a request comes to once the catalog has had its say. */
export interface RunPlan {
  /** The alias of the workspace. */
  workspace: string;
  alias: string | undefined;
  /** Undefined: the job is asked for by name, and has yet to be looked up. */
  jobId: string | undefined;
  runNow: RunNow;
}

/** What is known where a request is to be understood. */
export interface Known {
  catalog: Catalog;
  workspaces: {
    all: readonly { names: readonly string[] }[];
    find(name: string | undefined): { alias: string } | undefined;
  };
}

/** The catalog gives an alias its job, the parameters that the request leaves out, and says which it may name. */
export function planRun(request: RunRequest, { catalog, workspaces }: Known): RunPlan | { problem: FieldProblem } {
  const { job, runNow = {} } = request;
  const entry = catalog.get(job);
  const asked = workspaces.find(request.workspace ?? entry?.workspace);
  if (!asked) {
    const names = workspaces.all.flatMap((known) => known.names).join(', ');
    return { problem: { field: 'workspace', detail: `must be a workspace that this app knows: ${names}` } };
  }
  const { alias: workspace } = asked;
  const secret = secretsIn(runNow).find((name) => !entry?.secrets?.includes(name));
  if (secret !== undefined) return { problem: { field: 'runNow', detail: secretRefused(secret, entry) } };
  if (!entry) return { workspace, alias: undefined, jobId: isJobId(job) ? job : undefined, runNow };
  const ofEntry = entry.workspace ?? DEFAULT_WORKSPACE;
  if (workspace !== ofEntry) {
    return { problem: { field: 'workspace', detail: `must be ${ofEntry} for this job, as the catalog says` } };
  }
  const refused = parameterRefused(entry, runNow);
  if (refused) return { problem: refused };
  const merged = runNowSchema.safeParse(withDefaults(entry, runNow));
  if (merged.success) return { workspace, alias: job, jobId: entry.job, runNow: merged.data };
  const [first] = fieldProblems(merged.error);
  const detail = `${first?.detail}. The catalog gives this job parameters of its own`;
  return { problem: { field: `runNow.${first?.field}`, detail } };
}

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
