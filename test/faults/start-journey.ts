import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../local/workspace/simulated-workspace';
import { type HostProcess, startHostProcess, temporaryFolder } from '../support/host-process';

const APP = join(__dirname, '../..');

export interface StartEnd {
  killed: boolean;
  outcome: string;
  /** How many runs the workspace has, when all is over. */
  runs: number;
}

/** Starts a run with a key on a host that is killed at the given request, and insists, as a caller does, until it has ended. */
export async function startJourney(killAt: string): Promise<StartEnd> {
  const folder = temporaryFolder();
  const mark = join(folder.path, 'killed');
  const workspace = await startSimulatedWorkspace({ port: 0, speed: 60, seed: 1, log: () => {} });
  const env = {
    NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'kill-at-request.cjs'))}`,
    KILL_AT: killAt,
    KILL_MARK: mark,
    DATABRICKS_HOST: workspace.url,
    DATABRICKS_TOKEN: workspace.token,
  };
  const startHost = () => startHostProcess(APP, join(folder.path, 'data'), { env });
  let host = await startHost();
  try {
    for (const deadline = Date.now() + 25_000; Date.now() < deadline; ) {
      const outcome = await ask(host).catch(() => undefined);
      if (outcome) return { outcome, killed: existsSync(mark), runs: await countRuns(workspace) };
      await host.stop('SIGKILL');
      host = await startHost();
    }
    throw new Error(`the run has not ended:\n${host.output()}`);
  } finally {
    await host.stop();
    await workspace.stop();
    await folder.remove();
  }
}

/** Rejects when the host is gone. */
async function ask(host: HostProcess): Promise<string> {
  const answer = await fetch(`${host.url}/api/runs?wait=20&onFailure=200`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'the-one' },
    body: '{"job": 101, "pollSeconds": 1}',
  });
  const { outcome, detail } = (await answer.json()) as { outcome?: string; detail?: string };
  if (!outcome) throw new Error(detail);
  return outcome;
}

async function countRuns({ url, token }: SimulatedWorkspace): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}/api/2.2/jobs/runs/list`, { headers });
  return ((await answer.json()) as { runs?: unknown[] }).runs?.length ?? 0;
}
