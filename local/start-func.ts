import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { createConsoleLog } from './console-log';
import { workspaceFor } from './demo-workspace';
import { findProgram } from './find-program';
import { applyLocalSettings } from './host/settings';
import { stopWithLauncher } from './launcher';
import { ownStorage } from './own-storage';
import { StartupError } from './startup-error';

const HELP = `Runs this app under the real tools: Azure Functions Core Tools, with Azurite and a simulated Databricks workspace.

Usage: npm run start:func -- [options of func start]

Azurite is left out where AzureWebJobsStorage names another storage, and the workspace where DATABRICKS_HOST names one.
`;
const NO_FUNC =
  'There is no `func` on the PATH. It belongs to Azure Functions Core Tools, the host of Azure Functions for the machine ' +
  'of a developer: npm i -g azure-functions-core-tools@4 installs it. npm start runs the app without it.';

const THIS_APP = join(__dirname, '../..'); // from dist/local
/** Not that of npm start: the real engine keeps another kind of history under the same names. */
const DATA = join(THIS_APP, '.local', 'func');

const say = (line: string) => process.stdout.write(`${line}\n`);
const log = createConsoleLog((line) => process.stdout.write(line), Date.now);

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const { env } = process; // func inherits it, and lets it win over local.settings.json
  const func = findProgram('func', env.PATH ?? '', process.platform);
  if (func === undefined) throw new StartupError(NO_FUNC);
  applyLocalSettings(THIS_APP, env);
  env.FUNCTIONS_WORKER_RUNTIME ||= 'node'; // else it asks, where there is no local.settings.json

  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interrupted.abort(signal));
  }
  stopWithLauncher();
  const undo: (() => Promise<void>)[] = [];
  try {
    const azurite = await ownStorage(DATA, env, log);
    if (azurite) undo.push(azurite.stop);
    const workspace = await workspaceFor(env, log);
    if (workspace) {
      undo.push(workspace.stop);
      say(`Databricks: ${workspace.url} (simulated; DATABRICKS_HOST names another)`);
    }
    if (interrupted.signal.aborted) return numberOf(interrupted.signal.reason);
    const child = startFunc(func, args);
    void azurite?.ended.then((reason) => {
      log('error', 'azurite', `The storage has stopped: ${reason}`);
      child.kill();
    });
    return await endOf(child, interrupted.signal);
  } finally {
    for (const stop of undo.reverse()) await stop();
  }
}

function startFunc(func: string, args: string[]): ChildProcess {
  const options = { cwd: THIS_APP, stdio: 'inherit' } as const;
  // Node starts a .cmd file only through a shell.
  if (process.platform === 'win32') return spawn(`"${func}"`, ['start', ...args], { ...options, shell: true });
  return spawn(func, ['start', ...args], options);
}

function endOf(child: ChildProcess, interrupted: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    interrupted.addEventListener('abort', () => {
      // On Ctrl-C the terminal, or the console of Windows, tells every process itself, and func would take a second time for impatience.
      const isTold = process.platform === 'win32' || (process.stdin.isTTY && interrupted.reason === 'SIGINT');
      if (!isTold) child.kill(interrupted.reason);
    });
    child.once('error', (error) => reject(new StartupError(`func could not be started: ${error.message}`)));
    child.once('exit', (code, signal) => resolve(code ?? numberOf(signal ?? 'SIGTERM')));
  });
}

const numberOf = (signal: NodeJS.Signals) => 128 + constants.signals[signal];

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`${error instanceof StartupError ? error.message : String(error?.stack ?? error)}\n`, () =>
      process.exit(1),
    );
  },
);
