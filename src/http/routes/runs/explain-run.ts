import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { explanationOf } from '../../../contract/runs/explanation';
import type { RunFacts } from '../../../contract/runs/run-result';
import { retryAt } from '../../../contract/runs/run-view';
import type { App } from '../../app';
import { refuseForeignRun } from '../../callers/own-jobs';
import { refuseUnknownOptions } from '../../reading/query';
import { awaitEnd } from '../../runs/await-end';
import { courseOfRun } from '../../runs/course-of-run';
import { failuresSoFar } from '../../runs/failures-so-far';

/** `GET /runs/{id}/explain`: why a run was slow, or failed, in plain words. */
export async function explainRun({ params: { id = '' }, query }: HttpRequest, app: App): Promise<HttpResponseInit> {
  await refuseForeignRun(id, app);
  refuseUnknownOptions(query, []);
  const account = await awaitEnd(id, 0, app);
  const row = await app.runs.read(id);
  const told = await courseOfRun(row, app);
  const { status, submittedAt, trouble, earlier, run, end } = account;
  const failed = end?.failures
    ? { failures: end.failures, errorsNotAsked: 0 }
    : await failuresSoFar(row, told.course?.tasks ?? [], app);
  const again = retryAt(account, app.now());
  const about = { id, code: end?.code ?? null, failuresOmitted: end?.failuresOmitted ?? 0 };
  const story = {
    ...told,
    now: app.now(),
    submittedAt: Date.parse(submittedAt),
    endedAt: end?.endedAt ? Date.parse(end.endedAt) : undefined,
    status,
    outcome: end?.outcome ?? null,
    message: end?.message ?? null,
    earlierEnds: (end?.earlier ?? earlier).length,
    retryAt: again === null ? undefined : Date.parse(again),
    trouble,
    lastWords: run && wordsOf(run),
    ...failed,
  };
  return { status: 200, jsonBody: explanationOf(about, story) };
}

const wordsOf = ({ state, message }: RunFacts) => [state, message].filter(Boolean).join(', ') || null;
