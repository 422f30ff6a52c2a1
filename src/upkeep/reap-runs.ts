import type { RunRow } from '../contract/runs/run-row';
import { ASKED_ABOUT_MS, HOUR_MS } from '../contract/runs/times';
import { iso } from '../domain/iso';
import { learnLateOutcome } from '../runs/late-outcome';
import { eachInTime } from './each-in-time';
import { listedRuns, shuffled } from './listed-runs';
import { isLookedAfter, lookBackMs } from './looked-after';
import { type Reaping, type ReapTools, reapRun } from './reap-run';

/** The timer comes again after five minutes. */
const REAP_MS = 3 * 60_000;
const LEARN_MS = 4 * 60_000;
/** For so long it is looked at every time, and then once an hour. */
const LATE_SOON_MS = 2 * HOUR_MS;
const TIMES_AN_HOUR = 12;
const INTERVAL_MS = HOUR_MS / TIMES_AN_HOUR;

const NAME = 'reapRuns';

/**
 * Looks after the runs that nobody watches: their orchestrations were terminated or deleted, or could not write down the
 * end, or stopped watching. Doing it twice at once does no harm.
 */
export async function reapRuns(tools: ReapTools): Promise<void> {
  const { now, log } = tools;
  const startedAt = now();
  const tally: Record<Reaping, number> = { nothing: 0, canceled: 0, ended: 0, failed: 0 };
  let learned = 0;

  const since = iso(startedAt - lookBackMs(tools.retention));
  const open = lookedAfter(listedRuns({ outcome: 'none', from: since }, tools.runs), startedAt);
  const reaping = await eachInTime(
    shuffled(open, startedAt),
    async ({ id }) => {
      tally[await reapRun(id, tools)] += 1;
    },
    { until: startedAt + REAP_MS, name: NAME },
    tools,
  );

  const leftAlone = listedRuns({ leftAloneFrom: iso(startedAt - ASKED_ABOUT_MS), from: since }, tools.runs);
  const learning = await eachInTime(
    shuffled(leftAlone, startedAt),
    async (row) => {
      if (isDue(row, startedAt) && (await learnLateOutcome(row, 'upkeep', tools))) learned += 1;
    },
    { until: startedAt + LEARN_MS, name: NAME },
    tools,
  );

  const { nothing, canceled, ended, failed } = tally;
  const allFailed = failed + reaping.failed + learning.failed;
  log({
    event: 'upkeepEnded',
    level: allFailed > 0 ? 'warning' : 'information',
    looked: nothing + canceled + ended + failed + reaping.failed,
    canceled,
    ended,
    learned,
    failed: allFailed,
    unfinished: reaping.unfinished || learning.unfinished,
  });
}

async function* lookedAfter(rows: AsyncIterable<RunRow>, now: number): AsyncGenerator<RunRow> {
  for await (const row of rows) if (isLookedAfter(row, now)) yield row;
}

/** Most of what goes on for long goes on for longer. */
function isDue({ endedAt = '' }: RunRow, now: number): boolean {
  const end = Date.parse(endedAt);
  return now - end < LATE_SOON_MS || placeInHour(now) === placeInHour(end);
}

const placeInHour = (time: number) => Math.floor(time / INTERVAL_MS) % TIMES_AN_HOUR;
