import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { User } from '../../../local/workspace/access';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../../local/workspace/simulated-workspace';
import { temporaryFolder } from '../../support/host-process';

const SCRIPT = join(__dirname, '../../../infra/scripts/register-notifications.ts');
export const APP = 'https://func-runner.azurewebsites.net';
export const PASSWORD = 'made-up-and-long-enough';

const USERS: User[] = [
  { name: 'admin@x', tokens: ['dapi-admin'], admin: true },
  { name: 'manager@x', tokens: ['dapi-manager'], permissions: { 101: 'CAN_MANAGE', 102: 'CAN_VIEW' } },
  { name: 'person@x', tokens: ['dapi-person'] },
];

/** A workspace with a few people, for each test as new, and the script that has it tell the app of runs. */
export function setUpRegistering() {
  const folder = temporaryFolder();
  const catalog = join(folder.path, 'jobs.json');
  let workspace: SimulatedWorkspace;

  beforeAll(async () => {
    const entries = { sales: { job: '101' }, nightly: { job: '102' }, else: { job: '103', workspace: 'test' } };
    writeFileSync(catalog, JSON.stringify(entries));
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

  const usualEnv = (): Record<string, string> => ({
    PATH: dirname(process.execPath),
    DATABRICKS_HOST: workspace.url,
    DATABRICKS_TOKEN: 'dapi-admin',
    FUNCTION_APP_URL: APP,
    NOTIFICATION_PASSWORD: PASSWORD,
  });

  interface How {
    env?: Record<string, string>;
    typed?: string;
  }

  function register(args: string[] = [], { env = {}, typed = '' }: How = {}) {
    return new Promise<{ code: number | null; output: string }>((resolve) => {
      const all = [SCRIPT, ...(args.includes('--job') ? [] : ['--jobs', catalog]), ...args];
      const child = spawn(process.execPath, all, { env: { ...usualEnv(), ...env } });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (text) => {
          output += String(text);
        });
      }
      child.once('close', (code) => resolve({ code, output }));
      child.stdin.end(typed);
    });
  }

  /** Asks the workspace as its admin. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a client without types would
  async function ask(method: string, path: string, body?: object): Promise<any> {
    const response = await fetch(`${workspace.url}/api/${path}`, {
      method,
      headers: { authorization: 'Bearer dapi-admin' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return response.json();
  }

  return {
    workspace: () => workspace,
    register,
    registerAs: (user: string, ...args: string[]) => register(args, { env: { DATABRICKS_TOKEN: `dapi-${user}` } }),
    ask,
    addDestination: async (name: string) =>
      (
        await ask('POST', '2.0/notification-destinations', {
          display_name: name,
          config: { generic_webhook: { url: 'https://hooks.example/in' } },
        })
      ).id as string,
    destinations: async () => (await ask('GET', '2.0/notification-destinations')).results as Record<string, string>[],
    notificationsOf: async (job: number | string) =>
      (await ask('GET', `2.2/jobs/get?job_id=${job}`)).settings.webhook_notifications,
    changes: () => workspace.requests.find().filter(({ method }) => method !== 'GET'),
  };
}
