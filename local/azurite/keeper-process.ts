import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Log, LogLevel } from '../log';
import type { Ports } from './connection-string';
import { packageRoot } from './package-root';

export interface Failure {
  /** What is in the way: a port that can't be had, Azurite that isn't installed, or anything else. */
  problem: 'port' | 'package' | 'data';
  message: string;
}

type Answer = { ready: Ports } | { failed: Failure };

/** The host's end of keeper.cjs, which says what they tell each other. */
export interface KeeperProcess {
  pid: number;
  /** Loads the data and opens the ports. On a failure the process is gone when the answer is there. */
  start(dataDir: string, ports: Ports): Promise<Answer>;
  /** Lets it save everything and end. */
  stop(): Promise<Ending>;
  ended: Promise<Ending>;
}

export interface Ending {
  /** Everything that was acknowledged is on the disk. */
  saved: boolean;
  /** One sentence. */
  reason: string;
}

export async function spawnKeeper(log: Log): Promise<KeeperProcess> {
  const root = packageRoot();
  const child = spawn(process.execPath, ['--no-deprecation', join(root, 'local/azurite/keeper.cjs')], {
    cwd: root,
    detached: true, // Ctrl-C in the terminal is for the host alone
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Azurite reads accounts of its own from the environment, and options for this process may be a debugger's.
    env: { ...process.env, AZURITE_ACCOUNTS: undefined, NODE_OPTIONS: undefined },
  });
  await once(child, 'spawn');
  const pid = child.pid as number;
  if (child.stdout) forward(child.stdout, log, 'debug');
  if (child.stderr) forward(child.stderr, log, 'warning');

  let failure: Failure | undefined;
  child.on('message', (answer: Answer) => {
    if ('failed' in answer) failure = answer.failed;
  });
  child.on('error', (error) => log('debug', 'azurite', error.message)); // it ends before it gets a message

  const ended = new Promise<Ending>((resolve) => {
    // Not "exit", which may come before the last message and the last line.
    child.once('close', (code, signal) => {
      const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
      resolve({
        saved: code === 0,
        reason: `Azurite (process ${pid}) ${how}${failure ? `: ${failure.message}` : '.'}`,
      });
    });
  });

  return {
    pid,
    ended,
    start(dataDir, ports) {
      return new Promise((resolve) => {
        child.on('message', (answer: Answer) => {
          if ('ready' in answer) resolve(answer);
        });
        ended.then(({ reason }) => resolve({ failed: failure ?? { problem: 'data', message: reason } }));
        child.send({ dataDir, ports });
      });
    },
    async stop() {
      if (child.connected) child.send('stop');
      return ended;
    },
  };
}

function forward(output: Readable, log: Log, level: LogLevel) {
  createInterface({ input: output }).on('line', (line) => log(level, 'azurite', line));
}
