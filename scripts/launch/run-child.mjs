import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { LaunchError } from './launch-error.mjs';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const LOOK_FOR_PARENT_MS = 500;

/**
 * Runs a program in the foreground and gives its exit code, 128 + n where signal n ended it.
 *
 * Signals are passed on, and this process stays until the child has ended. On Ctrl-C a terminal signals the whole group,
 * so the child gets SIGINT more than once within moments: a child must not take the second for "die at once".
 */
export function runChild(command, args, { onStart, ...options }) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...options.env, LAUNCHED_BY: String(process.pid) };
    const child = spawn(command, args, { ...options, env });
    const forward = (signal) => {
      // A Windows console tells every process itself, and kill() there would end the child without a word.
      if (process.platform !== 'win32') child.kill(signal);
    };
    for (const signal of FORWARDED) process.on(signal, forward);
    const stopWatching = onOrphaned(() => child.kill('SIGTERM'));
    const cleanUp = () => {
      for (const signal of FORWARDED) process.off(signal, forward);
      stopWatching();
    };
    child.once('spawn', () => onStart?.(child));
    child.once('error', (error) => {
      cleanUp();
      reject(new LaunchError(`Cannot run ${command}: ${error.message}`));
    });
    child.once('exit', (code, signal) => {
      cleanUp();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** npm passes SIGTERM on to the shell between us and it, which dies without telling us: that we notice ourselves. */
function onOrphaned(callback) {
  if (process.platform === 'win32' || !process.env.npm_lifecycle_event) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, LOOK_FOR_PARENT_MS);
  return () => clearInterval(timer);
}
