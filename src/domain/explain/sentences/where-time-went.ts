import { hasEnded } from '../../outcome';
import { phaseOf } from '../../phase';
import { isWorthTelling, lengthInWords, listInWords, shareInWords } from '../in-words';
import type { Course, RunStory } from '../story';
import type { TaskAccount } from '../task-accounts';

/** What the time went into, as far as that is no trifle. */
export function whereTimeWent(story: RunStory): string[] {
  const { course } = story;
  return course ? [...beforeIt(story, course), ...waits(course), ...work(course)] : [];
}

/** From here on a setup is so long that there is something to be gained. */
const LONG_SETUP_MS = 120_000;

function beforeIt({ submittedAt }: RunStory, { times: { startedAt } }: Course): string[] {
  const late = (startedAt || submittedAt) - submittedAt;
  return late >= 30_000 ? [`It took ${lengthInWords(late)} until Databricks had taken the run on.`] : [];
}

function waits({ phases, times, tasks }: Course): string[] {
  const { whole, queued, setup, idle, cleanup } = phases;
  const sentences: string[] = [];
  const tell = (ms: number, sentence: (length: string) => string) => {
    if (isWorthTelling(ms, whole)) sentences.push(sentence(`${lengthInWords(ms)} (${shareInWords(ms, whole)})`));
  };
  const isQueued = phaseOf(times.state) === 'queued';
  if (!isQueued) tell(queued, (length) => `It waited in the queue for ${length} before it could begin.`);
  tell(setup, (length) => `For ${length} it only waited for machines to be ready.`);
  const isForJob = tasks.some(({ latest, setup: own }) => latest.cluster?.kind === 'job' && own >= LONG_SETUP_MS);
  if (isForJob && setup >= LONG_SETUP_MS)
    sentences.push('Its clusters are made for each run: a pool of machines, or serverless compute, would be faster.');
  tell(idle, (length) => `For ${length} none of its tasks was going on: it waited to try again, or to be repaired.`);
  tell(cleanup, (length) => `Cleaning up took ${length}.`);
  return sentences;
}

function work({ path, tasks, phases: { whole }, times }: Course): string[] {
  const [longest] = path.toSorted((one, other) => other.whole - one.whole);
  if (!longest || !isWorthTelling(longest.whole, whole)) return [];
  if (tasks.length === 1) return hasEnded(times.state) ? onlyTask(longest, whole) : [];
  const took = `${lengthInWords(longest.whole)} (${shareInWords(longest.whole, whole)})`;
  if (path.length === 1) return [`Task ${longest.key} took the longest: ${took}.`];
  const names = listInWords(path.map(({ key }) => key));
  return [`Its length comes from the tasks ${names}, one after the other; ${longest.key} alone took ${took}.`];
}

function onlyTask({ key, running }: TaskAccount, whole: number): string[] {
  const length = `${lengthInWords(running)} (${shareInWords(running, whole)})`;
  return isWorthTelling(running, whole) ? [`Its only task, ${key}, was at work for ${length}.`] : [];
}
