import { blocksOf } from '../pipeline/definition';
import { failed, type Outcome } from '../runs/outcome';
import { newScope } from '../runs/run';
import type { Execution } from './execution';
import { outcomeOfInner } from './inner';

export async function ifCondition({ activity, input, scope, signal, runInner }: Execution): Promise<Outcome> {
  const { expression } = input;
  if (typeof expression !== 'boolean')
    return failed('InvalidCondition', `${JSON.stringify(expression)} is no condition`);
  const chosen = expression ? 'ifTrueActivities' : 'ifFalseActivities';
  const activities = blocksOf(activity).find(({ block }) => block === chosen)?.activities ?? [];
  return outcomeOfInner(await runInner(activities, newScope(scope), signal));
}
