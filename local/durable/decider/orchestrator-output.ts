import type { FailureDetails } from '../history/event';

/** What an orchestrator function hands back after each replay: everything it asked for since its generation began. */
export const ActionType = {
  CallActivity: 0,
  CallActivityWithRetry: 1,
  CallSubOrchestrator: 2,
  CallSubOrchestratorWithRetry: 3,
  ContinueAsNew: 4,
  CreateTimer: 5,
  WaitForExternalEvent: 6,
  CallEntity: 7,
  CallHttp: 8,
  SignalEntity: 9,
  ScheduledSignalEntity: 10,
  WhenAny: 11,
  WhenAll: 12,
  LockEntities: 13,
  ReleaseEntities: 14,
} as const;

export interface RetryOptions {
  firstRetryIntervalInMilliseconds: number;
  maxNumberOfAttempts: number;
  backoffCoefficient?: number;
  maxRetryIntervalInMilliseconds?: number;
  retryTimeoutInMilliseconds?: number;
}

export type Action =
  | { actionType: 0; functionName: string; input?: unknown }
  | { actionType: 1; functionName: string; input?: unknown; retryOptions: RetryOptions }
  | { actionType: 2; functionName: string; input?: unknown; instanceId?: string; version?: string }
  | {
      actionType: 3;
      functionName: string;
      input?: unknown;
      instanceId?: string;
      version?: string;
      retryOptions: RetryOptions;
    }
  | { actionType: 4; input: unknown }
  | { actionType: 5; fireAt: string; isCanceled: boolean }
  | { actionType: 6; externalEventName: string }
  | { actionType: 7 | 8 | 9 | 10 | 13 | 14 }
  | { actionType: 11 | 12; compoundActions: Action[] };

export interface OrchestratorOutput {
  isDone: boolean;
  actions: Action[];
  output?: unknown;
  customStatus?: unknown;
  /** The message of what the orchestrator threw. Absent when it threw something without a message. */
  error?: string;
  failureDetails?: FailureDetails | null;
}

/** The library hides the state of an orchestrator that threw behind this label, at the end of the error's message. */
const STATE_LABEL = '\n\n$OutOfProcData$:';

export function readOrchestratorResult(result: unknown): OrchestratorOutput {
  const state = result as Omit<OrchestratorOutput, 'actions'> & { actions?: Action[][] };
  return {
    ...state,
    isDone: state.isDone === true,
    actions: (state.actions ?? []).flat(),
    failureDetails: completeDetails(state.failureDetails),
  };
}

/** The library leaves out what is empty. */
function completeDetails(details: Partial<FailureDetails> | null | undefined): FailureDetails | null {
  if (!details) return null;
  return {
    ErrorType: details.ErrorType ?? '',
    ErrorMessage: details.ErrorMessage ?? '',
    StackTrace: details.StackTrace ?? null,
    InnerFailure: completeDetails(details.InnerFailure),
    IsNonRetriable: details.IsNonRetriable ?? false,
    Properties: details.Properties ?? null,
  };
}

/**
 * Reads what an orchestrator threw. Without a state in it, the library itself broke: then no action is known, and a
 * history that holds any is found non-deterministic, as in the real engine.
 */
export function readOrchestratorError(message: string): OrchestratorOutput {
  const at = message.lastIndexOf(STATE_LABEL);
  if (at < 0) return { isDone: false, actions: [], error: message };
  return readOrchestratorResult(JSON.parse(message.slice(at + STATE_LABEL.length)));
}
