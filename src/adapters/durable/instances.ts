import { type DurableClient, type DurableOrchestrationStatus, OrchestrationRuntimeStatus } from 'durable-functions';
import type { CallBackInput } from '../../contract/callbacks/callback-io';
import { CALL_BACK, CHANGED_EVENT, RUN_JOB } from '../../contract/runs/orchestration/activity-names';
import type { RunJobInput } from '../../contract/runs/orchestration/run-job-input';
import type { RunProgress } from '../../contract/runs/orchestration/run-progress';
import { isRunId } from '../../contract/runs/run-id';
import type { RunResult } from '../../contract/runs/run-result';
import { StorageUnavailable } from '../../contract/storage-unavailable';

/** What the platform knows of a run's orchestration. */
export interface Instance {
  id: string;
  state: 'pending' | 'running' | 'suspended' | 'completed' | 'failed' | 'terminated';
  createdAt: string;
  lastUpdatedAt: string;
  input: unknown;
  progress: RunProgress | undefined;
  /** Of one that completed. */
  result: RunResult | undefined;
  /** Why it was terminated, or what it failed with. */
  lastWords: string | undefined;
}

/** The orchestrations of this app. Ids are checked first: the client puts them into addresses as they are. */
export interface Instances {
  /** False: there is one of that id which has not ended. */
  start(id: string, input: RunJobInput): Promise<boolean>;
  /** Tells a caller of the end of its run. If that is going on already, it goes on. */
  startCallback(input: CallBackInput): Promise<void>;
  read(id: string): Promise<Instance | undefined>;
  /** Those of runs and callbacks that have ended before this time. */
  ended(before: number): AsyncIterable<string>;
  /** Deletes one of those; false if it did not end before this time, or is gone. Never one that goes on. */
  purge(id: string, before: number): Promise<boolean>;
  /** Lets a waiting run look again. That there is nobody to wake is no error. */
  wake(id: string): Promise<void>;
  /** The standard addresses of an instance, below this origin. */
  standardUrls(id: string, origin: string): Record<string, string>;
}

const STATES: Readonly<Record<string, Instance['state']>> = {
  Pending: 'pending',
  Running: 'running',
  ContinuedAsNew: 'running',
  Suspended: 'suspended',
  Completed: 'completed',
  Failed: 'failed',
  Terminated: 'terminated',
  Canceled: 'terminated',
};

const { Completed, Failed, Terminated, Canceled } = OrchestrationRuntimeStatus;
const ENDED = [Completed, Failed, Terminated, Canceled];

const isOurs = (name: string) => [RUN_JOB, CALL_BACK].some((own) => own.toLowerCase() === name.toLowerCase());

/**
 * The client gives no less than all that it finds, with inputs and outputs: so it is asked for a day at a time, and for
 * longer where there is nothing. There was no such app before the last day.
 */
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2020, 0, 1);

export function createInstances(client: DurableClient): Instances {
  async function startNew(name: string, instanceId: string, input: unknown): Promise<boolean> {
    refuseOtherIds(instanceId);
    try {
      await client.startNew(name, { instanceId, input });
      return true;
    } catch (error) {
      if (/status code: 409/.test(String(error))) return false;
      throw outOfReach(error);
    }
  }

  async function find(id: string): Promise<DurableOrchestrationStatus | undefined> {
    if (!isRunId(id)) return undefined;
    return client.getStatus(id).catch((error) => {
      if (/HTTP 404/.test(String(error))) return undefined;
      throw outOfReach(error);
    });
  }

  return {
    start: (id, input) => startNew(RUN_JOB, id, input),

    async startCallback(input) {
      await startNew(CALL_BACK, `${input.instanceId}-${input.callbackId}`, input);
    },

    async read(id) {
      const status = await find(id);
      if (!status || status.name.toLowerCase() !== RUN_JOB.toLowerCase()) return undefined;
      const state = STATES[String(status.runtimeStatus)] ?? 'running';
      return {
        id,
        state,
        createdAt: iso(status.createdTime),
        lastUpdatedAt: iso(status.lastUpdatedTime),
        input: status.input,
        progress: (status.customStatus as RunProgress | null) ?? undefined,
        result: state === 'completed' ? (status.output as RunResult) : undefined,
        lastWords: typeof status.output === 'string' ? status.output : undefined,
      };
    },

    async *ended(before) {
      let width = DAY_MS;
      for (let to = before; to > FIRST_DAY; ) {
        const from = to - width;
        const range = { createdTimeFrom: new Date(from), createdTimeTo: new Date(to) };
        const found = await client.getStatusBy({ ...range, runtimeStatus: ENDED }).catch((error) => {
          throw outOfReach(error);
        });
        for (const { name, instanceId, lastUpdatedTime } of found) {
          if (isOurs(name) && isRunId(instanceId) && +new Date(lastUpdatedTime) < before) yield instanceId;
        }
        width = found.length > 0 ? DAY_MS : width * 2;
        to = from;
      }
    },

    async purge(id, before) {
      const status = await find(id);
      if (!status || !ENDED.includes(status.runtimeStatus) || +new Date(status.lastUpdatedTime) >= before) return false;
      try {
        return (await client.purgeInstanceHistory(id)).instancesDeleted > 0;
      } catch (error) {
        if (/status code: 412/.test(String(error))) return false; // it was started again just now
        throw outOfReach(error);
      }
    },

    async wake(id) {
      if (!isRunId(id)) return;
      await client.raiseEvent(id, CHANGED_EVENT, null).catch(() => {}); // it looks again by itself a little later
    },

    standardUrls(id, origin) {
      refuseOtherIds(id);
      const { rewindPostUri: _, id: __, ...urls } = client.createHttpManagementPayload(id);
      const below = ([name, url]: [string, string]) => [name, url.replace(/^https?:\/\/[^/]+/, origin)];
      return Object.fromEntries(Object.entries(urls as Record<string, string>).map(below as never));
    },
  };
}

function refuseOtherIds(id: string): void {
  if (!isRunId(id)) throw new Error('This is not the id of a run.');
}

/** The extension keeps the orchestrations in the storage account, and says no more than that it has failed. */
const outOfReach = (cause: unknown) => new StorageUnavailable('the state of the runs is out of reach', { cause });

const iso = (time: Date | string) => new Date(time).toISOString();
