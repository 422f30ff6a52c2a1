import { isJobId } from '../runs/request/run-request';
import { DEFAULT_WORKSPACE } from '../workspaces/workspace';

/** How callers show who they are: by a function key, which the host asks for, or by Entra, which App Service asks. */
export const CALLER_AUTHS = ['key', 'entra'] as const;

export type CallerAuth = (typeof CALLER_AUTHS)[number];

/** What an application can be given on the app registration that stands for this app. */
export const ROLES = ['Runs.Start', 'Runs.Read', 'Runs.Cancel', 'Jobs.Read', 'Jobs.Write'] as const;

export type Role = (typeof ROLES)[number];

/** Who asks, and what it may do. */
export interface Caller {
  /** The application that has signed in. Undefined: somebody with a function key, who can't be told from others. */
  applicationId?: string | undefined;
  /** Who uses that application: itself, or a person. */
  objectId?: string | undefined;
  roles: readonly Role[];
  /** What its token allows, and `callers.json` does not. */
  withheld: readonly Role[];
  /** Those that it may see and run, as `callers.json` writes them. Undefined: every job. */
  jobs?: ReadonlySet<string> | undefined;
}

/** A function key opens everything: who holds it is not known here. */
export const KEY_HOLDER: Caller = { roles: ROLES, withheld: [] };

export const NOBODY: Caller = { roles: [], withheld: [], jobs: new Set() };

/** A job as a request names it, or the row of a run. */
export interface NamedJob {
  /** An alias of the catalog, or an id. */
  job: string;
  jobId?: string | undefined;
  workspace?: string | undefined;
}

/**
 * Whether a job is one of the caller's. An alias does not open its job to who names that by its id: the catalog limits the
 * parameters of the alias only.
 */
export function isOwnJob({ jobs }: Caller, { job, jobId, workspace }: NamedJob): boolean {
  if (jobs === undefined) return true;
  if (!isJobId(job) && jobs.has(job)) return true;
  const id = jobId ?? (isJobId(job) ? job : undefined);
  return id !== undefined && jobs.has(jobIn(workspace, id));
}

/** An id, as `callers.json` writes it. Ids belong to their workspace. */
const jobIn = (workspace: string | undefined, id: string): string =>
  workspace === undefined || workspace === DEFAULT_WORKSPACE ? id : `${workspace}/${id}`;

const OF_RUNS: readonly Role[] = ['Runs.Start', 'Runs.Read', 'Runs.Cancel'];

/** Whether nothing is kept from it that a key which opens every run could give it. */
export const ownsEveryRun = ({ roles, jobs }: Caller): boolean =>
  jobs === undefined && OF_RUNS.every((role) => roles.includes(role));
