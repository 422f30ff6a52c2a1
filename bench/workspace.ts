import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const HELP = `Measures the simulated workspace: many runs in flight, each of them asked about once a second.

Usage: npm run bench -- workspace [options]

  --runs N      how many runs are in flight (default: 2000)
  --seconds N   for how long they are polled, at most 100 (default: 30)
  --help        show this text
`;

const ROOT = join(__dirname, '../..'); // from dist/bench
const SUBMIT = '/api/2.2/jobs/runs/submit';
/** The notebook of the scenario `slow` takes an hour and five minutes: two minutes at this speed, with all its states. */
const SCENARIO = 'slow';
const NOTEBOOK = '/Stories/Slow';
const SPEED = '30';
const LONGEST_SECONDS = 100;

interface Target {
  port: number;
  token: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 200 });

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '2000' },
      seconds: { type: 'string', default: '30' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const seconds = Math.min(Number(values.seconds), LONGEST_SECONDS);
  const workspace = spawn(
    process.execPath,
    [join(ROOT, 'dist/local/workspace/main.js'), '--port', '0', '--speed', SPEED],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const gone = new Promise((resolve) => workspace.once('exit', resolve));
  try {
    const target = await ready(workspace);
    await ask(target, 'POST', '/_control/jobs', JSON.stringify({ scenario: SCENARIO })); // brings the notebook with it
    const began = performance.now();
    const runs = await submitAll(target, Number(values.runs));
    const startSeconds = (performance.now() - began) / 1000;
    const { latencies, errors, took } = await pollAll(target, runs, seconds);
    print('runs in flight', String(runs.length));
    print('submits per second', (runs.length / startSeconds).toFixed(0));
    print('polls per second', (latencies.length / took).toFixed(0));
    print('runs/get, p50', `${percentile(latencies, 50).toFixed(1)} ms`);
    print('runs/get, p99', `${percentile(latencies, 99).toFixed(1)} ms`);
    print('errors', String(errors.length));
    for (const error of new Set(errors)) print('', error);
    if (errors.length > 0) process.exitCode = 1;
  } finally {
    agent.destroy();
    workspace.kill('SIGTERM');
    await gone;
  }
}

function ready(workspace: ChildProcess): Promise<Target> {
  return new Promise((resolve, reject) => {
    let output = '';
    workspace.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      const [port, token] = [/^Ready: \S+:(\d+)$/m, /^Token: (\S+)$/m].map((line) => line.exec(output)?.[1]);
      if (port && token) resolve({ port: Number(port), token });
    });
    workspace.once('exit', () => reject(new Error(`the workspace did not start:\n${output}`)));
  });
}

async function submitAll(target: Target, count: number): Promise<string[]> {
  const runs: string[] = [];
  let left = count;
  const worker = async () => {
    while (left-- > 0) {
      const body = { run_name: 'bench', tasks: [{ task_key: 'main', notebook_task: { notebook_path: NOTEBOOK } }] };
      const answer = await ask(target, 'POST', SUBMIT, JSON.stringify(body));
      const run = /"run_id":\s*(\d+)/.exec(answer.body)?.[1]; // as text: it may not fit a number
      if (!run) throw new Error(`a submit was answered ${answer.status} ${answer.body}`);
      runs.push(run);
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return runs;
}

/**
 * Asks about each run once a second, spread over the second. A poll goes out when it is due, whether earlier ones are
 * answered or not, and its latency counts from then: a workspace that falls behind cannot hide it.
 */
async function pollAll(target: Target, runs: readonly string[], seconds: number) {
  const latencies: number[] = [];
  const errors: string[] = [];
  const under: Promise<void>[] = [];
  const began = performance.now();
  const poll = async (run: string, due: number) => {
    try {
      const { status, body } = await ask(target, 'GET', `/api/2.2/jobs/runs/get?run_id=${run}`);
      if (status !== 200) errors.push(`${status} ${body}`);
      else if (!/"life_cycle_state":\s*"(PENDING|RUNNING)"/.test(body)) errors.push('a run is not in flight');
    } catch (error) {
      errors.push(String(error));
    }
    latencies.push(performance.now() - due);
  };
  for (let sent = 0; sent < runs.length * seconds; ) {
    const passed = performance.now() - began;
    for (; sent < runs.length * seconds && (sent / runs.length) * 1000 <= passed; sent++) {
      under.push(poll(runs[sent % runs.length] ?? '', began + (sent / runs.length) * 1000));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(under);
  return { latencies, errors, took: (performance.now() - began) / 1000 };
}

function ask({ port, token }: Target, method: string, path: string, body = '') {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const outgoing = request({ host: '127.0.0.1', port, method, path, agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('error', reject).on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function percentile(values: number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

function print(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(22)}${value}\n`);
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
