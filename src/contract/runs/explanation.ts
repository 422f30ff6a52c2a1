import { z } from 'zod';
import { isTrouble, meaningOf } from '../../domain/explain/cluster-events';
import type { ClusterStory, RunStory } from '../../domain/explain/story';
import { summaryOf } from '../../domain/explain/summary';
import type { TaskAccount } from '../../domain/explain/task-accounts';
import { classOfAll } from '../../domain/failures/failure-class';
import { iso, isoOrNull } from '../../domain/iso';
import { hasEnded, outcomeOf } from '../../domain/outcome';
import { classOfEnd } from './class-of-end';
import { failureClassSchema } from './failure';
import { outcomeSchema, runResultSchema } from './run-result';
import { runViewSchema } from './run-view';

const seconds = z.number().min(0);
const time = z.iso.datetime().nullable();

const phasesSchema = z
  .object({
    wholeSeconds: seconds.describe('From the start of the run to its end, or until now.'),
    queuedSeconds: seconds.describe('In the queue of the job.'),
    setupSeconds: seconds.describe('Waiting for machines, with no task at work.'),
    runningSeconds: seconds.describe('With a task at work.'),
    cleanupSeconds: seconds.describe('Cleaning up, with nothing else going on.'),
    idleSeconds: seconds.describe('With nothing going on: before another try, or before a repair.'),
  })
  .describe('How the time of the run was spent. All but the whole add up to the whole.');

const taskSchema = z.object({
  taskKey: z.string(),
  state: z.string().describe('In the words of Databricks.'),
  outcome: outcomeSchema.nullable().describe('Null: it has not ended.'),
  class: failureClassSchema.nullable().describe('Null: it has not failed by itself.'),
  attempts: z.int().min(1),
  startedAt: time,
  endedAt: time,
  queuedSeconds: seconds,
  setupSeconds: seconds,
  runningSeconds: seconds,
  cleanupSeconds: seconds,
  earlierSeconds: seconds.describe('What the attempts before the latest took; all else is about the latest.'),
  clusterId: z.string().nullable().describe('Null: it has none that could be looked at.'),
});

const clusterSchema = z.object({
  clusterId: z.string(),
  events: z.array(
    z.object({
      at: z.iso.datetime(),
      type: z.string().describe('In the words of Databricks.'),
      text: z.string().describe('What it means, to be read after the name of the cluster.'),
      isTrouble: z.boolean().describe('Whether it can be why the run failed, or was slow.'),
    }),
  ),
  eventsCut: z.boolean().describe('There are more than these.'),
  problem: z.string().nullable().describe('Why nothing could be seen of it.'),
});

export const explanationSchema = z
  .object({
    id: z.string(),
    status: runViewSchema.shape.status,
    outcome: outcomeSchema.nullable().describe('Null while the run goes on.'),
    class: failureClassSchema.nullable().describe('Of all failures together: what has to be mended first.'),
    summary: z.array(z.string()).describe('Why the run was slow or failed: one sentence or two each, for people.'),
    phases: phasesSchema.nullable().describe('Null: Databricks does not tell it.'),
    usualSeconds: seconds.nullable().describe('What a run of this job takes usually.'),
    criticalPath: z
      .array(z.string())
      .describe('The tasks that decided how long it took, in the order in which they ran.'),
    tasks: z.array(taskSchema),
    tasksOmitted: z.int().min(0),
    clusters: z.array(clusterSchema),
    clustersOmitted: z
      .int()
      .min(0)
      .describe('How many more clusters the run has used, whose events were not asked for.'),
    failures: runResultSchema.shape.failures,
    failuresOmitted: runResultSchema.shape.failuresOmitted,
  })
  .describe('An account of a run: where its time went, and what went wrong.');

type Explanation = z.infer<typeof explanationSchema>;

/** A run may have a thousand tasks. */
const MOST_TASKS = 100;

interface About {
  id: string;
  code: string | null;
  failuresOmitted: number;
}

export function explanationOf({ id, code, failuresOmitted }: About, story: RunStory): Explanation {
  const { status, outcome, failures, course, usualMs, clusters, clustersOmitted } = story;
  const tasks = course?.tasks ?? [];
  const shown = tellingMost(tasks);
  const hasEndedWell = outcome === null || outcome === 'succeeded';
  return {
    id,
    status,
    outcome,
    class: classOfAll(failures) ?? (hasEndedWell ? null : classOfEnd(code)),
    summary: summaryOf(story),
    phases: course ? phasesIn(course.phases) : null,
    usualSeconds: usualMs === undefined ? null : usualMs / 1000,
    criticalPath: (course?.path ?? []).map(({ key }) => key),
    tasks: shown.map((task) => taskIn(task, story)),
    tasksOmitted: tasks.length - shown.length,
    clusters: clusters.map(clusterIn),
    clustersOmitted,
    failures: [...failures],
    failuresOmitted,
  };
}

/** If not all of them: those that took the longest. */
function tellingMost(tasks: readonly TaskAccount[]): TaskAccount[] {
  const isBad = ({ latest }: TaskAccount) => hasEnded(latest.state) && outcomeOf(latest.state) !== 'succeeded';
  const inTurn = tasks.toSorted((a, b) => Number(isBad(b)) - Number(isBad(a)) || b.whole - a.whole);
  const kept = new Set(inTurn.slice(0, MOST_TASKS));
  return tasks.filter((task) => kept.has(task));
}

function phasesIn({ whole, queued, setup, running, cleanup, idle }: NonNullable<RunStory['course']>['phases']) {
  return {
    wholeSeconds: whole / 1000,
    queuedSeconds: queued / 1000,
    setupSeconds: setup / 1000,
    runningSeconds: running / 1000,
    cleanupSeconds: cleanup / 1000,
    idleSeconds: idle / 1000,
  };
}

function taskIn(task: TaskAccount, { failures }: RunStory): Explanation['tasks'][number] {
  const { key, latest, attempts, queued, setup, running, cleanup, earlier } = task;
  const { state, cluster } = latest;
  const isOfTask = (taskKey: string | null) => taskKey === key || taskKey?.startsWith(`${key}/`) === true;
  return {
    taskKey: key,
    state: state.result ?? state.lifeCycle ?? state.status ?? 'UNKNOWN',
    outcome: hasEnded(state) ? outcomeOf(state) : null,
    class: classOfAll(failures.filter(({ taskKey }) => isOfTask(taskKey))) ?? null,
    attempts,
    startedAt: isoOrNull(latest.startedAt),
    endedAt: isoOrNull(latest.endedAt),
    queuedSeconds: queued / 1000,
    setupSeconds: setup / 1000,
    runningSeconds: running / 1000,
    cleanupSeconds: cleanup / 1000,
    earlierSeconds: earlier / 1000,
    clusterId: cluster?.id ?? null,
  };
}

function clusterIn({ clusterId, events, isCut, problem }: ClusterStory): Explanation['clusters'][number] {
  const told = events.flatMap((event) => {
    const text = meaningOf(event);
    return text ? [{ at: iso(event.at), type: event.type, text, isTrouble: isTrouble(event) }] : [];
  });
  return { clusterId, events: told, eventsCut: isCut, problem: problem ?? null };
}
