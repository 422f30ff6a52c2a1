import type { Catalog, CatalogEntry } from './catalog';
import type { RunNow } from './job-parameters';
import type { FieldProblem } from './problem';
import type { RunRequest } from './run-request';

/** What a request comes to once the catalog has had its say. */
export interface RunPlan {
  alias: string | undefined;
  /** Undefined: the job is asked for by name, and has yet to be looked up. */
  jobId: string | undefined;
  runNow: RunNow;
}

/** The catalog gives an alias its job, the parameters that the request leaves out, and says which it may name. */
export function planRun(request: RunRequest, catalog: Catalog): RunPlan | { problem: FieldProblem } {
  const { job, runNow = {} } = request;
  const entry = catalog.get(job);
  if (!entry) return { alias: undefined, jobId: /^\d+$/.test(job) ? job : undefined, runNow };
  const refused = parameterRefused(entry, runNow);
  if (refused) return { problem: refused };
  return { alias: job, jobId: entry.job, runNow: withDefaults(entry, runNow) };
}

const NAMED = ['job_parameters', 'notebook_params', 'python_named_params', 'sql_params'] as const;

function parameterRefused({ allowedParameters }: CatalogEntry, runNow: RunNow): FieldProblem | undefined {
  if (!allowedParameters) return undefined;
  for (const kind of NAMED) {
    const refused = Object.keys(runNow[kind] ?? {}).find((name) => !allowedParameters.includes(name));
    if (refused === undefined) continue;
    return {
      field: `runNow.${kind}.${refused}`,
      detail: `is not among the parameters that the catalog allows for this job: ${allowedParameters.join(', ')}`,
    };
  }
  return undefined;
}

function withDefaults({ defaults = {} }: CatalogEntry, runNow: RunNow): RunNow {
  const merged: RunNow = { ...runNow };
  for (const kind of ['job_parameters', 'notebook_params'] as const) {
    if (defaults[kind]) merged[kind] = { ...defaults[kind], ...runNow[kind] };
  }
  return merged;
}
