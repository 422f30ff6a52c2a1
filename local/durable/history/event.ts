/**
 * The history of an orchestration, event by event, with the names, numbers and property order that the Durable
 * extension hands to its Node library. The embedded host stores these events as they are: nothing else is needed to
 * rebuild an instance.
 */
export const EventType = {
  ExecutionStarted: 0,
  ExecutionCompleted: 1,
  ExecutionTerminated: 3,
  TaskScheduled: 4,
  TaskCompleted: 5,
  TaskFailed: 6,
  SubOrchestrationInstanceCreated: 7,
  SubOrchestrationInstanceCompleted: 8,
  SubOrchestrationInstanceFailed: 9,
  TimerCreated: 10,
  TimerFired: 11,
  OrchestratorStarted: 12,
  OrchestratorCompleted: 13,
  EventRaised: 15,
  ExecutionSuspended: 19,
  ExecutionResumed: 20,
} as const;

/** The final states that an ExecutionCompleted event can name, by the numbers of Durable Task. */
export const OrchestrationStatus = { Completed: 1, ContinuedAsNew: 2, Failed: 3, Terminated: 5 } as const;

interface EventBase {
  /** The sequence number of what an orchestrator created; -1 on everything that was received. */
  EventId: number;
  /** True once the episode that received the event is over. Created events keep false, as in the real engine. */
  IsPlayed: boolean;
  Timestamp: string;
}

export interface OrchestrationInstance {
  InstanceId: string;
  ExecutionId: string;
}

/** What a child knows of the orchestration that called it. */
export interface ParentInstance {
  OrchestrationInstance: OrchestrationInstance;
  Name: string;
  TaskScheduleId: number;
  Version: string | null;
}

export interface FailureDetails {
  ErrorType: string;
  ErrorMessage: string;
  StackTrace: string | null;
  InnerFailure: FailureDetails | null;
  IsNonRetriable: boolean;
  Properties: Record<string, unknown> | null;
}

export interface ExecutionStarted extends EventBase {
  OrchestrationInstance: OrchestrationInstance;
  EventType: typeof EventType.ExecutionStarted;
  ParentInstance: ParentInstance | null;
  Name: string;
  Version: string | null;
  Input: string | null;
  Tags: null;
  Correlation: null;
  ParentTraceContext: null;
  ScheduledStartTime: null;
  /** How often this id had been used before; null in every generation but the first. */
  Generation: number | null;
  GenerateNewTrace: boolean;
}
export interface ExecutionCompleted extends EventBase {
  EventType: typeof EventType.ExecutionCompleted;
  OrchestrationStatus: number;
  Result: string | null;
  FailureDetails: FailureDetails | null;
}
export interface ExecutionTerminated extends EventBase {
  EventType: typeof EventType.ExecutionTerminated;
  Input: string | null;
}
export interface TaskScheduled extends EventBase {
  EventType: typeof EventType.TaskScheduled;
  Name: string;
  Version: string;
  Input: string | null;
  ParentTraceContext: null;
  Tags: null;
}
export interface TaskCompleted extends EventBase {
  EventType: typeof EventType.TaskCompleted;
  TaskScheduledId: number;
  Result: string | null;
}
export interface TaskFailed extends EventBase {
  EventType: typeof EventType.TaskFailed;
  TaskScheduledId: number;
  Reason: string;
  Details: string | null;
  FailureDetails: FailureDetails | null;
}
export interface SubOrchestrationInstanceCreated extends EventBase {
  EventType: typeof EventType.SubOrchestrationInstanceCreated;
  Name: string;
  Version: string | null;
  InstanceId: string;
  Input: string | null;
  ClientSpanId: null;
  Tags: null;
}
export interface SubOrchestrationInstanceCompleted extends EventBase {
  EventType: typeof EventType.SubOrchestrationInstanceCompleted;
  TaskScheduledId: number;
  Result: string | null;
}
export interface SubOrchestrationInstanceFailed extends EventBase {
  EventType: typeof EventType.SubOrchestrationInstanceFailed;
  TaskScheduledId: number;
  Reason: string | null;
  Details: string | null;
  FailureDetails: FailureDetails | null;
}
export interface TimerCreated extends EventBase {
  EventType: typeof EventType.TimerCreated;
  FireAt: string;
}
export interface TimerFired extends EventBase {
  EventType: typeof EventType.TimerFired;
  TimerId: number;
  FireAt: string;
}
export interface OrchestratorStarted extends EventBase {
  EventType: typeof EventType.OrchestratorStarted;
}
export interface OrchestratorCompleted extends EventBase {
  EventType: typeof EventType.OrchestratorCompleted;
}
export interface EventRaised extends EventBase {
  EventType: typeof EventType.EventRaised;
  Name: string;
  Input: string | null;
  ParentTraceContext: null;
}
export interface ExecutionSuspended extends EventBase {
  EventType: typeof EventType.ExecutionSuspended;
  Reason: string | null;
}
export interface ExecutionResumed extends EventBase {
  EventType: typeof EventType.ExecutionResumed;
  Reason: string | null;
}

/** What an episode receives: the messages of an instance. */
export type ReceivedEvent =
  | ExecutionStarted
  | ExecutionTerminated
  | TaskCompleted
  | TaskFailed
  | SubOrchestrationInstanceCompleted
  | SubOrchestrationInstanceFailed
  | TimerFired
  | EventRaised
  | ExecutionSuspended
  | ExecutionResumed;

/** What an episode decides. */
export type CreatedEvent = TaskScheduled | SubOrchestrationInstanceCreated | TimerCreated | ExecutionCompleted;

export type HistoryEvent = ReceivedEvent | CreatedEvent | OrchestratorStarted | OrchestratorCompleted;

const nameByNumber = new Map<number, string>(Object.entries(EventType).map(([name, number]) => [number, name]));

export function eventTypeName(type: HistoryEvent['EventType']): string {
  return nameByNumber.get(type) ?? String(type);
}
