import type { JobView } from '../jobs/job-view';
import type { ClientJob, ClientParameter } from './client-job';

/** What is known of a job. Without Databricks that is less: the catalog knows nothing of what the job declares. */
export type KnownJob = Pick<JobView, 'id' | 'parameters' | 'catalog'> & { name?: string };

/** A job as ready-made clients need it. */
export function clientJobFor({ id, name, parameters, catalog }: KnownJob, origin: string): ClientJob {
  return {
    origin,
    job: catalog?.alias ?? id,
    about: catalog?.about ?? name ?? null,
    parameters: catalog ? ofCatalog(parameters, catalog) : parameters,
    ...(catalog?.defaults.notebook_params && { ofNotebook: true }),
    columns: catalog?.columns?.map(({ name, type }) => ({ name, type })) ?? null,
  };
}

/** What the catalog says goes before what the job declares. Databricks takes only one kind of parameters. */
function ofCatalog(declared: readonly ClientParameter[], catalog: NonNullable<JobView['catalog']>): ClientParameter[] {
  const { job_parameters = {}, notebook_params } = catalog.defaults;
  const ofJob = declared.map((parameter) => [parameter.name, parameter.default] as const);
  const known = new Map(
    notebook_params ? Object.entries(notebook_params) : [...ofJob, ...Object.entries(job_parameters)],
  );
  const mayBeGiven = (name: string) => catalog.allowedParameters?.includes(name) ?? true;
  return [...known].flatMap(([name, value]) =>
    mayBeGiven(name) && typeof value === 'string' ? [{ name, default: value }] : [],
  );
}
