/** What this app can have Databricks do, by the name of the field that a start names it with. */
export const RUN_KINDS = ['job', 'submit', 'pipeline', 'sql'] as const;

export type RunKind = (typeof RUN_KINDS)[number];

/** Whether Databricks can run what has failed once more, in the same run. */
export const isRepairable = (kind: RunKind): boolean => kind === 'job';
