import type { InvocationError } from './activity-failure';

/** What the durable backend needs of the app: its orchestrators and activities, by name, whatever the case. */
export interface DurableFunctions {
  orchestrators: string[];
  hasOrchestrator(name: string): boolean;
  hasActivity(name: string): boolean;
  /** Runs an orchestrator function once, on the JSON text of a history. */
  invokeOrchestrator(name: string, payload: string): Promise<Invoked<unknown>>;
  /** Runs an activity. `result` is JSON text, null for none. */
  invokeActivity(name: string, instanceId: string, input: unknown): Promise<Invoked<string | null>>;
}

export type Invoked<T> = { ok: true; result: T } | { ok: false; error: InvocationError };
