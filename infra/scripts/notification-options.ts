import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CatalogJob, DEFAULT_WORKSPACE, readJobs } from './catalog-jobs.ts';
import { workspaceOrigin } from './options.ts';
import { CannotGoOn } from './step.ts';

export interface NotificationOptions {
  /** The alias by which the catalog names it. */
  workspace: string;
  /** Without a slash at the end. */
  host: string;
  /** Where Databricks is to post. */
  url: string;
  name: string;
  user: string;
  jobs: readonly CatalogJob[];
  /** The arguments that chose them, for a shell. */
  jobArguments: string;
  dryRun: boolean;
  strict: boolean;
}

export const HELP = `Lets Databricks tell the app of the ends of runs, so that nobody has to wait for the next look: creates or updates a
notification destination (a webhook) in the workspace, and adds it to the jobs of the job catalog, for success and for
failure. Whatever else is told of these jobs stays. Where it may not, it says who has to do what by hand.

Usage: npm run register-notifications -- [options]

  --host URL         the workspace (default: DATABRICKS_HOST, or DATABRICKS_HOST__test with --workspace test)
  --workspace ALIAS  what the job catalog calls it (default: default); entries of others are left alone
  --app URL          where the app is reached (default: PUBLIC_BASE_URL, or FUNCTION_APP_URL, an output of the deployment)
  --name NAME        of the destination: one that has it is updated (default: databricks-job-runner, and the app's host)
  --user NAME        what the app's setting NOTIFICATION_USER says (default: NOTIFICATION_USER, or databricks)
  --job ID           a job, instead of those of the catalog; more than once for more of them
  --jobs FILE        the job catalog (default: jobs.json of this repository)
  --dry-run          only reads, and says what it would do
  --strict           ends with exit code 1 if anything is left to do by hand
  --help             show this text

It says the id of the destination. A run without a job (submit) names it itself, in the body of its start:
  { "submit": { …, "webhook_notifications": { "on_success": [{ "id": "ID" }], "on_failure": [{ "id": "ID" }] } } }

The password is what the app's setting NOTIFICATION_PASSWORD holds. It is taken from the environment (NOTIFICATION_PASSWORD),
else from the standard input, where a terminal is asked for it; it is never an argument, as those can be seen by others.
It signs in with DATABRICKS_TOKEN if that is set, else as you (az login). You need to be an admin of the workspace, or, once
the destination is there, to manage the jobs.`;

const ROUTE = '/api/notifications/databricks';
const JOBS_FILE = join(import.meta.dirname, '../../jobs.json');
const MOST_CHARACTERS = 100;

/** Undefined: somebody only wants help. */
export function readNotificationOptions(args: string[], env: NodeJS.ProcessEnv): NotificationOptions | undefined {
  const given = parse(args);
  if (given.help) return undefined;
  const workspace = given.workspace?.toLowerCase() ?? DEFAULT_WORKSPACE;
  const hostSetting = workspace === DEFAULT_WORKSPACE ? 'DATABRICKS_HOST' : `DATABRICKS_HOST__${workspace}`;
  const app = appOrigin(given.app ?? (env.PUBLIC_BASE_URL || env.FUNCTION_APP_URL || ''));
  const name = given.name ?? `databricks-job-runner ${new URL(app).host}`;
  const user = given.user ?? (env.NOTIFICATION_USER || 'databricks');
  if (!name.trim() || name.length > MOST_CHARACTERS)
    throw new CannotGoOn(`--name must have 1 to ${MOST_CHARACTERS} characters.`);
  if (!/^[!-9;-~]{1,100}$/.test(user))
    throw new CannotGoOn('--user must be visible ASCII characters, without a colon.');
  return {
    workspace,
    host: workspaceOrigin(given.host ?? env[hostSetting] ?? '', hostSetting),
    url: `${app}${ROUTE}`,
    name,
    user,
    jobArguments: jobArguments(given),
    jobs: given.job ? given.job.map(namedJob) : catalogJobs(given.jobs, workspace),
    dryRun: given['dry-run'] ?? false,
    strict: given.strict ?? false,
  };
}

function appOrigin(text: string): string {
  const isOrigin = /^https:\/\/[a-z0-9][a-z0-9.-]*(?::\d+)?\/?$/i.test(text);
  const isHere = /^http:\/\/(?:localhost|127\.0\.0\.1):\d+\/?$/i.test(text);
  if (!isOrigin && !isHere)
    throw new CannotGoOn('--app (or PUBLIC_BASE_URL) must be like https://func-runner.azurewebsites.net.');
  return text.toLowerCase().replace(/\/$/, '');
}

function jobArguments({ job = [], jobs }: { job?: string[] | undefined; jobs?: string | undefined }): string {
  const file = jobs === undefined ? '' : ` --jobs '${jobs.replaceAll("'", "'\\''")}'`;
  return job.length > 0 ? job.map((id) => ` --job ${id}`).join('') : file;
}

function namedJob(id: string): CatalogJob {
  if (!/^\d{1,19}$/.test(id)) throw new CannotGoOn('--job must be the id of a job.');
  return { id, label: `Job ${id}` };
}

const catalogJobs = (file: string | undefined, workspace: string) =>
  readJobs(file ?? (existsSync(JOBS_FILE) ? JOBS_FILE : undefined), workspace).here;

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        host: { type: 'string' },
        workspace: { type: 'string' },
        app: { type: 'string' },
        name: { type: 'string' },
        user: { type: 'string' },
        job: { type: 'string', multiple: true },
        jobs: { type: 'string' },
        'dry-run': { type: 'boolean' },
        strict: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new CannotGoOn(`${(error as Error).message.split(/\.(?:\s|$)/)[0]}. See --help.`);
  }
}
