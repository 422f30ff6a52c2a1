/** How a run or a task run ended, in the words of both of Databricks' vocabularies: `state` and `status`. */
export interface Ending {
  lifeCycle: 'TERMINATED' | 'SKIPPED' | 'INTERNAL_ERROR';
  /** Absent where nothing ran because the run was skipped. */
  result?: Result;
  message: string;
  code: string;
  type: 'SUCCESS' | 'INTERNAL_ERROR' | 'CLIENT_ERROR' | 'CLOUD_FAILURE';
  cancelledOrTimedOut: boolean;
}

export type Result =
  | 'SUCCESS'
  | 'FAILED'
  | 'TIMEDOUT'
  | 'CANCELED'
  | 'EXCLUDED'
  | 'SUCCESS_WITH_FAILURES'
  | 'UPSTREAM_FAILED'
  | 'UPSTREAM_CANCELED'
  | 'DISABLED';

export type StopReason = 'canceled' | 'timedOut';

const ended = (result: Result, code: string, type: Ending['type'], message: string): Ending => ({
  lifeCycle: 'TERMINATED',
  result,
  message,
  code,
  type,
  cancelledOrTimedOut: false,
});

export const succeeded = ended('SUCCESS', 'SUCCESS', 'SUCCESS', '');
export const succeededWithFailures = ended('SUCCESS_WITH_FAILURES', 'SUCCESS_WITH_FAILURES', 'SUCCESS', '');
export const excluded = ended('EXCLUDED', 'SKIPPED', 'CLIENT_ERROR', 'The run condition of this task was not met.');
export const disabled = ended('DISABLED', 'DISABLED', 'CLIENT_ERROR', 'This task is disabled.');
export const upstreamFailed = ended('UPSTREAM_FAILED', 'SKIPPED', 'CLIENT_ERROR', 'An upstream task failed.');
export const upstreamCanceled = ended('UPSTREAM_CANCELED', 'SKIPPED', 'CLIENT_ERROR', 'An upstream task was canceled.');

export const workloadFailed = (message = 'Workload failed, see run output for details'): Ending =>
  ended('FAILED', 'RUN_EXECUTION_ERROR', 'CLIENT_ERROR', message);

export const platformFailed = (code: string, type: Ending['type'], message: string): Ending => ({
  ...ended('FAILED', code, type, message),
  lifeCycle: 'INTERNAL_ERROR',
});

export function stopped(reason: StopReason): Ending {
  const ending =
    reason === 'canceled'
      ? ended('CANCELED', 'USER_CANCELED', 'CLIENT_ERROR', 'Run cancelled.')
      : ended('TIMEDOUT', 'CANCELED', 'CLIENT_ERROR', 'Run timed out.');
  return { ...ending, cancelledOrTimedOut: true };
}

/** A run that never began has no result. */
export function skipped(code: string, message: string): Ending {
  return { lifeCycle: 'SKIPPED', message, code, type: 'CLIENT_ERROR', cancelledOrTimedOut: false };
}
