import type { FailureClass } from '../../domain/failures/failure-class';
import type { RunEndCode } from '../codes';

/** Of an end that no failure tells of: nothing has run, or nobody has seen what did. */
const BY_CODE: Readonly<Record<RunEndCode, FailureClass>> = {
  requestInvalid: 'userError',
  jobNotFound: 'userError',
  pipelineNotFound: 'userError',
  warehouseNotFound: 'userError',
  databricksRefused: 'userError',
  databricksUnauthenticated: 'permission',
  databricksForbidden: 'permission',
  kindNotAllowed: 'permission',
  secretUnavailable: 'permission',
  runSkipped: 'capacity',
  databricksUnavailable: 'platform',
  runTimedOut: 'timeout',
  timeoutReached: 'timeout',
  timeoutBeforeStart: 'timeout',
  cancelUnconfirmed: 'timeout',
  detached: 'timeout',
  runCanceled: 'canceled',
  canceledBeforeStart: 'canceled',
  terminated: 'canceled',
  runFailed: 'unknown',
  runPartlyFailed: 'unknown',
  neverStarted: 'unknown',
  deleted: 'unknown',
  startUnconfirmed: 'unknown',
  runNotFound: 'unknown',
  workspaceUnknown: 'unknown',
  internal: 'unknown',
};

export function classOfEnd(code: string | null): FailureClass {
  return Object.entries(BY_CODE).find(([known]) => known === code)?.[1] ?? 'unknown';
}
