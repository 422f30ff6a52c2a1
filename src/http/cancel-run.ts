import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { accountOf } from '../account/account';
import { isRunId } from '../contract/run-id';
import type { RunAccount } from '../contract/run-view';
import type { App } from './app';
import { databricksProblem } from './find-job';
import { refuseForeignRun } from './own-jobs';
import { refuseUnknownOptions } from './query';
import { runAnswer } from './show-run';
import { unknownRun } from './unknown-run';

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
    if (GOES_ON.includes(account.end.code ?? '')) await stopLeftover(account, app);
    return runAnswer(account, showing, app);
  }

  await mark(id, account.submittedAt, app);
  const row = await app.runs.read(id);
  const runId = row?.runId ?? account.run?.id;
  if (runId !== undefined && !row?.cancelSentAt) {
    const sent = await app.workspaces.find(row?.workspace)?.databricks.cancel(runId);
    if (sent?.ok) await app.runs.update(id, { cancelSentAt: iso(app.now()) });
  }
  await app.instances.wake(id);
  return runAnswer({ ...account, cancelRequested: true }, showing, app);
}

/** The ends of the watching, after which the run in Databricks may go on. */
const GOES_ON = ['terminated', 'deleted', 'detached', 'cancelUnconfirmed'];

async function stopLeftover({ id, run }: RunAccount, { runs, workspaces }: App): Promise<void> {
  const row = await runs.read(id);
  const runId = row?.runId ?? run?.id;
  const workspace = workspaces.find(row?.workspace);
  if (runId === undefined || !workspace) return;
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

const iso = (time: number) => new Date(time).toISOString();
