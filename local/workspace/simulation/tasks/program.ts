import type { ClusterLoss } from '../clusters/cluster';

/** What a simulated task is called with: the parameters of the notebook, or the arguments of the script. */
export interface Call {
  parameters: Readonly<Record<string, string>>;
  arguments: readonly string[];
  taskKey: string;
  /** Counts retries and repairs, from 0. */
  attempt: number;
  /** On which it runs. */
  clusterId: string;
}

/** How long an attempt takes, phase by phase. */
export interface Pace {
  pendingMs?: number;
  runningMs?: number;
  terminatingMs?: number;
}

/**
 * A simulated notebook, script or query. It returns what a notebook would hand to `dbutils.notebook.exit` (text as it
 * is, anything else as JSON, undefined if it never calls it), what a script would print, the widgets of a dashboard, or
 * the state of an alert. It fails by throwing.
 */
export interface Program {
  pace?: Pace | ((call: Call) => Pace);
  run(call: Call): unknown;
}

/** The code of the task raised this. Databricks gives the trace as a terminal would show it, with its colours. */
export class WorkloadError extends Error {
  constructor(
    message: string,
    readonly trace: string,
  ) {
    super(message);
  }
}

/** The task could not run at all, or was cut off: a cluster that won't start, a library that can't be installed. */
export class PlatformError extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly type: 'INTERNAL_ERROR' | 'CLIENT_ERROR' | 'CLOUD_FAILURE',
    /** What has become of its cluster, if that is why. */
    readonly clusterLoss?: ClusterLoss,
  ) {
    super(message);
  }
}

const DEFAULT_PACE: Required<Pace> = { pendingMs: 1000, runningMs: 2000, terminatingMs: 500 };

/** Runs whatever the workspace knows nothing about. */
export const UNKNOWN_PROGRAM: Program = { run: () => undefined };

export function paceOf(program: Program, call: Call): Required<Pace> {
  const pace = typeof program.pace === 'function' ? program.pace(call) : program.pace;
  return { ...DEFAULT_PACE, ...pace };
}
