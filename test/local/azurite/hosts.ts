import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { packageRoot } from '../../../local/azurite/package-root';

export interface Host {
  pid: number;
  connectionString: string;
  refusal?: string;
  kill(): Promise<void>;
}

/** Runs hosts as processes of their own, built as the real one is. */
export function hostProcesses() {
  const dist = join(packageRoot(), 'dist');
  mkdirSync(dist, { recursive: true });
  const folder = mkdtempSync(join(dist, 'test-azurite-')); // in the project, whose packages it needs
  const bundle = join(folder, 'host.cjs');
  buildSync({
    entryPoints: [join(__dirname, 'host.fixture.ts')],
    bundle: true,
    platform: 'node',
    packages: 'external',
    outfile: bundle,
  });
  const children: ChildProcess[] = [];

  return {
    async start(dataDir: string): Promise<Host> {
      const child = spawn(process.execPath, [bundle, dataDir], {
        detached: true,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(child);
      const ended = once(child, 'exit');
      const [line] = await once(createInterface({ input: child.stdout }), 'line');
      return {
        pid: child.pid as number,
        ...JSON.parse(line),
        async kill() {
          child.kill('SIGKILL');
          await ended;
        },
      };
    },
    end() {
      for (const child of children) child.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    },
  };
}
