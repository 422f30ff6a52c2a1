import { isTrouble, meaningOf } from '../cluster-events';
import { count, saying, timeInWords } from '../in-words';
import type { ClusterStory, RunStory } from '../story';

const MOST_PER_CLUSTER = 3;

/** What befell the clusters of the run, and what of that nobody could see. */
export function whatClustersSay({ clusters, clustersOmitted, now }: RunStory): string[] {
  const sentences = clusters.flatMap((cluster) => [...troubles(cluster, now), ...unseen(cluster)]);
  const others = `Other clusters of the run (${clustersOmitted}) were not asked what befell them.`;
  return clustersOmitted > 0 ? [...sentences, others] : sentences;
}

function troubles({ clusterId, events }: ClusterStory, now: number): string[] {
  const bad = events.filter(isTrouble);
  const told = bad.slice(0, MOST_PER_CLUSTER).map((event) => {
    return `Cluster ${clusterId} ${meaningOf(event) ?? `had trouble (${event.type})`} at ${timeInWords(event.at, now)}.`;
  });
  const rest = bad.length - told.length;
  return rest > 0 ? [...told, `It had ${count(rest, 'more trouble')}; see its events.`] : told;
}

function unseen({ clusterId, problem, isCut }: ClusterStory): string[] {
  if (problem !== undefined) return [`What befell cluster ${clusterId} could not be seen${saying(problem)}.`];
  return isCut ? [`Cluster ${clusterId} had more events than are shown.`] : [];
}
