import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CannotGoOn } from './step.ts';

/** Azure Databricks, in every tenant. */
export const DATABRICKS = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d';

const PATIENCE_MS = 60_000;

/** The token in the environment, or one of whoever is signed in to the Azure CLI. */
export async function accessToken(env: NodeJS.ProcessEnv): Promise<string> {
  const given = env.DATABRICKS_TOKEN?.replace(/^\s*Bearer\s+/i, '').trim();
  if (given) return given;
  const { stdout } = await az(['account', 'get-access-token', '--resource', DATABRICKS, '--output', 'json']);
  const token = read(stdout);
  if (!token) throw new CannotGoOn('The Azure CLI gave no token for Databricks: run `az login`, then try again.');
  return token;
}

async function az(args: string[]) {
  try {
    // On Windows az is a script, which runs in a shell only. All of the arguments are ours.
    return await promisify(execFile)('az', args, { timeout: PATIENCE_MS, shell: process.platform === 'win32' });
  } catch (error) {
    const { code, stderr = '' } = error as NodeJS.ErrnoException & { stderr?: string };
    const isMissing = code === 'ENOENT' || /is not recognized/.test(stderr);
    if (isMissing) throw new CannotGoOn('The Azure CLI (az) is not installed, and DATABRICKS_TOKEN is not set.');
    const why = stderr.trim().split('\n').at(0) ?? '';
    throw new CannotGoOn(`The Azure CLI gave no token for Databricks: run \`az login\`, then try again. ${why}`.trim());
  }
}

function read(stdout: string): string | undefined {
  try {
    const { accessToken: token } = JSON.parse(stdout);
    return typeof token === 'string' ? token : undefined;
  } catch {
    return undefined;
  }
}
