import type { FailureClass } from '../../domain/failures/failure-class';
import type { RUN_ENDS } from '../openapi/codes';

/** Of an end that no failure tells of: nothing has run, or nobody has seen what did. */
const BY_CODE: Readonly<Partial<Record<keyof typeof RUN_ENDS, FailureClass>>> = {
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
};

export function classOfEnd(code: string | null): FailureClass {
  return Object.entries(BY_CODE).find(([known]) => known === code)?.[1] ?? 'unknown';
}
