import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HostProcess, startHostProcess, temporaryFolder } from '../support/host-process';

const APP = join(__dirname, '../fixtures/crash-app');
const BASE = '/runtime/webhooks/durabletask';

export interface JourneyEnd {
  killed: boolean;
  status: unknown;
  output: unknown;
  /** How often each activity ran. */
  runs: Record<string, number>;
}

/** Sends an orchestration on its way, lets its host be killed at the given place, and starts the host again. */
export async function journey(killAt: string): Promise<JourneyEnd> {
  const folder = temporaryFolder();
  const mark = join(folder.path, 'killed');
  const trace = join(folder.path, 'trace');
  const env = {
    NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'kill-at.cjs'))}`,
    KILL_AT: killAt,
    KILL_MARK: mark,
    TRACE_FILE: trace,
  };
  const startHost = () => startHostProcess(APP, join(folder.path, 'data'), { env });
  let host = await startHost();
  try {
    const has = { started: false, event: false };
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
      try {
        return { ...(await travel(host, has)), killed: existsSync(mark), runs: countRuns(trace) };
      } catch (error) {
        if (!isGone(error)) throw error;
        await host.stop('SIGKILL');
        host = await startHost();
      }
    }
    throw new Error(`the journey has not ended:\n${host.output()}`);
  } finally {
    await host.stop();
    await folder.remove();
  }
}

/** What was acknowledged is not said again: it must not be lost. */
async function travel(host: HostProcess, has: { started: boolean; event: boolean }) {
  const say = async (path: string, body: string) => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${host.url}${BASE}/${path}`, { method: 'POST', headers, body })).status;
  };
  if (!has.started) {
    expect([202, 409]).toContain(await say('orchestrators/journey/j', 'null')); // 409: stored, but not acknowledged
    has.started = true;
  }
  if (!has.event) {
    expect(await say('instances/j/raiseEvent/go', '"green"')).toBe(202);
    has.event = true;
  }
  for (const deadline = Date.now() + 15_000; Date.now() < deadline; ) {
    const answer = await fetch(`${host.url}${BASE}/instances/j`);
    const { runtimeStatus: status, output } = (await answer.json()) as { runtimeStatus: string; output: unknown };
    if (answer.status === 200) return { status, output };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the journey hangs:\n${host.output()}`);
}

function isGone(error: unknown): boolean {
  return (error as Error).message === 'fetch failed';
}

function countRuns(trace: string): Record<string, number> {
  const runs: Record<string, number> = {};
  for (const name of readFileSync(trace, 'utf8').trim().split('\n')) runs[name] = (runs[name] ?? 0) + 1;
  return runs;
}

export function expectSafeArrival({ killed, status, output, runs }: JourneyEnd): void {
  expect(killed).toBe(true);
  expect(status).toBe('Completed');
  expect(output).toEqual(['did first', 'did aside', 'green', 'did last']);
  expect(Object.keys(runs).sort()).toEqual(['aside', 'first', 'last']);
  // The steps come one after the other, so one kill can make one of them run again, and no more.
  expect(Object.values(runs).reduce((sum, count) => sum + count)).toBeLessThanOrEqual(4);
}
