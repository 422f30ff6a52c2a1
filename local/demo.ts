import { setTimeout as sleep } from 'node:timers/promises';
import { asking } from './app-request';
import { makeSampleRun } from './sample-run';
import type { Screen } from './screen';
import { tryNext } from './try-next';

export interface DemoOptions {
  url: string;
  /** Where keys are asked for: that of the functions, and the file that holds it. */
  key: { value: string; file: string } | undefined;
  /** The alias or id of the job to run. */
  job: string | undefined;
  /** Whether the workspace is one in which a run does no harm. */
  isSimulated: boolean;
  /** Nothing comes after it. */
  once: boolean;
}

export interface DemoTools {
  screen: Screen;
  signal: AbortSignal;
  /** How often it is asked how the run stands. */
  lookEveryMs: number;
  /** Keeps requests for this path out of the log; undefined: none any more. */
  mute(path: string | undefined): void;
}

const OPEN_API = '/api/openapi.json';
const SAMPLE_JOB = 'sales';
const SAMPLE_PARAMETERS = { region: 'NORTE', days: '2' };

/**
 * Shows what the app is for, as a caller sees it: a run with its rows, and what to try next. In a workspace that may be a
 * real one, nothing is run unasked. Returns whether the run ended well; undefined if it was interrupted, or there was none.
 */
export async function demonstrate(options: DemoOptions, tools: DemoTools): Promise<boolean | undefined> {
  const { screen, signal, lookEveryMs } = tools;
  try {
    if (!options.isSimulated) {
      screen.say('DATABRICKS_HOST names the workspace, so there is no sample run: nothing is started in it unasked.');
      await tellWhatNext(options, undefined, tools);
      return undefined;
    }
    const ask = asking(options.url, options.key?.value, signal);
    const pause = () => sleep(lookEveryMs, undefined, { signal });
    const { ok, id } = await makeSampleRun(bodyFor(options.job ?? SAMPLE_JOB), { ...tools, ask, pause });
    if (!options.once) await tellWhatNext(options, id, tools);
    return ok;
  } catch (error) {
    if (signal.aborted) return undefined;
    screen.say(`The app did not answer as it should: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  } finally {
    tools.mute(undefined);
  }
}

function bodyFor(job: string): object {
  return job === SAMPLE_JOB ? { job, runNow: { job_parameters: SAMPLE_PARAMETERS } } : { job };
}

async function tellWhatNext(
  { url, key, job: asked, isSimulated }: DemoOptions,
  runId: string | undefined,
  { screen, signal, mute }: DemoTools,
): Promise<void> {
  const job = asked ?? (isSimulated ? SAMPLE_JOB : 'JOB');
  mute(OPEN_API);
  const { status } = await asking(url, key?.value, signal)('GET', OPEN_API);
  const lines = tryNext({
    url,
    body: bodyFor(job),
    job,
    tableQuery: job === SAMPLE_JOB ? 'p.region=SUR' : '',
    runId,
    keysFile: key?.file,
    hasOpenApi: status === 200,
  });
  for (const line of lines) screen.say(line);
  if (job === 'JOB') screen.say('JOB stands for the id of a job of yours, or for its alias in jobs.json.');
  if (runId === undefined) screen.say('RUN_ID stands for the id that the answer of a start gives.');
}
