import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartupError } from './startup-error';

export interface Options {
  app: string;
  /** Undefined: as local.settings.json says, else 7071. */
  port: number | undefined;
  data: string;
  enforceKeys: boolean;
  help: boolean;
}

export const HELP = `Runs an Azure Functions app with Durable Functions on this machine, with its state in Azurite.

Usage: npm start -- [options]

  --app DIR        the app to run: a folder with host.json and package.json (default: this one)
  --port N         the port to listen on, 0 for a free one (default: 7071)
  --data DIR       the folder that holds the state and the keys (default: .local in the app's folder)
  --enforce-keys   ask for function keys, as Azure does; without it every function answers everyone
  --help           show this text

The app of this repository gets a simulated Databricks workspace to talk to, unless DATABRICKS_HOST names one.
AzureWebJobsStorage, in the environment or in local.settings.json, names another storage than the built-in Azurite.
`;

export function readOptions(args: string[], defaultApp: string, cwd: string): Options {
  let values: { app?: string; port?: string; data?: string; 'enforce-keys'?: boolean; help?: boolean };
  try {
    ({ values } = parseArgs({
      args,
      options: {
        app: { type: 'string' },
        port: { type: 'string' },
        data: { type: 'string' },
        'enforce-keys': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    throw new StartupError(`${(error as Error).message.split(/\.\s/)[0]}. See npm start -- --help.`);
  }
  const app = values.app === undefined ? defaultApp : resolve(cwd, values.app);
  return {
    app,
    port: values.port === undefined ? undefined : readPort(values.port),
    data: values.data === undefined ? resolve(app, '.local') : resolve(cwd, values.data),
    enforceKeys: values['enforce-keys'] ?? false,
    help: values.help ?? false,
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new StartupError(`--port must be a number from 0 to 65535, not "${text}".`);
}
