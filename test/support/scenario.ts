import { eventTypeName, type HistoryEvent } from '../../local/durable/history/event';
import { registry } from './functions-core';
import { comparable, GOLDEN_APP } from './golden';
import { ask, createInMemoryHost } from './in-memory-host';
import type { VirtualClock } from './virtual-clock';

/** One recorded run of an orchestrator: what was sent to it when, and all that could be seen of it. */
export interface Scenario {
  scenario: string;
  orchestrator: string;
  instanceId: string;
  inputGiven: boolean;
  input?: unknown;
  started: string;
  tookMs: number;
  executionId: string;
  events: {
    afterMs: number;
    raiseEvent?: string;
    post?: string;
    request?: string;
    onInstance?: string;
    body?: string;
    answered: number;
    answer?: string;
  }[];
  snapshots?: { afterMs: number; instance?: string; http: number; body: unknown }[];
  statusHttp: number;
  statusText: string;
  withHistoryText: string;
  rows: Row[];
}
type Row = Record<string, unknown> & { EventType: string; ExecutionId: string };

const BASE = '/runtime/webhooks/durabletask';

/** Orchestrators that do something else on each replay. */
export const DIFFERS_BY_DESIGN = /^NonDet/;

/** Plays the recording, and expects the instance to end as recorded, with the same history. */
export async function replay(recorded: Scenario, clock: VirtualClock, defaultVersion?: string): Promise<void> {
  const { engine, management, replayAll } = await play(recorded, clock, defaultVersion);
  const { instanceId } = recorded;
  const status = await ask(management, 'GET', `${BASE}/instances/${instanceId}`);
  expect(status.status).toBe(recorded.statusHttp);
  expect(comparable(String(status.body))).toBe(comparable(recorded.statusText));
  const full = await ask(management, 'GET', `${BASE}/instances/${instanceId}?showHistory=true&showHistoryOutput=true`);
  const unordered = RECORDED_IN_ANOTHER_ORDER.includes(recorded.scenario) ? () => true : isAnswer;
  expect(inOrder(String(full.body), unordered)).toBe(inOrder(recorded.withHistoryText, unordered));
  const rows = (await engine.history(instanceId)).map(asRow);
  expect(withoutBatches(rows, unordered)).toEqual(withoutBatches(ofLastGeneration(recorded), unordered));
  expect(timerLengths(rows)).toEqual(timerLengths(ofLastGeneration(recorded)).map(about));
  if (DIFFERS_BY_DESIGN.test(recorded.orchestrator)) return;
  const replays = await replayAll();
  expect(replays.map(({ id }) => id)).toContain(instanceId);
  for (const { id, then, now } of replays) expect([id, now]).toEqual([id, then]);
}

