/** What this app keeps of a Databricks run. Ids are text: an int64 does not fit a JavaScript number. */
export interface Run {
  id: string;
  jobId: string | undefined;
  name: string;
  pageUrl: string;
  state: ReportedState;
  /** How long it waited in the queue, if Databricks says so. */
  queueMs?: number | undefined;
  /** Why it waits there, in the words of Databricks. */
  queueReason?: string | undefined;
  /** One entry for each task, or iteration, in the order of Databricks: its latest attempt only. */
  tasks: TaskRun[];
}

/** Both of Databricks' vocabularies, as they came: the values may grow, so they are text. */
export interface ReportedState {
  lifeCycle?: string | undefined;
  result?: string | undefined;
  /** `status.state`, and what `status.termination_details` says. */
  status?: string | undefined;
  terminationCode?: string | undefined;
  terminationType?: string | undefined;
  /** `state_message`, or what the status says in its place. */
  message: string;
}

export interface TaskRun {
  key: string;
  id: string;
  /** `notebook_task`, `run_job_task`, `for_each_task` and so on; `unknown` if none is named. */
  kind: string;
  pageUrl: string;
  state: ReportedState;
  /** Of a task that runs another job, once it has started one. */
  childRunId?: string | undefined;
}
