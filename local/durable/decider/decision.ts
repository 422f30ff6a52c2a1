import type { FailureDetails, HistoryEvent, OrchestrationStatus } from '../history/event';

/** A thing to be done that the history does not hold yet, under the number the orchestrator's library counts with. */
export type Decision =
  | { kind: 'activity'; id: number; name: string; input: unknown }
  | { kind: 'timer'; id: number; fireAt: number }
  | { kind: 'child'; id: number; name: string; input: unknown; instanceId: string; version: string | null };

export type Outcome =
  | { kind: 'waiting' }
  | {
      kind: 'ended';
      id: number;
      status: (typeof OrchestrationStatus)['Completed' | 'Failed' | 'Terminated'];
      result: string | null;
      failureDetails: FailureDetails | null;
    }
  | { kind: 'continuedAsNew'; input: string; carryOver: HistoryEvent[] };

export interface Decided {
  /** By id, ascending. */
  decisions: Decision[];
  outcome: Outcome;
  /** Calls of functions that the app does not have: the real engine waits for them for ever, in silence. */
  neverAnswered: string[];
  /** Nothing is outstanding, and yet the orchestrator has not returned: nothing can wake it. */
  stalled: boolean;
}

export interface DecideOptions {
  orchestratorName: string;
  executionId: string;
  version: string | null;
  hasActivity(name: string): boolean;
  hasOrchestrator(name: string): boolean;
  longestTimerMs: number;
  longTimerStepMs: number;
  maxActions: number;
}
