import { hasEnded } from '../instance';
import type { InboxEntry, Store, StoredInstance } from './store';
import { StoreConflict } from './store';
import { toKey } from './table-key';

/** A store for tests: the same promises, for the life of the process. Copies in and out, so that nothing is shared. */
export function createMemoryStore(): Store {
  const rows = new Map<string, StoredInstance>();
  const inboxes = new Map<string, InboxEntry[]>();
  let counter = 0;
  const next = () => String(++counter);
  const inbox = (id: string) => inboxes.get(id) ?? [];

  return {
    async start(instance, replacing) {
      if (rows.get(instance.instanceId)?.version !== replacing?.version) throw new StoreConflict(instance.instanceId);
      const version = next();
      rows.set(instance.instanceId, structuredClone({ instance, history: [], work: [], inbox: [], version }));
      await this.discard(instance.instanceId, replacing?.inbox ?? []);
      return version;
    },
    async read(instanceId) {
      const row = rows.get(instanceId);
      return row && structuredClone({ instance: row.instance, version: row.version });
    },
    async load(instanceId) {
      const row = rows.get(instanceId);
      return row && structuredClone({ ...row, inbox: inbox(instanceId) });
    },
    async *list(filter = {}) {
      for (const [id, { instance }] of [...rows].sort(([a], [b]) => (toKey(a) < toKey(b) ? -1 : 1))) {
        if (id.startsWith(filter.idPrefix ?? '') && !(filter.alive && hasEnded(instance)))
          yield structuredClone(instance);
      }
    },
    async enqueue(instanceId, event) {
      const key = next();
      inboxes.set(instanceId, [...inbox(instanceId), structuredClone({ key, event })]);
      return key;
    },
    async discard(instanceId, keys) {
      inboxes.set(
        instanceId,
        inbox(instanceId).filter((entry) => !keys.includes(entry.key)),
      );
    },
    async commit({ instance, basedOn, events, work, taken }) {
      const row = rows.get(instance.instanceId);
      if (row?.version !== basedOn) throw new StoreConflict(instance.instanceId);
      const sameGeneration = row.instance.executionId === instance.executionId;
      const version = next();
      rows.set(
        instance.instanceId,
        structuredClone({
          instance,
          history: sameGeneration ? [...row.history, ...events] : events,
          work: sameGeneration ? [...row.work, ...work] : work,
          inbox: [],
          version,
        }),
      );
      await this.discard(instance.instanceId, taken);
      return version;
    },
    async dropGeneration() {},
    async purge(instanceId) {
      rows.delete(instanceId);
      inboxes.delete(instanceId);
    },
  };
}
