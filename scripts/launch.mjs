import { dirname, join } from 'node:path';
import { commands } from './launch/commands.mjs';
import { withPath } from './launch/environment.mjs';
import { ensureInstalled } from './launch/install.mjs';
import { countTests } from './launch/jest.mjs';
import { LaunchError } from './launch/launch-error.mjs';
import { root } from './launch/paths.mjs';
import { runChild } from './launch/run-child.mjs';
import { findRuntime } from './launch/runtime.mjs';

/** Every npm script comes through here, so that one command is enough on a machine that has only some Node. */
async function launch([name, ...args]) {
  if (name === '--help') {
    console.log(usage());
    return 0;
  }
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined;
  if (!command) {
    console.error(usage());
    return 1;
  }
  if (command.isPlain && args.includes('--help')) {
    console.log(`npm run ${name}: ${command.about}`);
    return 0;
  }
  await ensureInstalled();
  const runtime = findRuntime();
  for (const step of command.steps(args)) {
    const exitCode = await runStep(runtime, step);
    if (exitCode !== 0) return exitCode;
  }
  return 0;
}

function runStep(runtime, { title, script, args, env, nodeOptions = [], countsTests }) {
  if (title) console.log(`\n== ${title}`);
  const run = (withArgs) =>
    runChild(runtime, [...nodeOptions, join(root, script), ...withArgs], {
      cwd: root,
      env: { ...withPath((folders) => [dirname(runtime), ...folders]), ...env },
      stdio: 'inherit',
    });
  return countsTests ? countTests(run, args) : run(args);
}

function usage() {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const list = Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`);
  return ['Usage: npm run <command> -- [arguments]', '', ...list].join('\n');
}

try {
  process.exitCode = await launch(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
