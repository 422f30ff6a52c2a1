import { ProblemError } from '../../contract/problem';

/** By when somebody may have repaired the settings. */
const REPAIRED_SECONDS = 60;

export const workspaceUnknown = () =>
  new ProblemError({
    status: 503,
    code: 'workspaceUnknown',
    detail:
      'The workspace of this run is no longer set up, so Databricks was told nothing. Set it up again, and send this once more.',
    retryAfterSeconds: REPAIRED_SECONDS,
  });
