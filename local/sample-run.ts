import type { Ask, Reply } from './app-request';
import { printable } from './printable';
import { type RunningRun, showProgress } from './run-progress';
import type { Screen } from './screen';
import { isRows, textTable } from './text-table';

/** What the app answers about a run, so far as it is shown. */
interface RunView extends RunningRun {
  id: string;
  outcome: string | null;
  statusPath: string;
  outputPath?: string;
  output?: unknown;
  outputs?: Record<string, unknown>;
}

export interface SampleRun {
  ok: boolean;
  /** Of the run, if there was one. */
  id: string | undefined;
}

export interface SampleRunTools {
  ask: Ask;
  screen: Screen;
  /** Between one look and the next. */
  pause(): Promise<unknown>;
  /** Told of the path that is asked again and again from then on. */
  mute(path: string): void;
}

const MOST_LINES = 10;

/** Starts a run, follows it to its end, and shows what it has left. */
export async function makeSampleRun(body: object, tools: SampleRunTools): Promise<SampleRun> {
  const { ask, screen, pause, mute } = tools;
  screen.say(`A sample run: POST /api/runs ${printable(JSON.stringify(body))}`);
  const progress = showProgress(screen);
  try {
    let reply = await ask('POST', '/api/runs', body);
    if (reply.status !== 202) {
      progress.end();
      screen.say(`It was not started: ${told(reply)}`);
      return { ok: false, id: undefined };
    }
    const { id, statusPath } = reply.body as RunView;
    mute(statusPath);
    while (reply.status === 202) {
      progress.update(reply.body as RunView);
      await pause();
      reply = await ask('GET', statusPath);
    }
    progress.end();
    const took = `${progress.seconds()} s`;
    const ok = reply.status === 200;
    if (ok) await showEnd(reply.body as RunView, took, tools);
    else screen.say(`It did not end well after ${took}: ${told(reply)}`);
    return { ok, id };
  } finally {
    progress.end();
  }
}

async function showEnd(view: RunView, took: string, { ask, screen }: SampleRunTools): Promise<void> {
  const { outcome, output, outputs, outputPath } = view;
  screen.say(`It ended after ${took}: ${outcome}.`);
  const value = output ?? outputs ?? (outputPath && (await ask('GET', outputPath)).body);
  if (value === undefined || value === '') return screen.say('It has left no output.');
  const several = outputs !== undefined && output === undefined;
  for (const [task, one] of several ? Object.entries(outputs) : [['', value] as const]) {
    if (task) screen.say(`  ${printable(task)}:`);
    for (const line of linesOf(one)) screen.say(`  ${line}`);
  }
}

function linesOf(value: unknown): string[] {
  if (isRows(value)) return textTable(value, MOST_LINES);
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  const lines = text.split(/\r?\n/).map(printable);
  const more = lines.length - MOST_LINES;
  return more > 0 ? [...lines.slice(0, MOST_LINES), `… and ${more} more`] : lines;
}

/** Why, in the words of the app. */
function told({ status, body }: Reply): string {
  const { detail } = (body ?? {}) as { detail?: unknown };
  return printable(typeof detail === 'string' ? detail : `the app answered ${status}.`);
}
