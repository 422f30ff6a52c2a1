export interface FieldProblem {
  /** A path such as `runNow.job_parameters.region`. */
  field: string;
  detail: string;
}

export interface ProblemFacts {
  status: number;
  /** Stable, for programs. */
  code: string;
  /** For people: what happened, and what to do. */
  detail: string;
  errors?: readonly FieldProblem[] | undefined;
  retryAfterSeconds?: number | undefined;
  /** Further members, for example the run that failed. */
  more?: Readonly<Record<string, unknown>> | undefined;
}

/** What a handler throws to answer with a problem. */
export class ProblemError extends Error {
  constructor(readonly facts: ProblemFacts) {
    super(facts.detail);
    this.name = 'ProblemError';
  }
}

export const PROBLEM_TYPE = 'application/problem+json';

/** The body of RFC 9457. */
export function problemBody({ status, code, detail, errors, more }: ProblemFacts): Record<string, unknown> {
  return {
    type: `urn:databricks-job-runner:${code}`,
    title: TITLES[status] ?? 'Problem',
    status,
    code,
    detail,
    ...(errors && { errors }),
    ...more,
  };
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is not right',
  404: 'Not found',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  415: 'Not JSON',
  422: 'Not the same request',
  424: 'The run did not end well',
  500: 'Something is wrong in this app',
  502: 'Databricks refused',
  503: 'Not available now',
};
