import type { Outcome } from '../outcome';
import type { Run } from '../run';
import { type Failure, failureOfRun } from './failure';
import type { Advice } from './failure-class';
import { adviceByText } from './hints/by-text';

/** Why a statement did not end well. */
export function failureOfStatement(run: Run, outcome: Outcome, wasToStop = false): Failure {
  const failure = failureOfRun(run, outcome, wasToStop);
  if (run.state.result !== 'FAILED') return failure;
  const { class: whose, hint } = adviceAbout(failure.code, run.state.message);
  return { ...failure, class: whose, hint: hint ?? null };
}

/** A known text says more than the few codes of a warehouse, but what it advises is meant for jobs and their code. */
function adviceAbout(code: string, message: string): Advice {
  const byCode = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  const byText = adviceByText(undefined, message);
  switch (byText?.class) {
    case 'userCode':
    case 'userError':
      return byCode ?? WRONG;
    case 'permission':
      return NOT_ALLOWED;
    default:
      return byText ?? byCode ?? { class: 'unknown', hint: undefined };
  }
}

const WRONG: Advice = {
  class: 'userError',
  hint: 'The warehouse could not run the statement. Read the message, and correct the statement, its parameters, its catalog or its schema.',
};

const TROUBLE: Advice = {
  class: 'platform',
  hint: 'Databricks had trouble of its own. Start the statement again later; if it goes on, tell an administrator of the workspace.',
};

const NOT_ALLOWED: Advice = {
  class: 'permission',
  hint: 'The identity of this app lacks a right. Find in the message which, and ask the owner of the data or of the warehouse to grant it.',
};

const BY_CODE: Readonly<Record<string, Advice>> = {
  BAD_REQUEST: WRONG,
  NOT_FOUND: WRONG,
  ALREADY_EXISTS: WRONG,
  PERMISSION_DENIED: NOT_ALLOWED,
  UNAUTHENTICATED: NOT_ALLOWED,
  RESOURCE_EXHAUSTED: {
    class: 'capacity',
    hint: 'The warehouse has no room left for the statement. Start it again later, or on a larger warehouse.',
  },
  DEADLINE_EXCEEDED: {
    class: 'timeout',
    hint: 'The statement has taken longer than the warehouse allows. Ask for less data, or have the limit raised.',
  },
  INTERNAL_ERROR: TROUBLE,
  IO_ERROR: TROUBLE,
  UNKNOWN: TROUBLE,
  ABORTED: TROUBLE,
  TEMPORARILY_UNAVAILABLE: TROUBLE,
  WORKSPACE_TEMPORARILY_UNAVAILABLE: TROUBLE,
  SERVICE_UNDER_MAINTENANCE: TROUBLE,
};
