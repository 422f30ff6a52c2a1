import type { Activity } from '../pipeline/definition';
import type { Outcome } from './outcome';
import type { Run, Scope } from './run';
import { type Around, runActivity } from './run-activity';
import { type Failure, failuresOf, isMet } from './verdict';

/** Runs activities, each as soon as those that it waits for have ended. Gives those that make it a failure. */
export async function runActivities(
  activities: readonly Activity[],
  scope: Scope,
  run: Run,
  signal: AbortSignal,
): Promise<Failure[]> {
  const runInner: Around['runInner'] = (inner, own, stop) => runActivities(inner, own, run, stop);
  const begun = new Map<string, Promise<Outcome>>();
  const endOf = (name: string): Promise<Outcome> => {
    const activity = activities.find((one) => one.name === name);
    if (!activity) throw new Error(`There is no activity '${name}'`);
    const end = begun.get(name) ?? begin(activity);
    begun.set(name, end);
    return end;
  };
  const begin = async (activity: Activity): Promise<Outcome> => {
    const { name, dependsOn = [] } = activity;
    const before = await Promise.all(dependsOn.map((dependency) => endOf(dependency.activity)));
    const mayRun = dependsOn.every(({ dependencyConditions }, at) => {
      const outcome = before[at];
      return outcome !== undefined && isMet(dependencyConditions, outcome);
    });
    const skipped: Outcome = { status: 'Skipped', output: {} };
    const outcome = mayRun ? await runActivity(activity, { scope, run, signal, runInner }) : skipped;
    scope.ended.set(name, outcome);
    return outcome;
  };
  await Promise.all(activities.map(({ name }) => endOf(name)));
  return failuresOf(activities, scope.ended);
}
