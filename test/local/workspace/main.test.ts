import { spawn } from 'node:child_process';
import { request as requestTls } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { posixOnly } from '../../support/posix-only';

const PROGRAM = join(__dirname, '../../../dist/local/workspace/main.js');

const running: { end(): Promise<unknown> }[] = [];
afterEach(() => Promise.all(running.splice(0).map((program) => program.end())));

function start(...args: string[]) {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...process.env, NODE_ENV: '' } });
  const seen = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      seen[name] += chunk;
    });
  }
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, ...seen })),
  );
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const url = /^Ready: (\S+)$/m.exec(seen.stdout)?.[1];
      if (url) resolve(url);
    });
    void ended.then(({ code, stderr }) => reject(new Error(`it ended with ${code}: ${stderr}`)));
  });
  ready.catch(() => {}); // not every test waits for it
  const end = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    return ended;
  };
  running.push({ end });
  return { ready, ended, end, stdout: () => seen.stdout };
}

interface JobList {
  jobs: { job_id: number; settings: { name: string } }[];
}

/** As `jobs/list` shows it to whoever has the token that the program has printed. */
async function firstJob(program: ReturnType<typeof start>) {
  const url = await program.ready;
  const token = /^Token: (\S+)$/m.exec(program.stdout())?.[1];
  const answer = await fetch(`${url}/api/2.2/jobs/list?name=Sales%20table`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: answer.status, body: (await answer.json()) as JobList };
}

test('it prints what is needed to use it: the address last, the token, and the jobs with their ids', async () => {
  const program = start('--port', '0');
  const { status, body } = await firstJob(program);
  expect(status).toBe(200);
  const [job] = body.jobs;
  expect(program.stdout()).toMatch(new RegExp(`^  ${job?.job_id} +${job?.settings.name}$`, 'm'));
  expect(program.stdout().trimEnd().split('\n').at(-1)).toMatch(/^Ready: http:\/\/127\.0\.0\.1:\d+$/);
});

test('the token is no secret that anything could be opened with, and looks like it', async () => {
  const program = start('--port', '0');
  await program.ready;
  expect(program.stdout()).toMatch(/^Token: dapi-[a-z-]+$/m);
});

test('time goes at the speed asked for, and the control can change it', async () => {
  const url = await start('--port', '0', '--speed', '60').ready;
  const clock = async (init?: RequestInit) => (await (await fetch(`${url}/_control/clock`, init)).json()) as Clock;
  const [before, began] = [await clock(), Date.now()];
  expect(before.speed).toBe(60);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const after = await clock();
  const passed = Date.parse(after.now) - Date.parse(before.now);
  expect(passed).toBeGreaterThanOrEqual(200 * 60 * 0.9);
  expect(passed).toBeLessThanOrEqual((Date.now() - began + 50) * 60);
  expect((await clock({ method: 'POST', body: '{"speed":0}' })).speed).toBe(0);
});

interface Clock {
  now: string;
  speed: number;
}

test('by https it shows a certificate that it hands out, and answers the same', async () => {
  const program = start('--port', '0', '--tls-port', '0');
  const ca = await (await fetch(`${await program.ready}/_control/certificate`)).text();
  const port = /^By https: https:\/\/localhost:(\d+)$/m.exec(program.stdout())?.[1];
  const status = await new Promise((resolve, reject) => {
    const options = { host: 'localhost', port, path: '/api/2.2/jobs/list', ca, agent: false as const };
    requestTls(options, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end();
  });
  expect(status).toBe(401);
});

test('the same seed makes the same ids', async () => {
  const addJob = async (...args: string[]) => {
    const url = await start('--port', '0', ...args).ready;
    const init = { method: 'POST', body: '{"scenario":"quick-success"}' };
    return ((await (await fetch(`${url}/_control/jobs`, init)).json()) as { job_id: string }).job_id;
  };
  const [seven, sevenAgain, any, anyAgain] = await Promise.all([
    addJob('--seed', '7'),
    addJob('--seed', '7'),
    addJob(),
    addJob(),
  ]);
  expect(seven).toBe(sevenAgain);
  expect(any).not.toBe(anyAgain);
});

posixOnly('it ends a process at once, whatever the signal', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends it in order', async (signal) => {
    const program = start('--port', '0');
    await program.ready;
    expect(await program.end(signal)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\nStopped\.\n$/),
      stderr: '',
    });
  });
});

test.each(['--port', '--tls-port'])('%s in use is told in one line', async (option) => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  const args = option === '--port' ? [option, String(port)] : ['--port', '0', option, String(port)];
  expect(await start(...args).ended).toEqual({
    code: 1,
    stdout: '',
    stderr: `Port ${port} is in use. Choose another one, or 0 for any.\n`,
  });
  other.close();
});

test.each([
  [['--port', 'x'], '--port must be a number from 0 to 65535, not "x".\n'],
  [['--tls-port', '65536'], '--tls-port must be a number from 0 to 65535, not "65536".\n'],
  [['--speed', '-1'], "Option '--speed' argument is ambiguous. See npm run workspace -- --help.\n"],
  [['--speed', '1e9'], '--speed must be a number from 0 to 100000, not "1e9".\n'],
  [['--seed', '1.5'], '--seed must be a number from 0 to 4294967295, not "1.5".\n'],
  [['--fast'], "Unknown option '--fast'. See npm run workspace -- --help.\n"],
])('%j is refused in one line', async (args, stderr) => {
  expect(await start(...args).ended).toEqual({ code: 1, stdout: '', stderr });
});

test('--help names every option, and starts nothing', async () => {
  const { code, stdout } = await start('--help').ended;
  expect(code).toBe(0);
  for (const option of ['--port', '--tls-port', '--speed', '--seed', '--help'])
    expect(stdout).toContain(`  ${option} `);
  expect(stdout).not.toContain('Ready');
});
