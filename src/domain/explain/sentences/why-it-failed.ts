import type { Failure } from '../../failures/failure';
import type { FailureClass } from '../../failures/failure-class';
import { cleanText } from '../../texts/clean-text';
import { count, quoted, saying } from '../in-words';
import type { RunStory } from '../story';

const CAUSES: Readonly<Record<FailureClass, string>> = {
  userError: 'because of the request or the settings of the job',
  userCode: 'in its own code, or for its data',
  permission: 'because a right was missing',
  capacity: 'because a limit was reached or machines were short',
  cloud: 'because of Azure',
  platform: 'because of Databricks itself',
  timeout: 'because the time was up',
  canceled: 'because somebody stopped it',
  unknown: 'for a reason that Databricks does not name',
};

const MOST_TOLD = 3;
const MOST_MESSAGE = 300;

/** What failed, whose turn it is, and what to do. */
export function whyItFailed({ failures, errorsNotAsked }: RunStory): string[] {
  const told = failures.slice(0, MOST_TOLD).flatMap((failure, index) => {
    const isNewHint = failures.findIndex(({ hint }) => hint === failure.hint) === index;
    return [
      whatFailed(failure),
      ...(failure.hint && quoted(failure.hint) && isNewHint ? [sentence(failure.hint)] : []),
    ];
  });
  const rest = failures.length - MOST_TOLD;
  const unasked = errorsNotAsked > 0 ? ', and were not asked why' : '';
  return rest > 0 ? [...told, `${count(rest, 'more task')} failed${unasked}.`] : told;
}

function whatFailed({ taskKey, class: failureClass, message }: Failure): string {
  const what = taskKey === null ? 'The run as a whole ended badly' : `Task ${quoted(taskKey)} failed`;
  return `${what} ${CAUSES[failureClass]}${saying(cleanText(message, MOST_MESSAGE))}.`;
}

const sentence = (text: string) => `${quoted(text)}.`;
