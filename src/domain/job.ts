export interface JobSummary {
  id: string;
  name: string;
}

/** What this app shows of a Databricks job. */
export interface Job {
  id: string;
  name: string;
  parameters: JobParameter[];
  tasks: JobTask[];
  /** By Databricks itself. Undefined: as long as it takes. */
  timeoutSeconds?: number | undefined;
  maxConcurrentRuns?: number | undefined;
  /** Whether runs beyond that wait for their turn, or are skipped. */
  queue?: boolean | undefined;
  schedule?: JobSchedule | undefined;
}

interface JobSchedule {
  /** In the form of Quartz, which has seconds. */
  cron: string;
  timezone: string;
  paused: boolean;
}

export interface JobParameter {
  name: string;
  default: string;
}

export interface JobTask {
  key: string;
  /** As that of a task run: `notebook_task` and so on; `unknown` if none is named. */
  kind: string;
}
