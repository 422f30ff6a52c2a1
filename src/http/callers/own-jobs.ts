import { isOwnJob } from '../../contract/callers/caller';
import type { Catalog } from '../../contract/jobs/catalog';
import { ProblemError } from '../../contract/problem';
import { isJobId } from '../../contract/runs/request/run-request';
import { isRunId } from '../../contract/runs/run-id';
import type { App } from '../app';
import { unknownRun } from '../runs/unknown-run';

type Known = Pick<App, 'catalog' | 'workspaces' | 'caller'>;

/**
 * Whether a request may be about this job. Who may not use every job names its own as `callers.json` does, by an alias or
 * an id: to look names up would tell of the others.
 */
export function mayUse(job: string, workspace: string | undefined, { catalog, workspaces, caller }: Known): boolean {
  const entry = catalog.get(job);
  if (entry) return isOwnJob(caller, { job, jobId: entry.job, workspace: workspaces.find(entry.workspace)?.alias });
  if (isJobId(job)) return isOwnJob(caller, { job, workspace: workspaces.find(workspace)?.alias });
  return caller.jobs === undefined;
}

/** Says the same of jobs that there are not. */
export function refuseForeignJob(job: string, workspace: string | undefined, app: App): void {
  if (mayUse(job, workspace, app)) return;
  const { applicationId } = app.caller;
  throw new ProblemError({
    status: 403,
    code: 'jobNotAllowed',
    detail: `callers.json does not give this job to the application ${applicationId}. It may name its own jobs, by the aliases and ids that stand there.`,
  });
}

/** What is no job can't be among a caller's jobs. */
export function refuseWithoutJob({ caller }: App): void {
  if (caller.jobs === undefined) return;
  throw new ProblemError({
    status: 403,
    code: 'jobNotAllowed',
    detail: `callers.json lets the application ${caller.applicationId} use certain jobs, and nothing else.`,
  });
}

/** The runs of other jobs are not there for this caller. */
export async function refuseForeignRun(id: string, { caller, runs }: App): Promise<void> {
  if (caller.jobs === undefined) return;
  const row = isRunId(id) ? await runs.read(id) : undefined;
  if (!row || !isOwnJob(caller, row)) throw unknownRun();
}

/** As much of the catalog as there is for this caller. */
export function ownCatalog(app: App): Catalog {
  return new Map([...app.catalog].filter(([alias]) => mayUse(alias, undefined, app)));
}
