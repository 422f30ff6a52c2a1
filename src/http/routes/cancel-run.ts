import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { accountOf } from '../../account/account';
import { ProblemError } from '../../contract/problem';
import { isRunId } from '../../contract/runs/run-id';
import type { End, RunAccount } from '../../contract/runs/run-view';
import type { App } from '../app';
import { refuseForeignRun } from '../callers/own-jobs';
import { databricksProblem } from '../jobs/databricks-problem';
import { refuseUnknownOptions } from '../query';
import { runAnswer } from '../runs/run-answer';
import { unknownRun } from '../runs/unknown-run';

/**
 * `POST /runs/{id}/cancel`. The mark on the row is what counts: whatever the orchestration does next, it sees it. Then
 * Databricks is told right away, and the orchestration is woken.
 */
export async function cancelRun(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(request.query, []);
  const { id = '' } = request.params;
  await refuseForeignRun(id, app);
  const account = isRunId(id) ? await accountOf(id, app) : undefined;
  if (!account) throw unknownRun();
  const showing = { onFailure: 200, joined: false };
  if (account.end) {
    if (mayGoOn(account.end)) await stopLeftover(account, app);
    return runAnswer(account, showing, app);
  }

  await mark(id, account.submittedAt, app);
  const row = await app.runs.read(id);
  const runId = row?.runId ?? account.run?.id;
  if (runId !== undefined && !row?.cancelSentAt) {
    const workspace = app.workspaces.find(row?.workspace);
    if (!workspace) throw workspaceUnknown();
    const sent = await workspace.databricks.cancel(runId);
    if (sent.ok) await app.runs.update(id, { cancelSentAt: iso(app.now()) });
  }
  await app.instances.wake(id);
  return runAnswer({ ...account, cancelRequested: true }, showing, app);
}

/** Whether that was an end of the watching only. */
const mayGoOn = ({ outcome, code }: End): boolean =>
  outcome === 'unknown' || ['terminated', 'detached', 'cancelUnconfirmed'].includes(code ?? '');

async function stopLeftover({ id, run }: RunAccount, { runs, workspaces }: App): Promise<void> {
  const row = await runs.read(id);
  const runId = row?.runId ?? run?.id;
  if (runId === undefined) return;
  const workspace = workspaces.find(row?.workspace);
  if (!workspace) throw workspaceUnknown();
  const sent = await workspace.databricks.cancel(runId);
  if (!sent.ok) throw databricksProblem(sent.problem, 'The run in Databricks could not be cancelled');
}

/** A run that was started through a standard address has no row until it has got to its first step. */
async function mark(id: string, submittedAt: string, { runs, now, newId, defaultTimeoutSeconds }: App): Promise<void> {
  if (!(await runs.read(id))) {
    await runs.create({ id, nonce: newId(), submittedAt, timeoutSeconds: defaultTimeoutSeconds, job: '' });
  }
  await runs.update(id, { cancelRequestedAt: iso(now()) });
}

const workspaceUnknown = () =>
  new ProblemError({
    status: 503,
    code: 'workspaceUnknown',
    detail:
      'The workspace of this run is no longer set up, so Databricks was not told. Set it up again, and cancel once more.',
  });

const iso = (time: number) => new Date(time).toISOString();
