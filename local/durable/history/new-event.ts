import {
  type EventRaised,
  EventType,
  type ExecutionCompleted,
  type ExecutionResumed,
  type ExecutionStarted,
  type ExecutionSuspended,
  type ExecutionTerminated,
  type OrchestratorCompleted,
  type OrchestratorStarted,
  type SubOrchestrationInstanceCompleted,
  type SubOrchestrationInstanceCreated,
  type SubOrchestrationInstanceFailed,
  type TaskCompleted,
  type TaskFailed,
  type TaskScheduled,
  type TimerCreated,
  type TimerFired,
} from './event';

/** The time of an event or of a decision, as the history spells it. */
export function timestamp(at: number): string {
  return new Date(at).toISOString();
}

const received = (at: number) => ({ EventId: -1, IsPlayed: false, Timestamp: timestamp(at) });

export function executionStarted(
  at: number,
  start: Pick<
    ExecutionStarted,
    'OrchestrationInstance' | 'ParentInstance' | 'Name' | 'Version' | 'Input' | 'Generation'
  >,
): ExecutionStarted {
  return {
    OrchestrationInstance: start.OrchestrationInstance,
    EventType: EventType.ExecutionStarted,
    ParentInstance: start.ParentInstance,
    Name: start.Name,
    Version: start.Version,
    Input: start.Input,
    Tags: null,
    Correlation: null,
    ParentTraceContext: null,
    ScheduledStartTime: null,
    Generation: start.Generation,
    GenerateNewTrace: false,
    ...received(at),
  };
}

export function executionCompleted(
  at: number,
  eventId: number,
  end: Pick<ExecutionCompleted, 'OrchestrationStatus' | 'Result' | 'FailureDetails'>,
): ExecutionCompleted {
  return {
    EventType: EventType.ExecutionCompleted,
    ...end,
    EventId: eventId,
    IsPlayed: false,
    Timestamp: timestamp(at),
  };
}

export function executionTerminated(at: number, reason: string | null): ExecutionTerminated {
  return { EventType: EventType.ExecutionTerminated, Input: reason, ...received(at) };
}

export function taskScheduled(at: number, eventId: number, name: string): TaskScheduled {
  return {
    EventType: EventType.TaskScheduled,
    Name: name,
    Version: '',
    Input: null,
    ParentTraceContext: null,
    Tags: null,
    EventId: eventId,
    IsPlayed: false,
    Timestamp: timestamp(at),
  };
}

export function taskCompleted(at: number, taskId: number, result: string | null): TaskCompleted {
  return { EventType: EventType.TaskCompleted, TaskScheduledId: taskId, Result: result, ...received(at) };
}

export function taskFailed(
  at: number,
  taskId: number,
  failure: Pick<TaskFailed, 'Reason' | 'Details' | 'FailureDetails'>,
): TaskFailed {
  return { EventType: EventType.TaskFailed, TaskScheduledId: taskId, ...failure, ...received(at) };
}

export function subOrchestrationCreated(
  at: number,
  eventId: number,
  child: Pick<SubOrchestrationInstanceCreated, 'Name' | 'Version' | 'InstanceId'>,
): SubOrchestrationInstanceCreated {
  return {
    EventType: EventType.SubOrchestrationInstanceCreated,
    Name: child.Name,
    Version: child.Version,
    InstanceId: child.InstanceId,
    Input: null,
    ClientSpanId: null,
    Tags: null,
    EventId: eventId,
    IsPlayed: false,
    Timestamp: timestamp(at),
  };
}

export function subOrchestrationCompleted(
  at: number,
  taskId: number,
  result: string | null,
): SubOrchestrationInstanceCompleted {
  return {
    EventType: EventType.SubOrchestrationInstanceCompleted,
    TaskScheduledId: taskId,
    Result: result,
    ...received(at),
  };
}

export function subOrchestrationFailed(
  at: number,
  taskId: number,
  failure: Pick<SubOrchestrationInstanceFailed, 'Reason' | 'Details' | 'FailureDetails'>,
): SubOrchestrationInstanceFailed {
  return {
    EventType: EventType.SubOrchestrationInstanceFailed,
    TaskScheduledId: taskId,
    ...failure,
    ...received(at),
  };
}

export function timerCreated(at: number, eventId: number, fireAt: number): TimerCreated {
  return {
    EventType: EventType.TimerCreated,
    FireAt: timestamp(fireAt),
    EventId: eventId,
    IsPlayed: false,
    Timestamp: timestamp(at),
  };
}

/** The real engine writes the message of a timer when it creates the timer, so that is the time it carries. */
export function timerFired(timer: TimerCreated): TimerFired {
  return {
    EventType: EventType.TimerFired,
    TimerId: timer.EventId,
    FireAt: timer.FireAt,
    EventId: -1,
    IsPlayed: false,
    Timestamp: timer.Timestamp,
  };
}

export function eventRaised(at: number, name: string, input: string | null): EventRaised {
  return { EventType: EventType.EventRaised, Name: name, Input: input, ParentTraceContext: null, ...received(at) };
}

export function executionSuspended(at: number, reason: string | null): ExecutionSuspended {
  return { EventType: EventType.ExecutionSuspended, Reason: reason, ...received(at) };
}

export function executionResumed(at: number, reason: string | null): ExecutionResumed {
  return { EventType: EventType.ExecutionResumed, Reason: reason, ...received(at) };
}

export function orchestratorStarted(at: number): OrchestratorStarted {
  return { EventType: EventType.OrchestratorStarted, ...received(at) };
}

export function orchestratorCompleted(at: number): OrchestratorCompleted {
  return { EventType: EventType.OrchestratorCompleted, ...received(at) };
}
