import { type Activity, blocksOf, isContainer } from './definition';

const LOOPS = ['ForEach', 'Until'];

/** Loops hold no loops, and conditions hold neither loops nor conditions. Dependencies are between neighbours. */
export function checkNesting(activities: readonly Activity[], within?: Activity): string[] {
  const names = activities.map(({ name }) => name);
  return activities.flatMap((activity) => [
    ...placeProblems(activity, within),
    ...dependencyProblems(activity, names),
    ...blocksOf(activity).flatMap((block) => checkNesting(block.activities, activity)),
    ...(ancestorsOf(activity, activities).has(activity.name) ? [`'${activity.name}' waits for itself`] : []),
  ]);
}

function placeProblems(activity: Activity, within: Activity | undefined): string[] {
  if (!within) return [];
  const mayHold = LOOPS.includes(within.type) ? !LOOPS.includes(activity.type) : !isContainer(activity);
  const problems = mayHold ? [] : [`'${activity.name}', a ${activity.type}, can't be within a ${within.type}`];
  // A variable belongs to the whole pipeline: iterations at the same time would write over each other.
  const isParallel = within.type === 'ForEach' && within.typeProperties.isSequential !== true;
  if (isParallel && setsVariable(activity)) problems.push(`'${activity.name}' sets a variable in a parallel loop`);
  return problems;
}

const setsVariable = (activity: Activity): boolean =>
  activity.type === 'SetVariable' || blocksOf(activity).some(({ activities }) => activities.some(setsVariable));

function dependencyProblems({ name, dependsOn = [] }: Activity, neighbours: readonly string[]): string[] {
  return dependsOn.flatMap(({ activity, dependencyConditions }) => [
    ...(neighbours.includes(activity) ? [] : [`'${name}' waits for '${activity}', which is not beside it`]),
    ...(dependencyConditions.length > 0 ? [] : [`'${name}' waits for nothing in '${activity}'`]),
    ...dependencyConditions
      .filter((condition) => !['Succeeded', 'Failed', 'Completed', 'Skipped'].includes(condition))
      .map((condition) => `'${name}' has the condition '${condition}'`),
  ]);
}

/** The activities that must have come to an end before this one, of the same list. */
export function ancestorsOf({ dependsOn = [] }: Activity, activities: readonly Activity[]): Set<string> {
  const found = new Set<string>();
  const left = dependsOn.map(({ activity }) => activity);
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    const next = activities.find((activity) => activity.name === name);
    left.push(...(next?.dependsOn ?? []).map(({ activity }) => activity));
  }
  return found;
}
