import { ProblemError } from '../../contract/problem';

export const unknownRun = () =>
  new ProblemError({
    status: 404,
    code: 'runUnknown',
    detail: 'There is no run of this id. Use the id that the answer of the start has given.',
  });
