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
