import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { callbackRefusal } from '../../../contract/callbacks/callback';
import { readRepairRequest } from '../../../contract/runs/request/repair-request';
import type { RunAccount } from '../../../contract/runs/run-view';
import { StorageUnavailable } from '../../../contract/storage-unavailable';
import type { App } from '../../app';
import { refuseForeignRun } from '../../callers/own-jobs';
import { readOnFailure, readWait, refuseUnknownOptions } from '../../reading/query';
import { readOptionalBody } from '../../reading/read-body';
import { requestInvalid } from '../../reading/request-invalid';
import { awaitEnd } from '../../runs/await-end';
import { beginRepair } from '../../runs/begin-repair';
import { runAnswer } from '../../runs/run-answer';

/**
 * `POST /runs/{id}/repair`: has what failed of a run run once more. It is the same run at Databricks and here, so its
 * orchestration begins anew under the same id.
 */
export async function repairRun(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(request.query, ['wait', 'onFailure']);
  const wait = readWait(request.query);
  const onFailure = readOnFailure(request.query);
  const { id = '' } = request.params;
  await refuseForeignRun(id, app);
  const asked = readRepairRequest(await readOptionalBody(request));
  if (!asked.ok) throw requestInvalid(asked.errors);
  const refusal = asked.callback && callbackRefusal(asked.callback, app.callbackRules);
  if (refusal) throw requestInvalid([refusal]);
  await app.linkKey(); // the answer needs it: what can fail fails before anything is started

  const { account: before, joined } = await beginRepair(id, asked, app);
  const account = await awaitEnd(id, wait, app).catch((error): RunAccount => {
    if (!(error instanceof StorageUnavailable) || !before) throw error;
    // It has been started: an error would make the caller start another one.
    return { ...before, status: 'pending', end: null };
  });
  return runAnswer({ ...account, run: account.run ?? before?.run ?? null }, { onFailure, joined }, app);
}
