import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CALLER_AUTHS, type CallerAuth } from '../../src/contract/callers/caller';
import { CannotGoOn } from './cannot-go-on';
import { readOrigin } from './origin';

export const HELP = `Writes a client that runs one Databricks job by the app: a query for Power BI, or pipelines for Azure Data Factory. It is
filled in with the address of the app and with what the job catalog says of the job. It asks nobody, and holds no key.

Usage: npm run client -- power-query|data-factory --job JOB --url URL [options]
In PowerShell, write '--' with its quotes: without them it gets lost on the way, and the options with it.

  --job JOB          an alias of the job catalog, or the id of a job
  --url URL          where the app is reached: https://NAME.azurewebsites.net
  --out FILE         write it there, not to the screen
  --sign-in HOW      how Data Factory signs in: key (default) or entra, by its managed identity
  --jobs FILE        the job catalog (default: JOBS_FILE, or jobs.json of this repository)
  --help             show this text

The app itself knows more, such as the parameters that a job declares, and jobs by their names. It hands out the same at
GET /api/jobs/JOB/power-query and GET /api/jobs/JOB/data-factory.`;

export const KINDS = ['power-query', 'data-factory'] as const;
export type Kind = (typeof KINDS)[number];

export interface Options {
  kind: Kind;
  /** An alias, or an id. */
  job: string;
  origin: string;
  /** Undefined: the screen. */
  out: string | undefined;
  signIn: CallerAuth;
  jobsFile: string;
  /** Nobody has named it, so it need not be there. */
  jobsFileIsOptional: boolean;
}

/** Undefined: the help is asked for. `root` is the folder of this repository, `folder` the one in which the user is. */
export function readOptions(
  args: string[],
  env: NodeJS.ProcessEnv,
  { root, folder }: { root: string; folder: string },
): Options | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  if (KINDS.some((kind) => kind === positionals[0]) && Object.keys(values).length === 0) throw optionsAreLost();
  const kind = oneOf(KINDS, positionals.length === 1 ? positionals[0] : undefined, 'The first argument');
  if (values['sign-in'] !== undefined && kind !== 'data-factory') {
    throw new CannotGoOn('--sign-in is for data-factory only: Power BI asks for the key by itself.');
  }
  if (!values.job) throw new CannotGoOn('--job must be an alias of the job catalog, or the id of a job.');
  const { jobs, out } = values;
  const fromEnv = env.JOBS_FILE ? resolve(root, env.JOBS_FILE) : undefined;
  return {
    kind,
    job: values.job,
    origin: readOrigin(values.url ?? ''),
    out: out === undefined ? undefined : resolve(folder, out),
    signIn: oneOf(CALLER_AUTHS, values['sign-in'] ?? 'key', '--sign-in'),
    jobsFile: jobs === undefined ? (fromEnv ?? resolve(root, 'jobs.json')) : resolve(folder, jobs),
    jobsFileIsOptional: jobs === undefined && fromEnv === undefined,
  };
}

/** npm keeps options for itself that stand before --, and hands on their values at most. */
const optionsAreLost = () =>
  new CannotGoOn(
    "No option has arrived here. Put -- before the options, and in PowerShell '--' with its quotes: " +
      'npm run client -- power-query --job JOB --url URL. See --help.',
  );

function oneOf<T extends string>(choices: readonly T[], given: string | undefined, what: string): T {
  const chosen = choices.find((choice) => choice === given);
  if (chosen !== undefined) return chosen;
  throw new CannotGoOn(`${what} must be ${choices.join(' or ')}. See --help.`);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        job: { type: 'string' },
        url: { type: 'string' },
        out: { type: 'string' },
        'sign-in': { type: 'string' },
        jobs: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new CannotGoOn(`${(error as Error).message.split(/\.(?:\s|$)/)[0]}. See --help.`);
  }
}
