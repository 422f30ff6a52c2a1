import { z } from 'zod';
import { CALLBACK_FIELDS, type Callback, takeCallback } from '../../callbacks/callback';
import { RUN_NOW_FIELDS, type RunNow } from '../../jobs/job-parameters';
import type { FieldProblem } from '../../problem';
import { fieldProblems } from '../../schema-problem';
import type { RepairWish } from './repair-wish';
import { RUN_OPTIONS } from './run-request';

const { only: _, queue: __, ...PARAMETERS } = RUN_NOW_FIELDS;

const CHAIN_IS_OURS = 'is found out by this app';

const fields = z.strictObject({
  rerun_tasks: z
    .array(z.string().min(1).max(1000))
    .min(1)
    .max(1000)
    .optional()
    .describe('Default: whatever has failed.'),
  rerun_all_failed_tasks: z.boolean().optional().describe('The same as naming none.'),
  rerun_dependent_tasks: z
    .boolean()
    .optional()
    .describe('Also what depends on those tasks, although it had succeeded (default: false).'),
  latest_repair_id: z.never(CHAIN_IS_OURS).optional(),
  ...PARAMETERS,
  timeoutSeconds: RUN_OPTIONS.timeoutSeconds.describe('How long it may take from now on (default: as for the run).'),
});

/** For the description of the contract only: what is called back is taken out before the rest is read. */
export const repairRequestSchema = z
  .strictObject({ ...fields.shape, ...CALLBACK_FIELDS })
  .describe(
    "What of a run is run once more, in the words of Databricks' runs/repair. The parameters of the run are passed again; those that stand here take their place.",
  );

export type RepairReading =
  | {
      ok: true;
      repair: RepairWish;
      /** Those that are to be others than before. */
      parameters: RunNow;
      timeoutSeconds: number | undefined;
      callback: Callback | undefined;
    }
  | { ok: false; errors: FieldProblem[] };

export function readRepairRequest(body: unknown): RepairReading {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return {
      ok: false,
      errors: [{ field: '', detail: 'must be an object such as {"rerun_tasks": ["sales"]}, or empty' }],
    };
  }
  const { callback, errors, rest } = takeCallback(body);
  const { data, error } = fields.safeParse(rest);
  if (!data) return { ok: false, errors: [...fieldProblems(error), ...errors] };
  if (errors.length > 0) return { ok: false, errors };
  const { rerun_tasks, rerun_all_failed_tasks: all, rerun_dependent_tasks: dependents = false, ...more } = data;
  if (rerun_tasks && all) {
    const detail = 'must not stand beside rerun_all_failed_tasks: name the tasks, or none';
    return { ok: false, errors: [{ field: 'rerun_tasks', detail }] };
  }
  const { timeoutSeconds, latest_repair_id: ___, ...parameters } = more;
  const tasks = rerun_tasks ? [...new Set(rerun_tasks)] : null;
  return { ok: true, repair: { tasks, dependents }, parameters, timeoutSeconds, callback };
}
