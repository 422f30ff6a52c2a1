import { type Azurite, startAzurite } from '../../../local/azurite/azurite';
import {
  eventRaised,
  executionStarted,
  orchestratorStarted,
  taskScheduled,
} from '../../../local/durable/history/new-event';
import type { Instance } from '../../../local/durable/instance';
import { createMemoryStore } from '../../../local/durable/store/memory-store';
import { type Store, StoreConflict } from '../../../local/durable/store/store';
import { toKey } from '../../../local/durable/store/table-key';
import { openTableStore } from '../../../local/durable/store/table-store';
import { temporaryFolder } from '../../support/host-process';

const data = temporaryFolder();
let azurite: Azurite;
let hubs = 0;

beforeAll(async () => {
  azurite = await startAzurite({ dataDir: data.path, log: () => {} });
});
afterAll(async () => {
  await azurite.stop();
  await data.remove();
});

const kinds: [string, () => Promise<Store>][] = [
  ['the store in memory', async () => createMemoryStore()],
  ['the store in a table', () => openTableStore(azurite.connectionString, `Stores${++hubs}`, () => {})],
];

const instance = (instanceId: string, more: Partial<Instance> = {}): Instance => ({
  instanceId,
  executionId: 'first',
  generation: 0,
  name: 'It',
  version: null,
  parent: null,
  status: 'Pending',
  input: '{"a":1}',
  customStatus: null,
  output: null,
  createdAt: 1000,
  updatedAt: 1000,
  ...more,
});
const event = (name: string, input = '1') => eventRaised(1000, name, input);
const names = (events: unknown[]) => events.map((entry) => (entry as { Name?: string }).Name);
const ids = async (list: AsyncIterable<Instance>) => {
  const found: string[] = [];
  for await (const { instanceId } of list) found.push(instanceId);
  return found;
};

