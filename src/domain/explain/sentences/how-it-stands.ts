import { hasEnded, type Outcome } from '../../outcome';
import { lengthInWords, quoted, saying } from '../in-words';
import type { RunStory } from '../story';

const OUTCOMES_IN_WORDS: Readonly<Record<Outcome, string>> = {
  succeeded: 'The run succeeded',
  partial: 'The run succeeded, although some of its tasks failed',
  failed: 'The run failed',
  timedOut: 'The time of the run was up',
  canceled: 'The run was cancelled',
  skipped: 'Databricks skipped the run',
  rejected: 'The run was never started',
  unknown: 'Nobody knows how the run ended',
};

/** These have no length that would mean anything. */
const WITHOUT_LENGTH: readonly Outcome[] = ['skipped', 'rejected', 'unknown'];

/** How it ended and after how long, or how long it has been going on. */
export function howItStands(story: RunStory): string[] {
  const { outcome, submittedAt, endedAt, now, course, failures, message, trouble } = story;
  const length = course?.phases.whole ?? Math.max(0, (endedAt ?? now) - submittedAt);
  if (outcome === null) {
    const problem = trouble ? [`Something went wrong last, and is tried again${saying(trouble)}.`] : [];
    return [`The run has been going on for ${lengthInWords(length)}.`, ...problem];
  }
  const end = OUTCOMES_IN_WORDS[outcome];
  const sentences = [WITHOUT_LENGTH.includes(outcome) ? `${end}.` : `${end} after ${lengthInWords(length)}.`];
  if (course && !hasEnded(course.times.state)) sentences.push('In Databricks it still goes on.');
  // Why the run as a whole failed is often what was said of its end, cut elsewhere.
  const isExplained = failures.some(
    (failure) => failure.taskKey !== null || beginning(failure.message) === beginning(message ?? ''),
  );
  if (message && quoted(message) && !isExplained && outcome !== 'succeeded')
    sentences.push(`${capital(quoted(message))}.`);
  return sentences;
}

const beginning = (text: string) => quoted(text).slice(0, 200);

const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
