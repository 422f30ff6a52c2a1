import { parseArgs } from 'node:util';
import { StartupError } from '../startup-error';
import { FASTEST } from './scaled-clock';

export interface WorkspaceOptions {
  port: number;
  /** Undefined: no https. */
  tlsPort: number | undefined;
  /** How many seconds pass in the workspace while one passes here. */
  speed: number;
  /** Another one at each start, unless it is given: callers that remember run ids must not meet them again. */
  seed: number;
  help: boolean;
}

export const HELP = `Runs a simulated Databricks workspace on this machine, with a few jobs in it. Its state is in memory.

Usage: npm run workspace -- [options]

  --port N       the port to listen on, 0 for a free one (default: 7080)
  --tls-port N   listens on this port too, by https, with a certificate of its own
  --speed X      how much faster time goes in there: with 60, a minute passes in a second (default: 1)
  --seed N       the same seed makes the same ids, and faults by chance hit the same requests (default: any)
  --help         show this text

Faults, time, further jobs and the log of all requests are under /_control, while it runs.
`;

export function readWorkspaceOptions(args: string[], anySeed: number): WorkspaceOptions {
  const values = parse(args);
  return {
    port: values.port === undefined ? 7080 : readNumber('--port', values.port, 65_535, /^\d+$/),
    tlsPort:
      values['tls-port'] === undefined ? undefined : readNumber('--tls-port', values['tls-port'], 65_535, /^\d+$/),
    speed: values.speed === undefined ? 1 : readNumber('--speed', values.speed, FASTEST, /^\d+(\.\d+)?$/),
    seed: values.seed === undefined ? anySeed : readNumber('--seed', values.seed, 2 ** 32 - 1, /^\d+$/),
    help: values.help ?? false,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        'tls-port': { type: 'string' },
        speed: { type: 'string' },
        seed: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new StartupError(`${(error as Error).message.split(/\.(?:\s|$)/)[0]}. See npm run workspace -- --help.`);
  }
}

function readNumber(name: string, text: string, most: number, form: RegExp): number {
  if (form.test(text) && Number(text) <= most) return Number(text);
  throw new StartupError(`${name} must be a number from 0 to ${most}, not "${text}".`);
}
