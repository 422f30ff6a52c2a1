import type { Outcome } from '../../domain/outcome';
import { cutOffOf } from './cut-off';
import type { RunRow } from './run-row';

/** With these codes the time of a run was up, and it was not seen to stop. */
export const LEFT_ALONE_CODES: readonly string[] = ['detached', 'cancelUnconfirmed'];

/** Whether that was an end of the watching only: Databricks has not said how the run has ended, and it may go on. */
export const isLeftAlone = ({ outcome, code }: { outcome?: Outcome | undefined; code?: string | null | undefined }) =>
  outcome === 'unknown' || LEFT_ALONE_CODES.includes(code ?? '');

/** What Databricks has said afterwards of a run that was not watched to its end. */
export const lateOutcomeOf = (row: RunRow): Outcome | null =>
  isLeftAlone(row) || cutOffOf(row) ? (row.lateOutcome ?? null) : null;
