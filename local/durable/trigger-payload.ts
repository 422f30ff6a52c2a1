import { EventType, type HistoryEvent } from './history/event';
import type { Instance } from './instance';
import { parseStored } from './json/stored-json';

export interface TimerLimits {
  longestTimerMs: number;
  longTimerStepMs: number;
}

/** What an orchestrator function is invoked with: the whole history of its generation, as JSON. */
export function triggerPayload(
  instance: Pick<Instance, 'instanceId' | 'input' | 'parent'>,
  history: readonly HistoryEvent[],
  limits: TimerLimits,
): string {
  const start = history.find((event) => event.EventType === EventType.ExecutionStarted);
  return JSON.stringify({
    history,
    input: parseStored(instance.input),
    instanceId: instance.instanceId,
    isReplaying: start?.IsPlayed ?? false,
    parentInstanceId: instance.parent?.OrchestrationInstance.InstanceId ?? null,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 3,
    longRunningTimerIntervalDuration: toTimeSpan(limits.longTimerStepMs),
    maximumShortTimerDuration: toTimeSpan(limits.longestTimerMs),
    defaultHttpAsyncRequestSleepTimeMillseconds: 30_000, // spelt like this on the wire
  });
}

function toTimeSpan(ms: number): string {
  const days = Math.floor(ms / 86_400_000);
  const time = new Date(ms % 86_400_000).toISOString().slice(11, 19);
  return days > 0 ? `${days}.${time}` : time;
}
