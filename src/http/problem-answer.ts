import type { HttpResponseInit } from '@azure/functions';
import { PROBLEM_TYPE, problemBody, type ToldProblem } from '../contract/problem';

export function problemAnswer(facts: ToldProblem): HttpResponseInit {
  const { status, retryAfterSeconds, challenge = 'Bearer' } = facts;
  return {
    status,
    headers: {
      'content-type': PROBLEM_TYPE,
      ...(status === 401 && { 'www-authenticate': challenge }),
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    },
    body: JSON.stringify(problemBody(facts)),
  };
}
