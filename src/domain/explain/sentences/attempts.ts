import { count, lengthInWords, listInWords } from '../in-words';
import type { RunStory } from '../story';

const MOST_NAMED = 3;

/** Which tasks had to be tried more than once. */
export function attempts({ course }: RunStory): string[] {
  const tried = (course?.tasks ?? []).filter((task) => task.attempts > 1);
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