/** Plays the recording on the embedded host, and expects every message and every look on the way to be answered as recorded. */
export async function play(recorded: Scenario, clock: VirtualClock, defaultVersion?: string) {
  const host = createInMemoryHost({
    registry,
    directory: GOLDEN_APP,
    clock,
    ...(defaultVersion && { defaultVersion }),
  });
  const { management } = host;
  const { instanceId } = recorded;
  clock.follow(timerDelays(recorded));
  const started = await ask(management, 'POST', `${BASE}/orchestrators/${recorded.orchestrator}/${instanceId}`, {
    body: recorded.inputGiven ? JSON.stringify(recorded.input) : '""',
    headers: { 'content-type': 'application/json' },
  });
  expect(started.status).toBe(202);

  const began = clock.now() - startLag(recorded);
  const steps = [
    ...recorded.events.map((event) => ({ afterMs: event.afterMs, play: () => playEvent(event) })),
    ...(recorded.snapshots ?? []).map((seen) => ({ afterMs: seen.afterMs, play: () => compareSnapshot(seen) })),
  ].sort((a, b) => a.afterMs - b.afterMs);
  for (const together of atOnce(steps)) {
    await clock.advance(Math.max(0, began + (together[0]?.afterMs ?? 0) - clock.now()));
    await Promise.all(together.map(({ play }) => play()));
  }
  await clock.advance(Math.max(0, began + recorded.tookMs - clock.now()));
  for (let waited = 0; recorded.statusHttp === 200 && waited < 30 && !(await hasEnded()); waited++) {
    await clock.advance(1000);
  }
  return host;

  async function playEvent(event: Scenario['events'][number]) {
    const [, path] = (event.request ?? '').split(' ');
    const action = path?.slice(1) ?? event.post ?? `raiseEvent/${event.raiseEvent}`;
    const answer = await ask(management, 'POST', `${BASE}/instances/${event.onInstance ?? instanceId}/${action}`, {
      body: event.body ?? '',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(event.answered);
    if (event.answer !== undefined) expect(comparable(String(answer.body ?? ''))).toBe(comparable(event.answer));
  }

  async function hasEnded() {
    return (await ask(management, 'GET', `${BASE}/instances/${instanceId}`)).status === 200;
  }

  /** Episodes of the real engine take some time, so what was seen then may be seen here a moment later. */
  async function compareSnapshot(seen: NonNullable<Scenario['snapshots']>[number]) {
    const look = () => ask(management, 'GET', `${BASE}/instances/${seen.instance ?? instanceId}`);
    const wanted = comparable(JSON.stringify(seen.body));
    let answer = await look();
    for (let late = 0; late < 10 && comparable(String(answer.body)) !== wanted; late++) {
      await clock.advance(100);
      answer = await look();
    }
    expect(answer.status).toBe(seen.http);
    expect(comparable(String(answer.body))).toBe(wanted);
  }
}

/**
 * The real engine cuts the delays of its timers to whole seconds and finds them late, so each recording has delays of its
 * own. After a continue-as-new those of the generations before are not recorded, and all timers go by what they were set to.
 */
function timerDelays({ rows }: Scenario): number[] {
  if (rows.some((row) => row.EventType === 'ExecutionStarted' && row.Generation === undefined)) return [];
  const episodeOf = (index: number) => Date.parse(String(episodeStart(rows.slice(0, index + 1))?._Timestamp));
  return rows.flatMap((timer, index) => {
    if (timer.EventType !== 'TimerCreated') return [];
    const fired = rows.findIndex((row) => row.EventType === 'TimerFired' && row.TimerId === timer.EventId);
    const at = fired < 0 ? Date.parse(String(timer.FireAt)) : episodeOf(fired);
    return [at - episodeOf(index)];
  });
}

/** How long the real engine took to begin. */
function startLag({ rows, started }: Scenario): number {
  const lag = Date.parse(String(rows[0]?._Timestamp)) - Date.parse(started);
  return lag < 1000 ? lag : 0;
}

const episodeStart = (rows: Row[]) => rows.findLast((row) => row.EventType === 'OrchestratorStarted');

/** Messages that came within a few milliseconds met an instance that had seen none of them. */
function atOnce<T extends { afterMs: number }>(steps: T[]): T[][] {
  const groups: T[][] = [];
  for (const step of steps) {
    const group = groups.at(-1);
    if (group && step.afterMs - (group[0]?.afterMs ?? 0) < 50) group.push(step);
    else groups.push([step]);
  }
  return groups;
}

/** How long each timer was to run, from when it was made. */
function timerLengths(rows: Row[]): number[] {
  const timers = rows.filter((row) => row.EventType === 'TimerCreated');
  return timers.map((row) => Date.parse(String(row.FireAt)) - Date.parse(String(row._Timestamp ?? row.Timestamp)));
}

/** The real engine takes some time between the beginning of an episode and the making of its timers. */
const about = (ms: number) => ({ asymmetricMatch: (other: number) => Math.abs(other - ms) <= 150 });

function ofLastGeneration({ rows, executionId }: Scenario): Row[] {
  return rows.filter((row) => row.EventType && row.ExecutionId === executionId);
}

function asRow(event: HistoryEvent): Row {
  return { ...event, EventType: eventTypeName(event.EventType), ExecutionId: '' };
}

const LINKS = ['EventId', 'TaskScheduledId', 'TimerId'];
const BATCH_MARKS = ['OrchestratorStarted', 'OrchestratorCompleted'];

/** Which messages shared an episode, and in which order answers came that nothing orders, is a matter of timing. */
function withoutBatches(rows: Row[], unordered: IsUnordered): unknown[] {
  const told = rows.filter(({ EventType }) => !BATCH_MARKS.includes(EventType));
  return sortedRuns(told, unordered, (row) => JSON.stringify(LINKS.map((key) => row[key]))).map((row) => ({
    EventType: row.EventType,
    ...Object.fromEntries(LINKS.filter((key) => key in row).map((key) => [key, row[key]])),
  }));
}

/** A quick answer was recorded after the consequences of a slow one. */
const RECORDED_IN_ANOTHER_ORDER = ['Parallel'];

type IsUnordered = (item: { EventType: string }) => boolean;

const isAnswer = ({ EventType }: { EventType: string }) =>
  /^(Task|SubOrchestrationInstance)(Completed|Failed)$/.test(EventType);

function inOrder(text: string, unordered: IsUnordered): string {
  const status = JSON.parse(comparable(text));
  if (status.historyEvents) {
    const textOf = (event: unknown) => JSON.stringify(event);
    status.historyEvents = sortedRuns(status.historyEvents as Row[], unordered, textOf);
  }
  return JSON.stringify(status);
}

/** Sorts each run of neighbours that the test takes for unordered. */
function sortedRuns<T>(items: T[], unordered: (item: T) => boolean, keyOf: (item: T) => string): T[] {
  const sorted: T[] = [];
  let run: T[] = [];
  const closeRun = () => {
    sorted.push(...run.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)));
    run = [];
  };
  for (const item of items) {
    if (unordered(item)) run.push(item);
    else {
      closeRun();
      sorted.push(item);
    }
  }
  closeRun();
  return sorted;
}
