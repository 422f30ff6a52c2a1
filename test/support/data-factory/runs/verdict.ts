import type { Activity, Condition } from '../pipeline/definition';
import { hasFailed, type Outcome } from './outcome';

/** Each activity that counts and has failed. */
export interface Failure {
  name: string;
  outcome: Outcome;
}

/**
 * Whether activities have gone well as a whole: the last ones of each path count, and if one of them was skipped, those
 * before it do.
 */
export function failuresOf(activities: readonly Activity[], ended: ReadonlyMap<string, Outcome>): Failure[] {
  const waitedFor = new Set(activities.flatMap(({ dependsOn = [] }) => dependsOn.map(({ activity }) => activity)));
  const failures = new Map<string, Failure>();
  const look = (name: string): void => {
    const activity = activities.find((one) => one.name === name);
    const outcome = ended.get(name);
    if (!activity || !outcome) throw new Error(`'${name}' has not ended`);
    if (outcome.status === 'Skipped') for (const before of activity.dependsOn ?? []) look(before.activity);
    if (hasFailed(outcome)) failures.set(name, { name, outcome });
  };
  for (const { name } of activities) if (!waitedFor.has(name)) look(name);
  return [...failures.values()];
}

/** Whether an activity that waits for another may begin. */
export function isMet(conditions: readonly Condition[], outcome: Outcome): boolean {
  return conditions.some((condition) => {
    switch (condition) {
      case 'Succeeded':
      case 'Skipped':
        return outcome.status === condition;
      case 'Failed':
        return hasFailed(outcome);
      case 'Completed':
        return outcome.status === 'Succeeded' || hasFailed(outcome);
      default:
        throw new Error(`There is no condition '${condition}'`);
    }
  });
}
