import { ProblemError } from '../../contract/problem';
import type { Problem } from '../../domain/answer';
import type { App } from '../app';
import { databricksProblem, USUAL_RETRY_SECONDS } from '../databricks-problem';

const REMEMBERED_MS = 300_000;

/** Finds jobs by their exact name, and remembers what it has found for a while. */
export function createFindJob({ now }: Pick<App, 'now'>): App['findJob'] {
  const known = new Map<string, { id: string; until: number }>();

  return async (name, { alias, databricks }) => {
    const place = `${alias}/${name}`;
    const before = known.get(place);
    if (before && before.until > now()) return before.id;
    const answer = await databricks.jobsNamed(name);
    if (!answer.ok) throw lookupProblem(answer.problem);
    // Databricks does not mind the case of names, but two jobs may differ in nothing else.
    const exact = answer.value.filter((job) => job.name === name);
    const [found, ...others] = exact.length > 0 ? exact : answer.value;
    if (!found) throw unknownJob();
    if (others.length > 0) throw ambiguousJob([found, ...others].map(({ id }) => id));
    known.set(place, { id: found.id, until: now() + REMEMBERED_MS });
    return found.id;
  };
}

export const unknownJob = () =>
  new ProblemError({
    status: 404,
    code: 'jobUnknown',
    detail: 'There is no job of this name that this app may see, and no alias either. GET /api/jobs lists them.',
  });

function ambiguousJob(ids: readonly string[]): ProblemError {
  return new ProblemError({
    status: 409,
    code: 'jobAmbiguous',
    detail: `More than one job has this name: ${ids.join(', ')}. Name the job by its id.`,
    more: { jobIds: ids },
  });
}

/** Whatever stands in the way is not the caller's doing, and the same request is right once it is gone. */
function lookupProblem(problem: Problem): ProblemError {
  const { facts } = databricksProblem(problem, 'The job could not be looked up by its name');
  return new ProblemError({ retryAfterSeconds: USUAL_RETRY_SECONDS, ...facts, status: 503 });
}
