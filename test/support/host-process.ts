import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from './remove-folder';

export interface HostProcess {
  url: string;
  /** Everything that it has printed. */
  output(): string;
  /** Resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const ROOT = join(__dirname, '../..');
const PATIENCE_MS = 25_000;

/** Starts the embedded host as `npm start` does, on a free port, and waits until it is ready. */
export async function startHostProcess(
  app: string,
  data: string,
  { args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
): Promise<HostProcess> {
  const { child, output } = spawnHost(['--app', app, '--data', data, '--port', '0', ...args], env);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    const giveUp = (why: string) => {
      clearTimeout(timer);
      reject(new Error(`the host ${why}:\n${output()}`));
    };
    const timer = setTimeout(giveUp, PATIENCE_MS, 'is not ready in time');
    void ended.then((code) => giveUp(`exited with ${code}`));
    child.stdout?.on('data', () => {
      const ready = /^Ready: (\S+)$/m.exec(output());
      if (!ready) return;
      clearTimeout(timer);
      resolve(String(ready[1]));
    });
  });
  return {
    url,
    output,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Runs the embedded host to its end, which must come soon. */
export async function runHost(args: string[], env: Record<string, string> = {}) {
  const { child, output } = spawnHost(args, env);
  const tooLong = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(tooLong);
  return { code, output: output() };
}

export function spawnHost(args: string[], env: Record<string, string>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, ['--enable-source-maps', join(ROOT, 'dist/local/main.js'), ...args], {
    env: { ...process.env, NODE_ENV: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return { child, output: () => text };
}

/** A folder that is gone after the test. */
export function temporaryFolder(): { path: string; remove(): Promise<void> } {
  const path = mkdtempSync(join(tmpdir(), 'host-'));
  return { path, remove: () => removeFolder(path) };
}
