import { EventType, type HistoryEvent } from '../../local/durable/history/event';
import { GOLDEN_APP } from './golden';
import { loadGoldenApp } from './golden-app';
import { ask, createInMemoryHost, type InMemoryHostOptions } from './in-memory-host';
import { DIFFERS_BY_DESIGN } from './scenario';
import type { VirtualClock } from './virtual-clock';

const BASE = '/runtime/webhooks/durabletask';

export interface Run {
  input?: unknown;
  /** Requests to the instance: when, what, and a body. */
  send?: [afterMs: number, action: string, body?: string][];
  /** How long to watch, in milliseconds. */
  watch?: number;
  limits?: InMemoryHostOptions['limits'];
  defaultVersion?: string;
}

/** Runs an orchestrator of the recorded app under the virtual clock. */
export async function runGolden(clock: VirtualClock, orchestrator: string, run: Run = {}) {
  const registry = loadGoldenApp('scen.js');
  const { limits, defaultVersion } = run;
  const host = createInMemoryHost({
    registry,
    directory: GOLDEN_APP,
    clock,
    ...(limits && { limits }),
    ...(defaultVersion && { defaultVersion }),
  });
  const post = (path: string, body = '') =>
    ask(host.management, 'POST', `${BASE}/${path}`, { body, headers: { 'content-type': 'application/json' } });
  const body = run.input === undefined ? '' : JSON.stringify(run.input);
  expect((await post(`orchestrators/${orchestrator}/it`, body)).status).toBe(202);
  let passed = 0;
  for (const [afterMs, action, text] of run.send ?? []) {
    await clock.advance(afterMs - passed);
    passed = afterMs;
    expect((await post(`instances/it/${action}`, text)).status).toBe(202);
  }
  await clock.advance((run.watch ?? 60_000) - passed);
  if (!DIFFERS_BY_DESIGN.test(orchestrator)) {
    for (const { id, then, now } of await host.replayAll()) expect([id, now]).toEqual([id, then]);
  }
  const status = async () => {
    const { runtimeStatus, output, customStatus, input } = JSON.parse(
      String((await ask(host.management, 'GET', `${BASE}/instances/it`)).body),
    );
    return { runtimeStatus, output, customStatus, input };
  };
  const errors = () => host.lines.filter(({ level }) => level === 'error').map(({ message }) => message);
  return { ...host, status, errors, story: async () => tell(await host.engine.history('it')) };
}

/** A history in short: `#n` is what was created, `(n)` what it answers, `|` the end of an episode. */
export function tell(history: readonly HistoryEvent[]): string {
  return history
    .flatMap((event) => {
      switch (event.EventType) {
        case EventType.OrchestratorStarted:
          return [];
        case EventType.OrchestratorCompleted:
          return '|';
        case EventType.ExecutionStarted:
          return 'ES';
        case EventType.TaskScheduled:
          return `Task#${event.EventId}`;
        case EventType.TimerCreated:
          return `Timer#${event.EventId}`;
        case EventType.SubOrchestrationInstanceCreated:
          return `Sub#${event.EventId}`;
        case EventType.TaskCompleted:
          return `Done(${event.TaskScheduledId})`;
        case EventType.TaskFailed:
          return `Fail(${event.TaskScheduledId})`;
        case EventType.SubOrchestrationInstanceCompleted:
          return `SubDone(${event.TaskScheduledId})`;
        case EventType.SubOrchestrationInstanceFailed:
          return `SubFail(${event.TaskScheduledId})`;
        case EventType.TimerFired:
          return `Fired(${event.TimerId})`;
        case EventType.EventRaised:
          return 'Event';
        case EventType.ExecutionTerminated:
          return 'Term';
        case EventType.ExecutionSuspended:
          return 'Suspend';
        case EventType.ExecutionResumed:
          return 'Resume';
        case EventType.ExecutionCompleted:
          return `End#${event.EventId}`;
        default:
          return [];
      }
    })
    .join(' ')
    .replace(/ \|$/, '');
}
