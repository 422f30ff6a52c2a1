import {
  EventType,
  type SubOrchestrationInstanceCreated,
  type TaskScheduled,
  type TimerCreated,
} from '../history/event';
import type { Decision } from './decision';

/** A replay that cannot go on: the instance ends as Failed with this message. */
export class ReplayFailure extends Error {}

export type ConfirmedEvent = TaskScheduled | SubOrchestrationInstanceCreated | TimerCreated;

const CODE_CHANGED = 'Was a change made to the orchestrator code after this instance had already started running?';

const ACTION_NAME: Record<Decision['kind'], string> = {
  activity: 'ScheduleTaskOrchestratorAction',
  child: 'CreateSubOrchestrationAction',
  timer: 'CreateTimerOrchestratorAction',
};

/** Throws, in the words of the real engine, when the orchestrator no longer asks for what its history says it did. */
export function checkReplay(event: ConfirmedEvent, decision: Decision | undefined): void {
  const was = `Non-Deterministic workflow detected: A previous execution of this orchestration scheduled ${kindOf(event)} with sequence`;
  if (!decision) {
    throw new ReplayFailure(
      `${was} ID ${event.EventId}${describe(event)}, but the current replay execution hasn't (yet?) scheduled this task. ${CODE_CHANGED}`,
    );
  }
  const named = 'Name' in event ? ` named '${event.Name}'` : '';
  const now = `${was} number ${event.EventId}${named}, but the current orchestration replay instead`;
  if (decision.kind !== decisionKind(event)) {
    throw new ReplayFailure(
      `${now} produced a ${ACTION_NAME[decision.kind]} action with this sequence number. ${CODE_CHANGED}`,
    );
  }
  if ('Name' in event && 'name' in decision && event.Name.toLowerCase() !== decision.name.toLowerCase()) {
    throw new ReplayFailure(
      `${now} scheduled ${kindOf(event)} named '${decision.name}' with this sequence number.  ${CODE_CHANGED}`,
    );
  }
}

function decisionKind(event: ConfirmedEvent): Decision['kind'] {
  if (event.EventType === EventType.TaskScheduled) return 'activity';
  return event.EventType === EventType.TimerCreated ? 'timer' : 'child';
}

function kindOf(event: ConfirmedEvent): string {
  return { activity: 'an activity task', child: 'a sub-orchestration task', timer: 'a timer task' }[
    decisionKind(event)
  ];
}

function describe(event: ConfirmedEvent): string {
  if (event.EventType === EventType.TaskScheduled) return ` and name '${event.Name}' (version '${event.Version}')`;
  if (event.EventType === EventType.TimerCreated) return '';
  return ` and name '${event.Name}' (version '${event.Version ?? ''}', instance ID '${event.InstanceId}')`;
}
