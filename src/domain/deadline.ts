export interface Submission {
  /** In milliseconds, or as an ISO text. */
  submittedAt: number | string;
  timeoutSeconds: number;
}

/** When the time of a run is up. It counts from the request on: waiting for Databricks, or in its queue, is part of it. */
export function deadlineOf({ submittedAt, timeoutSeconds }: Submission): number {
  const start = typeof submittedAt === 'number' ? submittedAt : Date.parse(submittedAt);
  return start + timeoutSeconds * 1000;
}
