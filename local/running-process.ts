import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process, told apart from a later one with the same number by when it started, where the system says so. */
export interface RunningProcess {
  pid: number;
  started?: string;
}

export function describeProcess(pid: number): RunningProcess {
  const started = startOf(pid);
  return started === undefined ? { pid } : { pid, started };
}

export function isRunning({ pid, started }: RunningProcess): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false; // EPERM: it runs, for somebody else
  }
  const now = startOf(pid);
  return now !== 'ended' && (started === undefined || now === undefined || now === started);
}

function startOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return startOnLinux(pid);
    if (process.platform === 'darwin') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], { encoding: 'utf8' }).trim();
    }
  } catch {
    // Then the number alone has to do.
  }
  return undefined;
}

function startOnLinux(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before it may hold anything
  if (state === 'Z' || state === 'X') return 'ended'; // dead, but nobody has asked how it ended
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot} ${fields[18]}`; // the time since the boot, in ticks: proc(5), field 22
}
