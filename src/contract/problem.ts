import { z } from 'zod';
import { ROLES } from './callers/caller';
import type { ProblemCode } from './codes';
import { runViewSchema } from './runs/run-view';

export const fieldProblemSchema = z.object({
  field: z.string().describe('A path such as `runNow.job_parameters.region`. Empty: the body as a whole.'),
  detail: z.string(),
});

export type FieldProblem = z.infer<typeof fieldProblemSchema>;

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable, for programs.'),
    detail: z.string().describe('For people: what happened, and what to do.'),
    errors: z.array(fieldProblemSchema).optional().describe('What is wrong with which field of the request.'),
    run: runViewSchema.optional().describe('The run that did not end well.'),
    tasks: z.array(z.string()).optional().describe('The tasks to choose from.'),
    chunks: z.int().min(0).optional().describe('How many chunks there are to choose from.'),
    missingRoles: z.array(z.enum(ROLES)).optional().describe('The roles that the caller lacks.'),
    jobIds: z.array(z.string()).optional().describe('The jobs to choose from.'),
    goingRun: runViewSchema.pick({ id: true, statusPath: true }).optional().describe('The run that is in the way.'),
  })
  .describe('An error as in RFC 9457.');

/** What an answer tells: a run brings a code of its own, which is text where it was written down. */
export interface ToldProblem {
  status: number;
  /** Stable, for programs. */
  code: string;
  /** For people: what happened, and what to do. */
  detail: string;
  errors?: readonly FieldProblem[] | undefined;
  retryAfterSeconds?: number | undefined;
  /** How to show who one is, where it is not by a bearer token. */
  challenge?: string | undefined;
  /** Further members, for example the run that failed. */
  more?: Readonly<Record<string, unknown>> | undefined;
}

export interface ProblemFacts extends ToldProblem {
  code: ProblemCode;
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
export function problemBody({ status, code, detail, errors, more }: ToldProblem): Record<string, unknown> {
  return {
    type: `urn:databricks-job-runner:${code}`,
    title: more?.run ? 'The run did not end well' : (TITLES[status] ?? 'Problem'),
    status,
    code,
    detail,
    ...(errors && { errors }),
    ...more,
  };
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is not right',
  401: 'Nobody has signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  415: 'Not plain JSON',
  422: 'Cannot be done as asked',
  424: 'The output cannot be had',
  500: 'Something is wrong in this app',
  502: 'Databricks refused',
  503: 'Not available now',
  504: 'Not confirmed',
};
