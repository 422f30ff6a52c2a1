import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../support/host-process';

const ROOT = join(__dirname, '../..');
const FILES = [
  'dist/local/main.js',
  'dist/local/start-func.js',
  'dist/functions/main.js',
  'local/azurite/keeper.cjs',
  'local/azurite/azurite-servers.cjs',
  'host.json',
  'jobs.json',
  'package.json',
];
/** What somebody's shell may have set for this app or another. */
const SETTINGS =
  /^(DATABRICKS_|AzureWebJobs|AZURE_|WEBSITE_|FUNCTIONS_|PUBLIC_BASE_URL|JOBS_FILE|E2E_|LAUNCHED_BY|INIT_CWD)/i;

export interface FreshClone {
  path: string;
  /** Starts one of its programs. */
  start(program: string, args: string[], env?: Record<string, string>): ClonedProcess;
  remove(): Promise<void>;
}

export interface ClonedProcess {
  output(): string;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<number | null>;
}

/** This repository as somebody finds it who has cloned and built it, in a folder of its own, and without settings. */
export function freshClone(files: Record<string, string> = {}): FreshClone {
  const { path, remove } = temporaryFolder();
  const running = new Map<ChildProcess, Promise<unknown>>();
  const copy = (from: string, to: string) => {
    mkdirSync(dirname(join(path, to)), { recursive: true });
    cpSync(join(ROOT, from), join(path, to));
  };
  for (const file of FILES) copy(file, file);
  for (const [to, from] of Object.entries(files)) copy(from, to);
  symlinkSync(join(ROOT, 'node_modules'), join(path, 'node_modules'), 'junction');
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !SETTINGS.test(name)));

  return {
    path,
    async remove() {
      for (const child of running.keys()) child.kill('SIGTERM'); // after a test that failed
      await Promise.all(running.values());
      await remove();
    },
    start(program, args, env = {}) {
      const child = spawn(process.execPath, [join(path, 'dist', program), ...args], {
        cwd: path,
        env: { ...inherited, NODE_ENV: '', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let text = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
      }
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
      running.set(child, ended);
      return { output: () => text, kill: (signal) => void child.kill(signal), ended };
    },
  };
}
