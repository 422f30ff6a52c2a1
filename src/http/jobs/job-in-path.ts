import type { Workspace } from '../../adapters/databricks/workspaces';
import type { CatalogEntry } from '../../contract/jobs/catalog';
import { ProblemError } from '../../contract/problem';
import { isJobId, jobSchema } from '../../contract/runs/request/run-request';
import type { App } from '../app';
import { mayUse, refuseForeignJob } from '../callers/own-jobs';
import { unknownJob } from './find-job';
import { workspaceOfJob } from './workspace-of-job';

export interface JobInPath {
  /** As the path names it. */
  asked: string;
  id: string;
  workspace: Workspace;
  /** Of an alias. */
  entry: CatalogEntry | undefined;
}

/** The job that a path names by its alias, its id or its name. */
export async function jobInPath(inPath: string | undefined, query: URLSearchParams, app: App): Promise<JobInPath> {
  const asked = readAsked(inPath);
  if (!mayUse(asked, query.get('workspace') ?? undefined, app)) throw unknownJob();
  const entry = app.catalog.get(asked);
  const workspace = workspaceOfJob(entry, query, app);
  const id = entry?.job ?? (isJobId(asked) ? asked : await app.findJob(asked, workspace));
  return { asked, id, workspace, entry };
}

/** The same of a job that is to be changed. A name may have passed to another job since it was looked up. */
export function jobToChange(inPath: string | undefined, query: URLSearchParams, app: App): Omit<JobInPath, 'entry'> {
  const asked = readAsked(inPath);
  refuseForeignJob(asked, query.get('workspace') ?? undefined, app);
  const entry = app.catalog.get(asked);
  if (!entry && !isJobId(asked)) throw invalidJob('must be named by its id here, or by an alias of the catalog');
  return { asked, id: entry?.job ?? asked, workspace: workspaceOfJob(entry, query, app) };
}

function readAsked(inPath: string | undefined): string {
  const { data } = jobSchema.safeParse(inPath ?? '');
  if (data === undefined) throw invalidJob('must be an alias of the catalog, or the id or the name of a job');
  return data;
}

const invalidJob = (detail: string) =>
  new ProblemError({
    status: 400,
    code: 'jobInvalid',
    detail: `The job ${detail}.`,
    errors: [{ field: 'job', detail }],
  });