describe.each(kinds)('%s', (_, open) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });

  test('keeps what was started, and refuses to start it twice', async () => {
    const version = await store.start(instance('it'));
    expect(await store.read('it')).toEqual({ instance: instance('it'), version });
    await expect(store.start(instance('it'))).rejects.toThrow(StoreConflict);
  });

  test('replaces the version that is named, and no other', async () => {
    const version = await store.start(instance('it'));
    const next = await store.start(instance('it', { generation: 1, executionId: 'second' }), { version, inbox: [] });
    expect((await store.read('it'))?.instance.generation).toBe(1);
    await expect(store.start(instance('it', { generation: 2 }), { version, inbox: [] })).rejects.toThrow(StoreConflict);
    expect((await store.read('it'))?.version).toBe(next);
  });

  test('knows nothing of what was never there', async () => {
    expect(await store.read('it')).toBeUndefined();
    expect(await store.load('it')).toBeUndefined();
    await store.purge('it');
    await store.discard('it', []);
  });

  test('appends the episodes of a generation in their order', async () => {
    let basedOn = await store.start(instance('it'));
    for (let number = 0; number < 3; number++) {
      basedOn = await store.commit({
        instance: instance('it', { status: 'Running', updatedAt: number }),
        basedOn,
        events: [orchestratorStarted(number), taskScheduled(number, number, `task${number}`)],
        work: [{ kind: 'activity', id: number, name: `task${number}`, input: { number } }],
        taken: [],
      });
    }
    const stored = await store.load('it');
    expect(names(stored?.history ?? []).filter(Boolean)).toEqual(['task0', 'task1', 'task2']);
    expect(stored?.work.map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(stored?.instance.updatedAt).toBe(2);
    expect(stored?.version).toBe(basedOn);
  });

  test('forgets nothing of a new generation, and all of the old one', async () => {
    let basedOn = await store.start(instance('it'));
    basedOn = await store.commit({ instance: instance('it'), basedOn, events: [event('old')], work: [], taken: [] });
    const renewed = instance('it', { executionId: 'second', status: 'Running' });
    await store.commit({ instance: renewed, basedOn, events: [event('new')], work: [], taken: [] });
    await store.dropGeneration('it', 'first');
    expect(names((await store.load('it'))?.history ?? [])).toEqual(['new']);
  });

  test('keeps messages in the order in which they came, until an episode takes them', async () => {
    const basedOn = await store.start(instance('it'));
    const sent = Array.from({ length: 40 }, (_, number) => `event${number}`);
    for (const name of sent) await store.enqueue('it', event(name));
    const inbox = (await store.load('it'))?.inbox ?? [];
    expect(inbox.map((entry) => (entry.event as { Name: string }).Name)).toEqual(sent);
    const taken = inbox.slice(0, 32).map(({ key }) => key);
    await store.commit({ instance: instance('it'), basedOn, events: [], work: [], taken });
    expect((await store.load('it'))?.inbox).toHaveLength(8);
    await store.discard('it', (await store.load('it'))?.inbox.map(({ key }) => key) ?? []);
    expect((await store.load('it'))?.inbox).toEqual([]);
  });

  test('discards what is there, whatever is not', async () => {
    await store.start(instance('it'));
    const [one, two] = [await store.enqueue('it', event('one')), await store.enqueue('it', event('two'))];
    await store.discard('it', [one]);
    await store.discard('it', [one, two]);
    expect((await store.load('it'))?.inbox).toEqual([]);
  });

  test('a commit on a version that is no more changes nothing', async () => {
    const basedOn = await store.start(instance('it'));
    await store.enqueue('it', event('waiting'));
    const key = (await store.load('it'))?.inbox[0]?.key ?? '';
    const commit = { basedOn, events: [event('taken')], work: [], taken: [key] };
    await store.commit({ ...commit, instance: instance('it', { customStatus: '"mine"' }), events: [], taken: [] });
    await expect(store.commit({ ...commit, instance: instance('it') })).rejects.toThrow(StoreConflict);
    const stored = await store.load('it');
    expect(stored?.instance.customStatus).toBe('"mine"');
    expect(stored?.history).toEqual([]);
    expect(stored?.inbox).toHaveLength(1);
  });

  test('purges an instance with all that belongs to it', async () => {
    const basedOn = await store.start(instance('it'));
    await store.enqueue('it', event('waiting', JSON.stringify('x'.repeat(100_000))));
    await store.commit({ instance: instance('it'), basedOn, events: [event('old')], work: [], taken: [] });
    await store.purge('it');
    expect(await store.load('it')).toBeUndefined();
    await store.start(instance('it', { executionId: 'again' }));
    expect(await store.load('it')).toMatchObject({ history: [], inbox: [] });
  });

  test('lists by prefix, those that are alive, and in the order of keys', async () => {
    for (const id of ['b', 'a-2', 'a-1', 'ä', 'a/3']) {
      await store.start(instance(id, { status: id === 'a-1' ? 'Completed' : 'Running' }));
    }
    const all = ['b', 'a-2', 'a-1', 'ä', 'a/3'].sort((one, other) => (toKey(one) < toKey(other) ? -1 : 1));
    expect(await ids(store.list())).toEqual(all);
    expect((await ids(store.list({ idPrefix: 'a-' }))).sort()).toEqual(['a-1', 'a-2']);
    expect(await ids(store.list({ alive: true }))).toEqual(all.filter((id) => id !== 'a-1'));
  });

  test.each(["it's", 'a/b', 'a\\b', 'a#b?c', 'a%b', 'a^b', '^27', 'ünï', '😀', ' ', '\u0001', "';--", 'x'.repeat(500)])(
    'takes the id %j',
    async (id) => {
      const basedOn = await store.start(instance(id));
      await store.enqueue(id, event('waiting'));
      await store.commit({ instance: instance(id), basedOn, events: [event('old')], work: [], taken: [] });
      expect(await store.load(id)).toMatchObject({ instance: { instanceId: id }, history: [{ Name: 'old' }] });
      expect(await ids(store.list({ idPrefix: id }))).toEqual([id]);
      await store.purge(id);
      expect(await store.read(id)).toBeUndefined();
    },
  );

  test('takes texts that no table cell can hold', async () => {
    const large = JSON.stringify('ü'.repeat(70_000));
    const basedOn = await store.start(instance('it', { input: large }));
    await store.enqueue('it', event('large', JSON.stringify('x'.repeat(300_000))));
    const start = { OrchestrationInstance: { InstanceId: 'it', ExecutionId: 'first' }, ParentInstance: null };
    const began = executionStarted(0, { ...start, Name: 'It', Version: null, Input: large, Generation: 0 });
    await store.commit({ instance: instance('it', { output: large }), basedOn, events: [began], work: [], taken: [] });
    const stored = await store.load('it');
    expect(stored?.instance.output).toBe(large);
    expect(stored?.history[0]).toEqual(began);
    expect(stored?.inbox[0]?.event).toMatchObject({ Input: expect.stringMatching(/^"x{300000}"$/) });
  });
});

test('of two hosts on one hub that commit from the same version, one wins', async () => {
  const hub = `Stores${++hubs}`;
  const [one, other] = await Promise.all([1, 2].map(() => openTableStore(azurite.connectionString, hub, () => {})));
  const basedOn = (await one?.start(instance('it'))) ?? '';
  const commit = (store: Store | undefined, name: string) =>
    store?.commit({ instance: instance('it'), basedOn, events: [event(name)], work: [], taken: [] });
  const results = await Promise.allSettled([commit(one, 'one'), commit(other, 'other')]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await one?.load('it'))?.history).toHaveLength(1);
});
