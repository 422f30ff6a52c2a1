import { hasEnded } from '../../outcome';
import { phaseOf } from '../../phase';
import { count, lengthInWords, listInWords, quoted, saying, timeInWords } from '../in-words';
import type { QueueReason } from '../run-times';
import type { Course, RunStory } from '../story';
import type { TaskAccount } from '../task-accounts';

const QUEUE_REASONS: Readonly<Record<string, string>> = {
  MAX_CONCURRENT_RUNS_REACHED: 'an earlier run of the same job goes on, and the job allows only so many at once',
  ACTIVE_RUNS_LIMIT_REACHED: 'the workspace runs as many tasks at once as it may',
  ACTIVE_RUN_JOB_TASKS_LIMIT_REACHED: 'the workspace runs as many tasks that start other jobs as it may',
};

/** What a run that goes on waits for. */
export function rightNow({ outcome, course, lastWords, retryAt, now }: RunStory): string[] {
  if (outcome !== null) return [];
  if (retryAt !== undefined)
    return [`Right now it waits to be tried again, in ${lengthInWords(retryAt - now)} (${timeInWords(retryAt, now)}).`];
  if (!course) return lastWords && quoted(lastWords) ? [`Databricks has said of it last${saying(lastWords)}.`] : [];
  if (hasEnded(course.times.state)) return [];
  if (phaseOf(course.times.state) === 'queued') return [waitsInQueue(course)];
  const going = course.tasks.filter(({ latest }) => !hasEnded(latest.state));
  const inState = (...states: string[]) =>
    going.filter(({ latest: { state } }) => states.includes(state.lifeCycle ?? state.status ?? ''));
  return [
    ...doing(inState('RUNNING'), 'is running', 'are running'),
    ...doing(inState('PENDING', 'QUEUED'), 'waits for its machines', 'wait for their machines'),
    ...doing(inState('TERMINATING'), 'is cleaning up', 'are cleaning up'),
    ...waiting(
      inState('WAITING_FOR_RETRY', 'WAITING'),
      'has failed and will be tried',
      'have failed and will be tried',
    ),
  ];
}

function doing(tasks: readonly TaskAccount[], one: string, several: string): string[] {
  const longest = Math.max(...tasks.map(({ whole, earlier }) => whole - earlier));
  const [only, ...others] = tasks;
  if (!only) return [];
  if (others.length === 0) return [`Right now task ${only.key} ${one}, for ${lengthInWords(longest)} so far.`];
  const names = listInWords(tasks.map(({ key }) => key));
  return [
    `Right now ${count(tasks.length, 'task')} ${several} (${names}), for up to ${lengthInWords(longest)} so far.`,
  ];
}

function waiting(tasks: readonly TaskAccount[], one: string, several: string): string[] {
  const [only, ...others] = tasks;
  if (!only) return [];
  if (others.length === 0) return [`Task ${only.key} ${one} again.`];
  return [`${count(tasks.length, 'task')} (${listInWords(tasks.map(({ key }) => key))}) ${several} again.`];
}

function waitsInQueue({ times: { queue }, phases }: Course): string {
  return `Right now it waits in the queue, for ${lengthInWords(phases.queued)} so far, because ${reasonInWords(queue)}.`;
}

function reasonInWords({ code = '', message = '' }: QueueReason = { code: undefined, message: undefined }): string {
  const known = Object.hasOwn(QUEUE_REASONS, code) ? QUEUE_REASONS[code] : undefined;
  const told = quoted(message);
  if (known) return told ? `${known} (${told})` : known;
  return told ? `Databricks says: ${told}` : 'of something that Databricks does not name';
}
