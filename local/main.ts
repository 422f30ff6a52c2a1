import { join } from 'node:path';
import { inspect } from 'node:util';
import { createConsoleLog } from './console-log';
import { demonstrate } from './demo';
import { triggerOf } from './host/bindings';
import { stopWithLauncher } from './launcher';
import { type LocalHost, startLocalHost } from './local-host';
import type { Log } from './log';
import { HELP, type Options, readOptions } from './options';
import { createScreen } from './screen';
import { StartupError } from './startup-error';

const THIS_APP = join(__dirname, '../..'); // from dist/local
/** A terminal sends its signal to the launcher and to this process, and the launcher passes its own on. */
const SAME_SIGNAL_MS = 1000;
/** An app may hang while it is loaded. */
const STOP_START_WITHIN_MS = 3000;
const LOOK_EVERY_MS = 500;

/** Whether this process ends by its own will. */
let left = false;
/** What the demonstration asks for all the time, and what programs are to read, would fill the log. */
let mutedPath: string | undefined;

const screen = createScreen(process.stdout, process.env);
const { say } = screen;
const consoleLog = createConsoleLog(screen.write, Date.now);
const log: Log = (level, source, message) => {
  const isMuted = mutedPath !== undefined && level === 'information';
  const isForMachines = message.startsWith('{') || message.startsWith(`GET ${mutedPath} `);
  if (!(isMuted && isForMachines)) consoleLog(level, source, message);
};

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), THIS_APP, process.env.INIT_CWD ?? process.cwd());
  if (options.help) {
    left = true;
    process.stdout.write(HELP);
    return;
  }
  const isThisApp = options.app === THIS_APP;
  const workspace = !isThisApp ? 'none' : options.once ? 'simulated' : 'any';
  const started = startLocalHost({ ...options, workspace }, log);
  const interrupted = stopOnSignals(started, options);
  stopWithLauncher();
  const host = await started;
  if (interrupted.aborted) return;
  void host.broken.then((reason) => leave(1, `The storage has stopped: ${reason}`));
  if (options.enforceKeys) {
    say(`Keys are enforced, as ?code= or x-functions-key. They are in ${host.keysFile}:`);
    say('"function" opens functions, "durable" the management API, "master" everything.');
  }
  if (host.resumed > 0) say(`Resumed ${host.resumed} unfinished orchestration(s).`);
  if (host.workspaceUrl) say(`Databricks: ${host.workspaceUrl} (simulated; DATABRICKS_HOST names another)`);
  tellFunctions(host);
  say(`Ready: http://127.0.0.1:${host.port}`);
  if (!isThisApp) return;
  const endedWell = await showDemo(host, options, interrupted);
  if (options.once && !interrupted.aborted) stopHost(host, endedWell ? 0 : 1);
}

function tellFunctions({ host, port, routePrefix }: LocalHost): void {
  say('Functions:');
  const root = `http://localhost:${port}/${routePrefix ? `${routePrefix}/` : ''}`;
  const told = new Map<string, string>();
  for (const { target, methods, template } of host.endpoints) {
    told.set(target.name, `[${methods.join(',')}] ${root}${template}`);
  }
  for (const { target, text } of host.timers) told.set(target.name, `timerTrigger ${text}`);
  for (const target of host.functions) {
    say(`  ${target.name}: ${told.get(target.name) ?? triggerOf(target).binding.type}`);
  }
}

function showDemo(host: LocalHost, { once, job }: Options, signal: AbortSignal): Promise<boolean | undefined> {
  const { port, functionKey, keysFile, workspaceUrl } = host;
  const key = functionKey === undefined ? undefined : { value: functionKey, file: keysFile };
  const options = { url: `http://127.0.0.1:${port}`, key, job, once, isSimulated: workspaceUrl !== undefined };
  const mute = (path: string | undefined) => {
    mutedPath = path;
  };
  return demonstrate(options, { screen, signal, lookEveryMs: LOOK_EVERY_MS, mute });
}

/** Aborts when there is a signal. What goes wrong with the start is told by who waits for it. */
function stopOnSignals(started: Promise<LocalHost>, { once }: Options): AbortSignal {
  const interrupted = new AbortController();
  let first: number | undefined;
  let starting = true;
  void started.finally(() => (starting = false)).catch(() => {});
  const stop = (signal: NodeJS.Signals) => {
    if (first !== undefined) {
      if (Date.now() - first > SAME_SIGNAL_MS)
        leave(1, 'Stopped at once. What was unfinished goes on at the next start.');
      return;
    }
    first = Date.now();
    interrupted.abort();
    screen.live(undefined);
    say(`${signal}: stopping…`);
    const code = once ? 1 : 0; // what was to be seen once has not been seen
    void started.then((host) => stopHost(host, code)).catch(() => {});
    setTimeout(() => starting && leave(1, 'Stopped in the middle of the start.'), STOP_START_WITHIN_MS).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
  return interrupted.signal;
}

let stopping: Promise<void> | undefined;

function stopHost(host: LocalHost, code: number): void {
  if (stopping) return;
  stopping = host.stop();
  stopping.then(
    () => leave(code, 'Stopped.'),
    (error) => leave(1, error.message),
  );
}

function leave(code: number, lastWords: string): void {
  left = true;
  screen.live(undefined);
  (code === 0 ? process.stdout : process.stderr).write(`${lastWords}\n`, () => process.exit(code));
}

// Whoever read the output has gone, as with `npm start | head`. An error about that would be told, and be the next one.
let isUnheard = false;
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => {
    if (isUnheard) return;
    isUnheard = true;
    process.emit('SIGTERM', 'SIGTERM');
  });
}

// The real host starts the worker of an app anew after this. Here the state is safe whatever happens, so the app goes on.
process.on('unhandledRejection', (reason) => {
  log('error', 'app', `a promise was rejected and nobody handled it: ${inspect(reason)}`);
});
process.on('uncaughtException', (error) => {
  log('error', 'app', `threw outside of its functions: ${inspect(error)}`);
});
process.on('exit', (code) => {
  if (left) return;
  process.stderr.write(`The app has ended the process (exit code ${code}).\n`);
  process.exitCode = code || 1;
});

main().catch((error) => {
  leave(1, error instanceof StartupError ? error.message : inspect(error));
});
