import type { RunView } from '../runs/run-view';
import type { Callback } from './callback';

/** What is posted: the run itself, or what the Webhook activity of Data Factory reads. */
export function callbackBody(view: RunView, endedWell: boolean, detail: string, { form }: Callback): string {
  if (form === 'run') return JSON.stringify(view);
  return JSON.stringify({
    Output: view,
    ...(!endedWell && { Error: { ErrorCode: view.code ?? 'runFailed', Message: detail } }),
    StatusCode: endedWell ? '200' : '424', // a text: from 400 on the activity fails, if it was told to report the status
  });
}
