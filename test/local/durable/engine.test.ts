import { eventRaised } from '../../../local/durable/history/new-event';
import { createMemoryStore } from '../../../local/durable/store/memory-store';
import type { Store } from '../../../local/durable/store/store';
import { GOLDEN_APP } from '../../support/golden';
import { loadGoldenApp } from '../../support/golden-app';
import { tell } from '../../support/golden-run';
import { createInMemoryHost } from '../../support/in-memory-host';
import { VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
beforeEach(() => {
  clock = new VirtualClock();
});

function hostOn(store: Store) {
  const registry = loadGoldenApp('scen.js');
  const calls: string[] = [];
  registry.hooks.preInvocation.add(({ invocationContext }) => {
    calls.push((invocationContext as { functionName: string }).functionName);
  });
  return { ...createInMemoryHost({ registry, directory: GOLDEN_APP, clock, store }), calls };
}

/** A store whose nth commit goes wrong in the given way. */
function failingStore(nth: number, goWrong: (commit: () => Promise<string>) => Promise<string>) {
  const store = createMemoryStore();
  const original = store.commit.bind(store);
  let count = 0;
  store.commit = (commit) => {
    count++;
    return count === nth ? goWrong(() => original(commit)) : original(commit);
  };
  return store;
}

const away = async (): Promise<never> => {
  throw new Error('the storage is away');
};

describe('a commit that fails', () => {
  const outcome = async (store: Store) => {
    const host = hostOn(store);
    await host.engine.start({ name: 'Fan', input: null, instanceId: 'it' });
    await clock.advance(10_000);
    return { ...host, instance: await host.engine.read('it') };
  };

  test.each([1, 2])('number %i was not stored: it is stored again, and nothing runs twice', async (nth) => {
    const { instance, calls, lines } = await outcome(failingStore(nth, away));
    expect(instance).toMatchObject({ status: 'Completed', output: '[0,1,2,3,4]' });
    expect(calls.filter((name) => name === 'Echo')).toHaveLength(5);
    expect(lines.map(({ message }) => message).join('\n')).toContain('could not be stored, and is tried again');
  });

  test.each([1, 2])('number %i was stored all the same: it is not stored twice', async (nth) => {
    const store = failingStore(nth, async (commit) => {
      await commit();
      return away();
    });
    const { instance, calls } = await outcome(store);
    expect(instance).toMatchObject({ status: 'Completed', output: '[0,1,2,3,4]' });
    expect(calls.filter((name) => name === 'Echo')).toHaveLength(5);
    expect(tell((await store.load('it'))?.history ?? []).replaceAll(' |', '')).toBe(
      'ES Task#0 Task#1 Task#2 Task#3 Task#4 Done(0) Done(1) Done(2) Done(3) Done(4) End#5',
    );
  });

  test('because somebody else wrote the instance: it is left alone', async () => {
    const store = createMemoryStore();
    const original = store.commit.bind(store);
    store.commit = async (commit) => {
      store.commit = original;
      await original({ ...commit, instance: { ...commit.instance, customStatus: '"theirs"' } });
      return original(commit);
    };
    const { instance, calls, lines } = await outcome(store);
    expect(instance).toMatchObject({ status: 'Running', customStatus: '"theirs"' });
    expect(calls).toEqual(['Fan']);
    expect(lines.at(-1)?.message).toContain('is left alone until the next start');
  });
});

test('a child that cannot be started is tried again', async () => {
  const store = createMemoryStore();
  const original = store.start.bind(store);
  let failures = 2;
  store.start = (instance, replacing) => {
    const isChild = instance.parent !== null;
    return isChild && failures-- > 0 ? away() : original(instance, replacing);
  };
  const host = hostOn(store);
  await host.engine.start({ name: 'Sub', input: null, instanceId: 'it' });
  await clock.advance(10_000);
  expect((await host.engine.read('it'))?.status).toBe('Completed');
});

describe('a start whose answer is lost', () => {
  /** A store that does what it is asked for, and then says that it could not. */
  function forgetfulStore(concerns: (name: string) => boolean) {
    const store = createMemoryStore();
    const original = store.start.bind(store);
    store.start = async (instance, replacing) => {
      const version = await original(instance, replacing);
      return concerns(instance.name) ? away() : version;
    };
    return store;
  }

  test('was a start', async () => {
    const host = hostOn(forgetfulStore(() => true));
    await host.engine.start({ name: 'Quick', input: '1', instanceId: 'it' });
    await clock.advance(1000);
    expect((await host.engine.read('it'))?.status).toBe('Completed');
  });

  test('of a child, too', async () => {
    const host = hostOn(forgetfulStore((name) => name === 'Child'));
    await host.engine.start({ name: 'Sub', input: null, instanceId: 'it' });
    await clock.advance(5000);
    expect((await host.engine.read('it'))?.status).toBe('Completed');
  });
});

test('a parent hears of the end of its child, whatever becomes of the messages that came too late', async () => {
  const store = createMemoryStore();
  store.discard = away;
  const host = hostOn(store);
  await host.engine.start({ name: 'SubWait', input: null, instanceId: 'it' });
  await clock.advance(100);
  await Promise.all([1, 2].map((n) => host.engine.send('it-kid', eventRaised(clock.now(), 'Ev', String(n)))));
  await clock.advance(100);
  expect((await host.engine.read('it'))?.status).toBe('Completed');
});

test('an instance that cannot be read does not keep the others from being taken up', async () => {
  const store = createMemoryStore();
  const first = hostOn(store);
  for (const id of ['a', 'b', 'c']) await first.engine.start({ name: 'EventOnce', input: null, instanceId: id });
  await clock.advance(100);
  await first.engine.stop();
  const load = store.load.bind(store);
  store.load = (id) => (id === 'b' ? away() : load(id));
  const second = hostOn(store);
  expect(await second.engine.recover()).toBe(2);
  expect(second.lines.map(({ message }) => message)).toContain('instance b cannot be taken up: the storage is away');
});

test('starts, messages and purges of one id take turns', async () => {
  const host = hostOn(createMemoryStore());
  await host.engine.start({ name: 'Quick', input: '1', instanceId: 'it' });
  await clock.advance(100);
  const purged = host.engine.purge('it');
  const started = host.engine.start({ name: 'EventOnce', input: null, instanceId: 'it' });
  const sent = host.engine.send('it', eventRaised(clock.now(), 'Ev', '"after the start"'));
  await Promise.all([purged, started, sent]);
  await clock.advance(100);
  expect(await host.engine.read('it')).toMatchObject({
    status: 'Completed',
    output: '{"type":"string","v":"after the start"}',
  });
});

test('an event for an instance that is just being stored reaches it', async () => {
  const store = createMemoryStore();
  const original = store.start.bind(store);
  let stored: () => void = () => {};
  const isStored = new Promise<void>((resolve) => {
    stored = resolve;
  });
  store.start = async (instance, replacing) => {
    const version = await original(instance, replacing);
    stored();
    await new Promise<void>((resolve) => void clock.schedule(clock.now() + 500, resolve)); // the answer takes its time
    return version;
  };
  const host = hostOn(store);
  const starting = host.engine.start({ name: 'EventOnce', input: null, instanceId: 'it' });
  await isStored;
  expect((await host.engine.read('it'))?.status).toBe('Pending');
  const sent = host.engine.send('it', eventRaised(clock.now(), 'Ev', '"early"'));
  await clock.advance(1000);
  await Promise.all([starting, sent]);
  expect(await host.engine.read('it')).toMatchObject({ status: 'Completed', output: '{"type":"string","v":"early"}' });
});

test('an id that is used again knows nothing of its last life', async () => {
  const store = createMemoryStore();
  const host = hostOn(store);
  await host.engine.start({ name: 'Quick', input: '1', instanceId: 'it' });
  await clock.advance(100);
  await store.enqueue('it', eventRaised(clock.now(), 'Ev', '"from the last life"')); // as a crash can leave it
  await host.engine.start({ name: 'Wait', input: null, instanceId: 'it' });
  await clock.advance(100);
  expect(await host.engine.read('it')).toMatchObject({ name: 'Wait', status: 'Running', generation: 1 });
  expect((await store.load('it'))?.inbox).toEqual([]);
});

test('of many starts with one id, one wins', async () => {
  const host = hostOn(createMemoryStore());
  const starts = Array.from({ length: 10 }, () => host.engine.start({ name: 'Wait', input: null, instanceId: 'it' }));
  const results = await Promise.allSettled(starts);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a message to an instance that has ended is thrown away, and said', async () => {
  const store = createMemoryStore();
  const host = hostOn(store);
  await host.engine.start({ name: 'Quick', input: '1', instanceId: 'it' });
  await clock.advance(100);
  await host.engine.send('it', eventRaised(clock.now(), 'Ev', '1'));
  expect((await store.load('it'))?.inbox).toEqual([]);
  expect(host.lines.at(-1)?.message).toBe('instance it has ended: 1 message(s) to it discarded');
});

test('a thousand polls take little memory and little time', async () => {
  const host = hostOn(createMemoryStore());
  await host.engine.start({ name: 'CanObj', input: '{"n":-997}', instanceId: 'it' });
  for (let minute = 0; minute < 60; minute++) await clock.advance(60_000);
  expect((await host.engine.read('it'))?.status).toBe('Completed');
  expect(await host.engine.history('it')).toHaveLength(5);
});
