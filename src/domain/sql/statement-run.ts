import type { ReportedState, Run } from '../run';
import type { RawStatement } from './raw-statement';

/** A statement as a run: its states in the words that runs of jobs have. One that nobody knows has not ended. */
export function statementRun({ statement_id, status }: RawStatement, pageUrl: string): Run {
  return { id: statement_id, jobId: undefined, name: '', pageUrl, state: stateOf(status), tasks: [] };
}

function stateOf({ state, error }: RawStatement['status']): ReportedState {
  const known = Object.hasOwn(STATES, state) ? STATES[state] : undefined;
  const code = error?.error_code;
  return { ...(known ?? { lifeCycle: state }), ...(code && { terminationCode: code }), message: error?.message ?? '' };
}

const STATES: Readonly<Record<string, Pick<ReportedState, 'lifeCycle' | 'result'>>> = {
  PENDING: { lifeCycle: 'PENDING' },
  RUNNING: { lifeCycle: 'RUNNING' },
  SUCCEEDED: { lifeCycle: 'TERMINATED', result: 'SUCCESS' },
  // It has succeeded, and its result is gone.
  CLOSED: { lifeCycle: 'TERMINATED', result: 'SUCCESS' },
  FAILED: { lifeCycle: 'TERMINATED', result: 'FAILED' },
  CANCELED: { lifeCycle: 'TERMINATED', result: 'CANCELED' },
};
