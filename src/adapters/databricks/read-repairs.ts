import { z } from 'zod';
import type { Answer } from '../../domain/answer';
import type { ReportedState } from '../../domain/run';
import type { Ask } from './ask';
import { idSchema } from './id-schema';
import { stateOf } from './read-run';
import { standing } from './run-schema';

/** What has to be known of a run before it is repaired. */
export interface Repairs {
  state: ReportedState;
  /** Every further repair has to name it. */
  latestRepairId?: string | undefined;
}

const schema = z.looseObject({
  ...standing,
  /** The first one has no id: it is the run itself. */
  repair_history: z.array(z.looseObject({ id: idSchema.optional() })).optional(),
});

export async function readRepairs(ask: Ask, runId: string): Promise<Answer<Repairs>> {
  const query = { run_id: runId, include_history: 'true' };
  const answer = await ask({ method: 'GET', path: 'jobs/runs/get', query }, schema);
  if (!answer.ok) return answer;
  const { repair_history: history = [] } = answer.value;
  const latestRepairId = history.findLast(({ id }) => id !== undefined)?.id;
  return { ok: true, value: { state: stateOf(answer.value), latestRepairId } };
}
