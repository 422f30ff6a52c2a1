import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { lifeOf, stopRun } from '../../../runs/stop-run';
import type { App } from '../../app';
import { refuseForeignRun } from '../../callers/own-jobs';
import { databricksProblem } from '../../databricks-problem';
import { refuseUnknownOptions } from '../../reading/query';
import { accountAsked } from '../../runs/account-asked';
import { runAnswer } from '../../runs/run-answer';
import { workspaceUnknown } from '../../runs/workspace-unknown';

/** `POST /runs/{id}/cancel`. */
export async function cancelRun(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(request.query, []);
  const { id = '' } = request.params;
  await refuseForeignRun(id, app);
  const account = await accountAsked(id, app);
  const life = `${id} ${lifeOf(account)} ${account.end ? 'over' : 'going'}`; // a repair is another one
  const stopping = await app.stopOnce(life, () => stopRun(account, app));
  if (stopping.kind === 'workspaceUnknown') throw workspaceUnknown();
  if (stopping.kind === 'refused') {
    throw databricksProblem(stopping.problem, 'The run in Databricks could not be cancelled');
  }
  const shown = account.end ? account : { ...account, cancelRequested: true };
  return runAnswer(shown, { onFailure: 200, joined: false }, app);
}
