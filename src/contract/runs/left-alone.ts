import type { Outcome } from '../../domain/outcome';
import type { RunEndCode } from '../codes';
import { cutOffOf } from './cut-off';
import type { RunRow } from './run-row';

/** With these codes the time of a run was up, and it was not seen to stop. */
export const LEFT_ALONE_CODES: readonly string[] = ['detached', 'cancelUnconfirmed'] satisfies RunEndCode[];

interface Ended {
  outcome?: Outcome | undefined;
  code?: string | null | undefined;
}

/** Whether this app has stopped watching a run of which Databricks has not said how it has ended. */
export const isLeftAlone = ({ outcome, code }: Ended): boolean =>
  outcome === 'unknown' || LEFT_ALONE_CODES.includes(code ?? '');

/** Whether that was an end of the watching only, for whatever reason: the run may go on at Databricks. */
export const mayGoOn = (end: Ended): boolean => isLeftAlone(end) || cutOffOf(end) !== undefined;

/** What Databricks has said afterwards of a run that was not watched to its end. */
export const lateOutcomeOf = (row: RunRow): Outcome | null => (mayGoOn(row) ? (row.lateOutcome ?? null) : null);
