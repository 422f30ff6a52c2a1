import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartupError } from './startup-error';

export interface Options {
  app: string;
  /** Undefined: as local.settings.json says, else 7071. */
  port: number | undefined;
  data: string;
  enforceKeys: boolean;
  /** End after the sample run. */
  once: boolean;
  /** The job of the sample run, by alias or id. */
  job: string | undefined;
  help: boolean;
}

export const HELP = `Runs this app, or another one with Durable Functions, on this machine, with its state in Azurite.

Usage: npm start -- [options]        (PowerShell wants quotes: npm start '--' [options])

  --once           make the sample run, then end: with exit code 0 if it ended well, else 1
  --job JOB        the alias or id of the job of the sample run (default: sales; 103 is one that fails)
  --app DIR        the app to run: a folder with host.json and package.json (default: this one)
  --port N         the port to listen on, 0 for a free one (default: 7071)
  --data DIR       the folder that holds the state and the keys (default: .local in the app's folder)
  --enforce-keys   ask for function keys, as Azure does; without it every function answers everyone
  --help           show this text

The app of this repository gets a simulated Databricks workspace to talk to, unless DATABRICKS_HOST names one. In the
simulated one it makes a sample run as soon as it is ready, shows its rows, and says what to try next; in one that
DATABRICKS_HOST names, and of another app, nothing is run unasked.
AzureWebJobsStorage, in the environment or in local.settings.json, names another storage than the built-in Azurite.
`;

export function readOptions(args: string[], defaultApp: string, cwd: string): Options {
  const values = parse(args);
  const app = values.app === undefined ? defaultApp : resolve(cwd, values.app);
  const { once = false, job } = values;
  if (app !== defaultApp && (once || job !== undefined)) {
    throw new StartupError(
      `--${once ? 'once' : 'job'} is for the sample run of this repository's own app, not for one that --app names.`,
    );
  }
  if (job?.trim() === '') throw new StartupError('--job must be the alias or the id of a job.');
  return {
    app,
    port: values.port === undefined ? undefined : readPort(values.port),
    data: values.data === undefined ? resolve(app, '.local') : resolve(cwd, values.data),
    enforceKeys: values['enforce-keys'] ?? false,
    once,
    job,
    help: values.help ?? false,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        app: { type: 'string' },
        port: { type: 'string' },
        data: { type: 'string' },
        'enforce-keys': { type: 'boolean' },
        once: { type: 'boolean' },
        job: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    // A shell that has swallowed the dashes leaves the value of an option, and nothing of its name.
    const hint = code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL' ? FORGOTTEN_DASHES : '';
    throw new StartupError(`${message.split(/\.\s/)[0]}${hint}. See npm start -- --help.`);
  }
}

const FORGOTTEN_DASHES = ": options come after two dashes, in PowerShell after '--' in quotes";

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new StartupError(`--port must be a number from 0 to 65535, not "${text}".`);
}
