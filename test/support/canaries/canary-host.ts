import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HostProcess, startHostProcess } from '../host-process';
import { type Answer, request } from '../request';
import { SECRETS } from './secrets';

const ROOT = join(__dirname, '../../..');
const KEYS = 'keys.json';

export interface HostAnswer extends Answer {
  asked: string;
}

/** The built app on the embedded host, with keys that are made up. All that it says is kept. */
export async function openCanaryHost(folder: string, env: Record<string, string>) {
  const keys = { master: SECRETS.functionKey, function: SECRETS.functionKey, durable: SECRETS.systemKey };
  writeFileSync(join(folder, KEYS), JSON.stringify(keys));
  const hosts: HostProcess[] = [];
  const answers: HostAnswer[] = [];
  const start = async () => {
    hosts.push(await startHostProcess(ROOT, folder, { args: ['--enforce-keys'], env }));
  };
  const present = () => {
    const host = hosts.at(-1);
    if (!host) throw new Error('There is no host.');
    return host;
  };
  await start();
  return {
    answers,
    start,
    stop: (signal?: NodeJS.Signals) => present().stop(signal),
    /** With its key in a header, and once more in the address. */
    async ask(method: string, path: string, body?: unknown): Promise<HostAnswer> {
      const address = `/api/${path}${path.includes('?') ? '&' : '?'}code=${SECRETS.functionKey}`;
      const headers = { 'x-functions-key': SECRETS.functionKey, 'content-type': 'application/json' };
      const text = body === undefined ? '' : JSON.stringify(body);
      const port = new URL(present().url).port;
      const answer = { asked: `${method} ${path}`, ...(await request(method, port, address, { headers, body: text })) };
      answers.push(answer);
      return answer;
    },
    /** All that its processes have printed. */
    printed: () => hosts.map((host) => host.output()).join('\n'),
  };
}

/** Every file of a data folder but the key store of the host, which holds keys. */
export function filesIn(folder: string): { name: string; bytes: Buffer }[] {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = names.map(({ parentPath, name }) => join(parentPath, name));
  return paths
    .filter((path) => path !== join(folder, KEYS))
    .map((path) => ({ name: path.slice(folder.length + 1), bytes: readFileSync(path) }));
}
