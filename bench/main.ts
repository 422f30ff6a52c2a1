import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const HELP = `Measures the embedded host: many orchestrations of a few activities each, with their state in Azurite.

Usage: npm run bench -- [options]

  --orchestrations N   how many to run (default: 200)
  --activities N       how many activities each runs, one after the other (default: 5)
  --at-once N          how many starts may be under way at a time (default: 8)
  --help               show this text
`;

const ROOT = join(__dirname, '../..'); // from dist/bench

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      orchestrations: { type: 'string', default: '200' },
      activities: { type: 'string', default: '5' },
      'at-once': { type: 'string', default: '8' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const count = wholeNumber('orchestrations', values.orchestrations);
  const activities = wholeNumber('activities', values.activities);
  const atOnce = wholeNumber('at-once', values['at-once']);
  const data = mkdtempSync(join(tmpdir(), 'bench-'));
  const host = spawn(
    process.execPath,
    [join(ROOT, 'dist/local/main.js'), '--app', join(ROOT, 'bench/app'), '--port', '0', '--data', data],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const gone = new Promise((resolve) => host.once('exit', resolve));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => host.kill('SIGTERM')); // then the rest fails
  try {
    const url = await ready(host);
    const idle = residentMegabytes(host);
    const began = performance.now();
    const latencies = await startAll(url, count, activities, atOnce);
    await allEnded(url, count);
    const seconds = (performance.now() - began) / 1000;
    const episodes = count * (activities + 1); // the first, and one for each answer
    print('orchestrations', `${count} of ${activities} activities`);
    print('episodes per second', (episodes / seconds).toFixed(0));
    print('start to 202, p50', `${percentile(latencies, 50).toFixed(1)} ms`);
    print('start to 202, p99', `${percentile(latencies, 99).toFixed(1)} ms`);
    print('resident memory', `${residentMegabytes(host)} MB (${idle} MB before the first start)`);
  } finally {
    host.kill('SIGTERM');
    await gone;
    rmSync(data, { recursive: true, force: true });
  }
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--${name} must be a whole number above 0, not "${text}".`);
}

function ready(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    host.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      const url = /^Ready: (\S+)$/m.exec(output)?.[1];
      if (url) resolve(url);
    });
    host.once('exit', () => reject(new Error(`the host did not start:\n${output}`)));
  });
}

/** Starts them all through the app's own starter. Returns how long each 202 took. */
async function startAll(url: string, count: number, activities: number, atOnce: number): Promise<number[]> {
  const latencies: number[] = [];
  let left = count;
  const worker = async () => {
    while (left-- > 0) {
      const began = performance.now();
      const answer = await fetch(`${url}/api/start`, { method: 'POST', body: JSON.stringify({ activities }) });
      latencies.push(performance.now() - began);
      if (answer.status !== 202) throw new Error(`a start was answered ${answer.status}`);
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return latencies;
}

async function allEnded(url: string, count: number): Promise<void> {
  const list = `${url}/runtime/webhooks/durabletask/instances/?showInput=false&top=${count}`;
  for (;;) {
    const all = (await (await fetch(list)).json()) as { runtimeStatus: string; output: unknown }[];
    const failed = all.find(({ runtimeStatus }) => runtimeStatus === 'Failed');
    if (failed) throw new Error(`an orchestration failed: ${failed.output}`);
    if (all.filter(({ runtimeStatus }) => runtimeStatus === 'Completed').length === count) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function percentile(values: number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

function residentMegabytes({ pid }: ChildProcess): string {
  if (process.platform === 'win32') return '?';
  const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return (Number(kilobytes) / 1024).toFixed(0);
}

function print(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(22)}${value}\n`);
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
