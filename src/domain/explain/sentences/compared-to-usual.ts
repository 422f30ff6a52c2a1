import { hasEnded } from '../../outcome';
import { lengthInWords } from '../in-words';
import type { RunStory } from '../story';

/** How the run compares with the ones before it. One that failed early is not told to have been fast. */
export function comparedToUsual({ course, usualMs, outcome }: RunStory): string[] {
  if (!course || !usualMs) return [];
  const usual = `Runs of this job usually take ${lengthInWords(usualMs)} from when they begin`;
  const ratio = (course.phases.whole - course.phases.queued) / usualMs;
  const isOver = hasEnded(course.times.state);
  if (ratio >= 1.5) return [`${usual}: this one ${isOver ? 'took' : 'has taken'} ${timesInWords(ratio)} as long.`];
  if (!isOver) return [`${usual}.`];
  if (outcome !== 'succeeded' && outcome !== 'partial') return [];
  return [ratio <= 0.5 ? `${usual}: this one was faster.` : `${usual}: this one was no exception.`];
}

const timesInWords = (ratio: number) => `${ratio < 10 ? ratio.toFixed(1).replace('.0', '') : Math.round(ratio)} times`;
