import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_WORKSPACE } from './catalog-jobs.ts';
import { CannotGoOn } from './step.ts';

export interface Options {
  /** The alias by which the catalog names it. */
  workspace: string;
  /** Without a slash at the end. */
  host: string;
  clientId: string;
  name: string;
  /** Undefined: there is no catalog, and callers name jobs by their ids. */
  jobsFile: string | undefined;
  dryRun: boolean;
  strict: boolean;
  help: boolean;
  /** Then Databricks never meets the identity. */
  signsInWithToken: boolean;
}

export const HELP = `Gives the managed identity of the app its place in the Databricks workspace: adds it as a service principal with
workspace-access, and lets it run (CAN_MANAGE_RUN) the jobs of the job catalog that are there. What is so already stays
as it is. Where it may not, it says who has to do what by hand.

Usage: npm run grant-databricks-access -- [options]

  --host URL         the workspace (default: DATABRICKS_HOST, or DATABRICKS_HOST__test with --workspace test)
  --workspace ALIAS  what the job catalog calls it (default: default); entries of others are left alone
  --client-id GUID   the client id of the identity (default: APP_IDENTITY_CLIENT_ID, an output of the deployment)
  --name NAME        how the workspace shows it (default: APP_IDENTITY_NAME, or databricks-job-runner)
  --jobs FILE        the job catalog (default: jobs.json of this repository)
  --dry-run          only reads, and says what it would do
  --strict           ends with exit code 1 if anything is left to do by hand
  --help             show this text

azd runs it after each "azd provision", with the outputs of the deployment in the environment. It signs in with
DATABRICKS_TOKEN if that is set, else as you (az login), and you need to be an admin of the workspace.
If DATABRICKS_AUTH_TYPE (of test: DATABRICKS_AUTH_TYPE__test) is pat, it has nothing to do.`;

const WORKSPACE = /^(?:https:\/\/)?(adb-\d+\.\d+\.(?:azuredatabricks\.net|databricks\.azure\.(?:us|cn)))\/?$/i;
const THIS_MACHINE = /^http:\/\/(?:localhost|127\.0\.0\.1):\d+\/?$/i;
const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const JOBS_FILE = join(import.meta.dirname, '../../jobs.json');

export function readOptions(args: string[], env: NodeJS.ProcessEnv): Options {
  const given = parse(args);
  const workspace = given.workspace?.toLowerCase() ?? DEFAULT_WORKSPACE;
  const nameOf = (setting: string) => (workspace === DEFAULT_WORKSPACE ? setting : `${setting}__${workspace}`);
  const signsInWithToken = env[nameOf('DATABRICKS_AUTH_TYPE')] === 'pat';
  const isNeeded = !given.help && !signsInWithToken;
  const givenHost = given.host ?? env[nameOf('DATABRICKS_HOST')] ?? '';
  const host = isNeeded ? workspaceOrigin(givenHost, nameOf('DATABRICKS_HOST')) : givenHost;
  const clientId = given['client-id'] ?? env.APP_IDENTITY_CLIENT_ID ?? '';
  if (isNeeded && !GUID.test(clientId))
    throw new CannotGoOn('--client-id (or APP_IDENTITY_CLIENT_ID) must be the client id of the identity, a GUID.');
  return {
    workspace,
    host,
    clientId,
    name: given.name ?? (env.APP_IDENTITY_NAME || 'databricks-job-runner'),
    jobsFile: given.jobs ?? (existsSync(JOBS_FILE) ? JOBS_FILE : undefined),
    dryRun: given['dry-run'] ?? false,
    strict: given.strict ?? false,
    help: given.help ?? false,
    signsInWithToken,
  };
}

/** Without a slash at the end. A token for Databricks must go nowhere else. */
export function workspaceOrigin(host: string, setting: string): string {
  if (!WORKSPACE.test(host) && !THIS_MACHINE.test(host))
    throw new CannotGoOn(`--host (or ${setting}) must be like https://adb-1234567890123456.7.azuredatabricks.net.`);
  return host.replace(WORKSPACE, 'https://$1').replace(/\/$/, '');
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        host: { type: 'string' },
        workspace: { type: 'string' },
        'client-id': { type: 'string' },
        name: { type: 'string' },
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
