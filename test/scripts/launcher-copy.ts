import { type ChildProcess, spawn } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const REPOSITORY = join(__dirname, '../..');
const NODE = process.platform === 'win32' ? 'node.exe' : 'node';

/**
 * Stands in for npm: notes its arguments, then does what FAKE_NPM says. It puts a folder there for every package, and
 * leaves npm's record of a complete installation only where that is asked for.
 */
const FAKE_NPM = `
const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const behaviour = process.env.FAKE_NPM ?? 'install';
appendFileSync('npm.log', process.argv.slice(2).join(' ') + ' # ' + process.execPath + '\\n');
if (behaviour === 'fail') process.exit(7);
const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const put = (name) => {
  mkdirSync('node_modules/' + name, { recursive: true });
  writeFileSync('node_modules/' + name + '/package.json', '{}');
};
const [first, ...others] = Object.keys({ ...dependencies, ...devDependencies });
put(first);
const complete = () => {
  others.forEach(put);
  if (behaviour !== 'install') writeFileSync('node_modules/.package-lock.json', '{}');
};
if (behaviour === 'slow') setTimeout(complete, 500);
else if (behaviour === 'hang') setInterval(() => {}, 1000);
else complete();
`;

/** Stands in for esbuild: notes that it was asked, and gives one file. */
const FAKE_ESBUILD = `
const { appendFileSync } = require('node:fs');
exports.build = async ({ outfile, absWorkingDir }) => {
  appendFileSync(absWorkingDir + '/esbuild.log', outfile + '\\n');
  if (process.env.FAKE_ESBUILD === 'fail') {
    console.error('a message of esbuild');
    throw Object.assign(new Error('Build failed'), { errors: [{}] });
  }
  const contents = 'console.log("built", process.argv.slice(2).join(" "))';
  return { outputFiles: [{ path: absWorkingDir + '/' + outfile, contents }] };
};
`;

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  process: ChildProcess;
  ended: Promise<Ended>;
  stdout(): string;
  stderr(): string;
}

export interface LaunchOptions {
  env?: Record<string, string | undefined>;
  /** The Node that runs the launcher; the one of the tests if not said. */
  node?: string;
}

/** A copy of the launcher in a folder of its own, where every package is a stand-in. */
export class LauncherCopy {
  readonly root: string;
  readonly pinnedNode: string;
  private readonly fakeNpm: string;

  constructor() {
    // A space, because the folder of a user may have one.
    this.root = mkdtempSync(join(tmpdir(), 'job runner-'));
    this.pinnedNode = join(this.root, 'node_modules/node/bin', NODE);
    this.fakeNpm = this.write('npm-cli.js', FAKE_NPM);
    cpSync(join(REPOSITORY, 'scripts'), join(this.root, 'scripts'), { recursive: true });
    this.write('package.json', JSON.stringify({ dependencies: { axe: '1.0.0' }, devDependencies: { node: '22.0.0' } }));
    this.write('package-lock.json', '{}');
    this.write('functions/health.ts', '');
  }

  path(name: string): string {
    return join(this.root, name);
  }

  exists(name: string): boolean {
    return existsSync(this.path(name));
  }

  read(name: string): string {
    return this.exists(name) ? readFileSync(this.path(name), 'utf8') : '';
  }

  write(name: string, text: string): string {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
    return this.path(name);
  }

  append(name: string, text: string): void {
    appendFileSync(this.path(name), text);
  }

  remove(name: string): void {
    rmSync(this.path(name), { recursive: true, force: true });
  }

  /** As after `npm ci`: complete, but without the pinned Node. */
  install(): void {
    for (const name of ['axe', 'node', 'esbuild']) this.write(`node_modules/${name}/package.json`, '{}');
    this.write('node_modules/esbuild/index.js', FAKE_ESBUILD);
    this.write('node_modules/.package-lock.json', '{}');
  }

  /** Puts the Node of the tests where the pinned one belongs. */
  installNode(): void {
    mkdirSync(dirname(this.pinnedNode), { recursive: true });
    try {
      linkSync(process.execPath, this.pinnedNode);
    } catch {
      copyFileSync(process.execPath, this.pinnedNode); // on another file system
    }
  }

  /** The real thing, instead of stand-ins. They are only read: give FAKE_NPM=fail to whatever is launched then. */
  usePackagesOfRepository(): void {
    this.remove('node_modules');
    symlinkSync(join(REPOSITORY, 'node_modules'), this.path('node_modules'), 'junction');
    const transform = 'test/support/text-transform.cjs'; // which jest.config.cjs names
    for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'jest.config.cjs', transform]) {
      cpSync(join(REPOSITORY, name), this.path(name), { preserveTimestamps: true });
    }
  }

  /** What `npm run typecheck` runs here: any program, because that command does nothing else before or after. */
  program(text: string): void {
    this.write('node_modules/typescript/bin/tsc', text);
  }

  timesInstalled(): number {
    return this.read('npm.log').split('\n').filter(Boolean).length;
  }

  launch(args: string[], options?: LaunchOptions): Promise<Ended> {
    return this.start(args, options).ended;
  }

  start(args: string[], { env, node = process.execPath }: LaunchOptions = {}): Running {
    return run(node, [this.path('scripts/launch.mjs'), ...args], { ...this.environment(), ...env }, this.root);
  }

  /** That of a user who calls npm, without what the npm above these tests left. */
  environment(): Record<string, string | undefined> {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^npm_|^NODE|^FAKE_|^TEST_FULL|^E2E_URL/i.test(name),
    );
    return { ...Object.fromEntries(inherited), npm_execpath: this.fakeNpm };
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export function run(command: string, args: string[], env: Record<string, string | undefined>, cwd: string): Running {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { process: child, ended, stdout: () => stdout, stderr: () => stderr };
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
