import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { User } from '../../../local/workspace/access';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../../local/workspace/simulated-workspace';
import { temporaryFolder } from '../../support/host-process';

const SCRIPT = join(__dirname, '../../../infra/scripts/grant-databricks-access.ts');
export const APPLICATION = '11111111-2222-3333-4444-555555555555';

const USERS: User[] = [
  { name: 'admin@x', tokens: ['dapi-admin'], admin: true },
  { name: 'manager@x', tokens: ['dapi-manager'], permissions: { 101: 'CAN_MANAGE' } },
  { name: 'person@x', tokens: ['dapi-person'] },
  { name: APPLICATION, tokens: ['entra-app'], servicePrincipal: true },
];

/** A workspace with a few people, for each test as new, and the script that gives the app its place in it. */
export function setUpGranting() {
  const folder = temporaryFolder();
  const catalog = join(folder.path, 'jobs.json');
  let workspace: SimulatedWorkspace;

  beforeAll(async () => {
    const entries = { sales: { job: '101' }, 'sales-north': { job: 101 }, nightly: { job: '102' } };
    writeFileSync(catalog, JSON.stringify({ $schema: './jobs.schema.json', ...entries }));
    workspace = await startSimulatedWorkspace({ port: 0, speed: 1, seed: 1, users: USERS, log: () => {} });
  });

  beforeEach(() => {
    workspace.reset();
    workspace.faults.clear();
    workspace.requests.clear();
  });

  afterAll(async () => {
    await workspace.stop();
    await folder.remove();
  });

  /** As azd runs it: with the outputs of the deployment in the environment, and nothing else of ours. */
  function outputs(more: Record<string, string> = {}): Record<string, string> {
    const identity = { APP_IDENTITY_CLIENT_ID: APPLICATION, APP_IDENTITY_NAME: 'id-runner' };
    return { PATH: dirname(process.execPath), DATABRICKS_HOST: workspace.url, ...identity, ...more };
  }

  function grant(env: Record<string, string>, ...args: string[]): Promise<{ code: number; output: string }> {
    return new Promise((resolve) => {
      execFile(process.execPath, [SCRIPT, '--jobs', catalog, ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
      );
    });
  }

  const grantAs = (user: string, ...args: string[]) => grant(outputs({ DATABRICKS_TOKEN: `dapi-${user}` }), ...args);

  async function startAsTheApp(job_id: number): Promise<number> {
    const response = await fetch(`${workspace.url}/api/2.2/jobs/run-now`, {
      method: 'POST',
      headers: { authorization: 'Bearer entra-app' },
      body: JSON.stringify({ job_id }),
    });
    return response.status;
  }

  return { folder, workspace: () => workspace, outputs, grant, grantAs, startAsTheApp };
}
