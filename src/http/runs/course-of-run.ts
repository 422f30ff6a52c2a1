import type { Databricks } from '../../adapters/databricks/databricks';
import type { RunKind } from '../../contract/runs/run-kind';
import type { RunRow } from '../../contract/runs/run-row';
import type { Problem } from '../../domain/answer';
import { TELLING_EVENTS } from '../../domain/explain/cluster-events';
import { clustersToAsk, MOST_CLUSTERS } from '../../domain/explain/clusters-to-ask';
import { quoted } from '../../domain/explain/in-words';
import type { RunTimes } from '../../domain/explain/run-times';
import { type ClusterStory, courseOf, type RunStory } from '../../domain/explain/story';
import { hasEnded } from '../../domain/outcome';
import { usualDurationOf } from '../../runs/usual-duration-of';
import type { App } from '../app';

/** The part of the story that Databricks tells. */
type Told = Pick<RunStory, 'course' | 'whyNoCourse' | 'usualMs' | 'clusters' | 'clustersOmitted'>;

const OTHER_KINDS: Readonly<Partial<Record<RunKind, string>>> = {
  pipeline: 'It is an update of a pipeline, of which Databricks tells here neither tasks nor clusters: see its page.',
  sql: 'It is an SQL statement, of which Databricks tells neither a queue nor clusters: see the history of queries.',
};

/** What Databricks tells of the course of a run: at most a handful of requests. What can not be had is said. */
export async function courseOfRun(row: RunRow | undefined, app: App): Promise<Told> {
  if (!row?.runId) return untold();
  const other = OTHER_KINDS[row.kind ?? 'job'];
  if (other) return untold(other);
  const databricks = app.workspaces.find(row.workspace)?.databricks;
  if (!databricks) return untold('Its workspace is no longer set up in this app, so Databricks could not be asked.');
  const times = await databricks.runTimes(row.runId);
  if (!times.ok) return untold(whyNot(times.problem));
  const course = courseOf(times.value, app.now());
  const ids = clustersToAsk(course.tasks);
  const asked = ids.slice(0, MOST_CLUSTERS);
  const [usualMs, ...clusters] = await Promise.all([
    usualMsOf(row, times.value, databricks),
    ...asked.map((id) => clusterStory(id, times.value, databricks, app.now())),
  ]);
  return { course, whyNoCourse: undefined, usualMs, clusters, clustersOmitted: ids.length - asked.length };
}

const untold = (whyNoCourse?: string): Told => ({
  course: undefined,
  whyNoCourse,
  usualMs: undefined,
  clusters: [],
  clustersOmitted: 0,
});

function whyNot({ kind, message }: Problem): string {
  if (kind === 'notFound')
    return 'Databricks does not know this run any more, so this is only what this app has written down of it.';
  return `Databricks did not tell the course of the run: ${quoted(message)}.`;
}

/** Of the runs before this one, where it is one of long ago. */
async function usualMsOf(
  { kind, runId = '' }: RunRow,
  { jobId, startedAt }: RunTimes,
  databricks: Databricks,
): Promise<number | undefined> {
  return (await usualDurationOf({ kind, jobId, before: startedAt, but: runId }, databricks)) ?? undefined;
}

const MOST_EVENTS = 100;
/** What ends a cluster is often told a little later than what it did to the run. */
const GRACE_MS = 120_000;

async function clusterStory(
  clusterId: string,
  { startedAt = 0, endedAt, state }: RunTimes,
  { clusters }: Databricks,
  now: number,
): Promise<ClusterStory> {
  const [from, to] = [startedAt, hasEnded(state) && endedAt ? endedAt + GRACE_MS : now];
  const query = { clusterId, from, to, order: 'DESC', types: TELLING_EVENTS, limit: MOST_EVENTS } as const;
  const answer = await clusters.events(query);
  if (!answer.ok) return { clusterId, events: [], isCut: false, problem: answer.problem.message };
  const { events, nextPageToken } = answer.value;
  const ofRun = events.filter(({ at, type }) => at >= from && at <= to && TELLING_EVENTS.includes(type));
  return {
    clusterId,
    events: ofRun.toReversed().sort((one, other) => one.at - other.at),
    isCut: nextPageToken !== undefined,
    problem: undefined,
  };
}
