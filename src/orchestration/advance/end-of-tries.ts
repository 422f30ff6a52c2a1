import type { Failing } from '../run-state';

/** How long we try to get the output of a run that has ended, and to write down its end. */
const COLLECT_BUDGET_MS = 600_000;

/** However long Databricks asks us to wait, the caller waits no longer. */
export const endOfTries = ({ failing }: { failing: Failing }): number => failing.since + COLLECT_BUDGET_MS;
