import { ProblemError } from '../../contract/problem';
import type { PlanProblem } from '../../contract/runs/request/run-plan';
import { requestInvalid } from '../reading/request-invalid';

/** Why a request can not be carried out as it is, said to who has sent it. */
export function planRefused({ code, field, detail }: PlanProblem): ProblemError {
  if (code === 'requestInvalid') return requestInvalid([{ field, detail }]);
  return new ProblemError({ status: 403, code, detail: `${field} ${detail}.` });
}
