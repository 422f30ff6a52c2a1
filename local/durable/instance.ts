import type { ParentInstance } from './history/event';

export type RuntimeStatus = 'Pending' | 'Running' | 'Suspended' | 'Completed' | 'Failed' | 'Terminated';

/** An orchestration as a status request sees it. Values are JSON texts, as the orchestrator's library sent them. */
export interface Instance {
  instanceId: string;
  /** Names the generation: a new one with every continue-as-new. */
  executionId: string;
  /** How often this id was used before. */
  generation: number;
  name: string;
  version: string | null;
  parent: ParentInstance | null;
  status: RuntimeStatus;
  input: string | null;
  customStatus: string | null;
  /** JSON text of the result; of a failed, terminated or suspended instance plain text. */
  output: string | null;
  createdAt: number;
  updatedAt: number;
}

export function hasEnded(instance: Pick<Instance, 'status'>): boolean {
  return instance.status === 'Completed' || instance.status === 'Failed' || instance.status === 'Terminated';
}

/** In the log; the whole is in the status. */
const LONGEST_REASON = 300;

/** How an instance has ended, in a line. */
export function tellEnd({ instanceId, status, output }: Instance): string {
  const why = status === 'Failed' ? `: ${output?.slice(0, LONGEST_REASON)}` : '';
  return `instance ${instanceId} ${status.toLowerCase()}${why}`;
}

/** An id that an instance is using at the moment. */
export class InstanceExists extends Error {
  constructor(readonly status: RuntimeStatus) {
    super(`An Orchestration instance with the status ${status} already exists.`);
  }
}
