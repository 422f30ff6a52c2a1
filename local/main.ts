import { join } from 'node:path';
import { inspect } from 'node:util';
import { createConsoleLog } from './console-log';
import { triggerOf } from './host/bindings';
import { type LocalHost, startLocalHost } from './local-host';
import { HELP, readOptions } from './options';
import { StartupError } from './startup-error';

const THIS_APP = join(__dirname, '../..'); // from dist/local
/** A terminal sends its signal to the launcher and to this process, and the launcher passes its own on. */
const SAME_SIGNAL_MS = 1000;
/** An app may hang while it is loaded. */
const STOP_START_WITHIN_MS = 3000;
const LOOK_FOR_LAUNCHER_MS = 500;

/** Whether this process ends by its own will. */
let left = false;

const say = (line: string) => process.stdout.write(`${line}\n`);
const log = createConsoleLog((line) => process.stdout.write(line), Date.now);

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), THIS_APP, process.env.INIT_CWD ?? process.cwd());
  if (options.help) {
    left = true;
    process.stdout.write(HELP);
    return;
  }
  const started = startLocalHost({ ...options, withWorkspace: options.app === THIS_APP }, log);
  const isStopping = stopOnSignals(started);
  stopWithLauncher();
  const host = await started;
  if (isStopping()) return;
  void host.broken.then((reason) => leave(1, `The storage has stopped: ${reason}`));
  if (options.enforceKeys) {
    say(`Keys are enforced, as ?code= or x-functions-key. They are in ${host.keysFile}:`);
    say('"function" opens functions, "durable" the management API, "master" everything.');
  }
  if (host.resumed > 0) say(`Resumed ${host.resumed} unfinished orchestration(s).`);
  if (host.workspaceUrl) say(`Databricks: ${host.workspaceUrl} (simulated; DATABRICKS_HOST names another)`);
  tellFunctions(host);
  say(`Ready: http://127.0.0.1:${host.port}`);
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

/** Tells from then on whether there was a signal. What goes wrong with the start is told by who waits for it. */
function stopOnSignals(started: Promise<LocalHost>): () => boolean {
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
    say(`${signal}: stopping…`);
    const stopHost = (host: LocalHost) =>
      host.stop().then(
        () => leave(0, 'Stopped.'),
        (error) => leave(1, error.message),
      );
    void started.then(stopHost, () => {});
    setTimeout(() => starting && leave(1, 'Stopped in the middle of the start.'), STOP_START_WITHIN_MS).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
  return () => first !== undefined;
}

/** A launcher that was killed could pass on no signal. */
function stopWithLauncher(): void {
  const launcher = process.ppid;
  if (process.env.LAUNCHED_BY !== String(launcher)) return;
  const look = () => process.ppid !== launcher && process.kill(process.pid, 'SIGTERM');
  setInterval(look, LOOK_FOR_LAUNCHER_MS).unref();
}

function leave(code: number, lastWords: string): void {
  left = true;
  (code === 0 ? process.stdout : process.stderr).write(`${lastWords}\n`, () => process.exit(code));
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
