import type { Answer, Problem } from '../../domain/answer';

/** Ends everything that is under way, to be tried again as a whole. */
export class ProblemFound extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

/** What there is nothing to collect without. */
export function needed<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new ProblemFound(answer.problem);
  return answer.value;
}
