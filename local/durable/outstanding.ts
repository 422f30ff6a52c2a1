import type { Decision } from './decider/decision';
import { EventType, type HistoryEvent } from './history/event';

/** What a history asked for and has not been answered: all that a crash can interrupt. */
export function outstanding(history: readonly HistoryEvent[], work: readonly Decision[]): Decision[] {
  const answered = new Set<number>();
  const timers: Decision[] = [];
  for (const event of history) {
    if ('TaskScheduledId' in event) answered.add(event.TaskScheduledId);
    else if (event.EventType === EventType.TimerFired) answered.add(event.TimerId);
    else if (event.EventType === EventType.TimerCreated) {
      timers.push({ kind: 'timer', id: event.EventId, fireAt: Date.parse(event.FireAt) });
    }
  }
  return [...work, ...timers].filter((decision) => !answered.has(decision.id)).sort((a, b) => a.id - b.id);
}
