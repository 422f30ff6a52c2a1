import { execFileSync, spawn } from 'node:child_process';
import { type HttpRequest, type HttpResponse, listen } from '../../local/http';
import { ask } from './in-memory-host';
import { runWorld, type WorldOptions } from './run-world';
import type { VirtualClock } from './virtual-clock';

/** What a program of others has done. */
export interface Ran {
  code: number | null;
  output: string;
}

/**
 * A socket in front of whichever world is the present one, for programs that are no part of the tests. Time passes in it
 * only while a request waits for its answer, or a script pauses. To be made before the tests take over the timers.
 */
export async function serveWorlds() {
  let present: { world: ReturnType<typeof runWorld>; clock: VirtualClock } | undefined;
  let requests: string[] = [];

  async function answer(request: HttpRequest): Promise<HttpResponse> {
    if (!present) throw new Error('There is no world.');
    const { world, clock } = present;
    if (request.path === '/clock') {
      await clock.advance(Number(new URLSearchParams(request.query).get('pause')) * 1000);
      return { status: 200, headers: {}, body: String(Math.floor(clock.now() / 1000)) };
    }
    const url = `${request.path}${request.query ? `?${request.query}` : ''}`;
    requests.push(`${request.method} ${url}`);
    let isAnswered = false;
    const answering = ask((one) => world.host.host.answer(one), request.method, url, request).finally(() => {
      isAnswered = true;
    });
    while (!isAnswered) await clock.advance(500);
    return answering;
  }

  const listener = await listen(0, ['127.0.0.1'], answer);
  const url = `http://127.0.0.1:${listener.port}`;
  return {
    url,
    /** Makes of a script one that lives in the time of the world. */
    inItsTime: (script: string) =>
      `date() { curl -sS ${url}/clock; }\nsleep() { curl -sS -o /dev/null "${url}/clock?pause=$1"; }\n${script}`,
    open(options: WorldOptions) {
      const world = runWorld(options);
      Object.assign(world.app, { origin: url });
      requests = [];
      present = { world, clock: options.clock };
      return world;
    },
    requests: () => requests,
    close: () => listener.close(),
  };
}

/** A server that answers with errors would make curl try again and again. */
const LONGEST_MS = 25_000;

/** Runs a script of bash as GitHub does. */
export function runBash(script: string, env: Record<string, string>): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      env: { PATH: process.env.PATH, ...env },
      timeout: LONGEST_MS,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += String(text);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** Whether the programs are there that the scripts use. */
export function hasTools(): boolean {
  try {
    for (const tool of ['bash', 'curl', 'jq']) execFileSync(tool, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
