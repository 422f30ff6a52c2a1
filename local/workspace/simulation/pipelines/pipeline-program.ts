/** How long an update takes, phase by phase. A phase without a time is passed over, where Databricks may do so, too. */
export interface PipelinePace {
  queuedMs?: number;
  createdMs?: number;
  waitingMs?: number;
  initializingMs?: number;
  resettingMs?: number;
  settingUpMs?: number;
  /** For each table. */
  tableMs?: number;
}

/** Stands for the source code of a pipeline. Fails by throwing. */
export interface PipelineProgram {
  /** In the order in which they are refreshed. */
  tables: readonly string[];
  pace?: PipelinePace;
  /** What is found out about the code before anything is refreshed. */
  check?(): void;
  /** The query of one table. */
  refresh?(table: string, full: boolean): void;
  /** How often Databricks tries again by itself after a failure, as it does for pipelines in production mode. */
  retries?: number;
}

export interface StackFrame {
  declaring_class: string;
  method_name: string;
  file_name?: string;
  line_number?: number;
}

export interface SerializedException {
  class_name: string;
  message: string;
  stack: readonly StackFrame[];
}

/** What is thrown, and what has caused it, the outermost first. */
export class PipelineError extends Error {
  constructor(readonly exceptions: readonly SerializedException[]) {
    super(exceptions[0]?.message ?? '');
  }
}

export const USUAL_PACE: Required<PipelinePace> = {
  queuedMs: 0,
  createdMs: 500,
  waitingMs: 2000,
  initializingMs: 2000,
  resettingMs: 1000,
  settingUpMs: 1000,
  tableMs: 1000,
};
