import { type FieldProblem, ProblemError } from '../../contract/problem';

/** What is wrong with the body of a request, field by field. */
export const requestInvalid = (errors: readonly FieldProblem[]) =>
  new ProblemError({
    status: 400,
    code: 'requestInvalid',
    detail: errors.map(({ field, detail }) => `${field || 'The body'} ${detail}.`).join(' '),
    errors,
  });
