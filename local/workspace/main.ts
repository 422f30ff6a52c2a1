import { randomInt } from 'node:crypto';
import { createConsoleLog } from '../console-log';
import { StartupError } from '../startup-error';
import { CONTROL_PATH } from './control';
import { HELP, readWorkspaceOptions } from './options';
import { type SimulatedWorkspace, startSimulatedWorkspace } from './simulated-workspace';

const say = (line: string) => process.stdout.write(`${line}\n`);
const log = createConsoleLog((line) => process.stdout.write(line), Date.now);

async function main(): Promise<void> {
  const options = readWorkspaceOptions(process.argv.slice(2), randomInt(2 ** 31));
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  const workspace = await startSimulatedWorkspace({ ...options, log });
  stopOnSignals(workspace);
  tell(workspace, options.seed);
}

function tell(workspace: SimulatedWorkspace, seed: number): void {
  say(`Token: ${workspace.token}`);
  say(`Seed: ${seed}`);
  say('Jobs:');
  for (const { job_id, name } of workspace.jobs()) say(`  ${job_id.padEnd(19)} ${name}`);
  say(`Faults, time and the request log: ${workspace.url}${CONTROL_PATH}`);
  if (workspace.tlsPort !== undefined) say(`By https: https://localhost:${workspace.tlsPort}`);
  say(`Ready: ${workspace.url}`);
}

function stopOnSignals(workspace: SimulatedWorkspace): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return; // a terminal sends its signal to the launcher too, which passes it on
    stopping = true;
    void workspace.stop().then(
      () => leave(0, 'Stopped.'),
      (error) => leave(1, String(error)),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

function leave(code: number, lastWords: string): void {
  (code === 0 ? process.stdout : process.stderr).write(`${lastWords}\n`, () => process.exit(code));
}

main().catch((error) => {
  leave(1, error instanceof StartupError ? error.message : String(error?.stack ?? error));
});
