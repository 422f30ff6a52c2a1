import type { Instances } from '../adapters/durable/instances';
import type { Runs } from '../adapters/storage/runs';
import { isLeftAlone } from '../contract/runs/left-alone';
import type { RunRow } from '../contract/runs/run-row';
import { hasEnded, type Outcome, outcomeOf } from '../domain/outcome';
import { hasInstanceEnded } from './instance-end';
import { type WorkTools, workOf } from './remote-work';

export interface LateTools extends WorkTools {
  runs: Pick<Runs, 'update'>;
  instances: Pick<Instances, 'read'>;
}

/**
 * Asks Databricks what has become of a run that this app has left alone, and writes it down once it has ended. Undefined:
 * there is nothing to learn, or not yet. The end that callers were told of stays, and nothing is ever cancelled.
 */
export async function learnLateOutcome(
  row: RunRow,
  during: 'upkeep' | 'notification',
  tools: LateTools,
): Promise<Outcome | undefined> {
  if (row.lateOutcome || !isLeftAlone(row)) return undefined;
  const instance = await tools.instances.read(row.id);
  if (instance && !hasInstanceEnded(instance)) return undefined; // it is watched again, and will end anew
  const answer = await workOf(row, during, tools)?.read();
  if (answer && !answer.ok && answer.problem.kind === 'notFound') {
    await tools.runs.update(row.id, { lateOutcome: 'unknown' }); // and will stay so: it need not be asked again
    return undefined;
  }
  if (!answer?.ok || !hasEnded(answer.value.state)) return undefined;
  const lateOutcome = outcomeOf(answer.value.state);
  await tools.runs.update(row.id, { lateOutcome });
  return lateOutcome;
}
