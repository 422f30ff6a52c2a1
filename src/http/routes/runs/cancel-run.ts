import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { ProblemError } from '../../../contract/problem';
import { isRunId } from '../../../contract/runs/run-id';
import { accountOf } from '../../../runs/account';
import { stopRun } from '../../../runs/stop-run';
import type { App } from '../../app';
import { refuseForeignRun } from '../../callers/own-jobs';
import { databricksProblem } from '../../databricks-problem';
import { refuseUnknownOptions } from '../../reading/query';
import { runAnswer } from '../../runs/run-answer';
import { unknownRun } from '../../runs/unknown-run';

/** `POST /runs/{id}/cancel`. */
export async function cancelRun(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(request.query, []);
  const { id = '' } = request.params;
  await refuseForeignRun(id, app);
  const account = isRunId(id) ? await accountOf(id, app) : undefined;
  if (!account) throw unknownRun();
  const stopping = await stopRun(account, app);
  if (stopping.kind === 'workspaceUnknown') throw workspaceUnknown();
  if (stopping.kind === 'refused') {
    throw databricksProblem(stopping.problem, 'The run in Databricks could not be cancelled');
  }
  const shown = account.end ? account : { ...account, cancelRequested: true };
  return runAnswer(shown, { onFailure: 200, joined: false }, app);
}

const workspaceUnknown = () =>
  new ProblemError({
    status: 503,
    code: 'workspaceUnknown',
    detail:
      'The workspace of this run is no longer set up, so Databricks was not told. Set it up again, and cancel once more.',
  });
