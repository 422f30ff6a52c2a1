import { count, lengthInWords, listInWords } from '../in-words';
import type { RunStory } from '../story';
import type { TaskAccount } from '../task-accounts';

const MOST_NAMED = 3;

/** What had to be tried more than once: the run as a whole, and which of its tasks. */
export function attempts({ course, earlierEnds, retryAt }: RunStory): string[] {
  const ends = count(earlierEnds, 'time');
  const soFar =
    retryAt === undefined
      ? `It had ended ${ends} before, and was repaired or started anew.`
      : `It has ended ${ends} so far.`;
  const before = earlierEnds > 0 ? [soFar] : [];
  return [...before, ...ofTasks(course?.tasks ?? [])];
}

function ofTasks(tasks: readonly TaskAccount[]): string[] {
  const tried = tasks.filter((task) => task.attempts > 1);
  const inTurn = tried.toSorted((one, other) => other.earlier - one.earlier);
  const others = inTurn.slice(MOST_NAMED).map(({ key }) => key);
  const sentences = inTurn.slice(0, MOST_NAMED).map(({ key, attempts: times, earlier }) => {
    const before = earlier > 0 ? `; what came before the last attempt took ${lengthInWords(earlier)}` : '';
    return `Task ${key} was tried ${count(times, 'time')}${before}.`;
  });
  return others.length === 0
    ? sentences
    : [...sentences, `More tasks were tried more than once: ${listInWords(others)}.`];
}
