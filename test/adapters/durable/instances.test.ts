import { createInstances } from '../../../src/adapters/durable/instances';
import { StorageUnavailable } from '../../../src/contract/storage-unavailable';
import { labelled } from '../../support/labelled';
import { ODD_IDS } from '../../support/odd-ids';

const input = {
  request: '{}',
  correlationId: 'c',
  instanceId: 'a',
  nonce: 'n',
  submittedAt: '2026-01-01T00:00:00.000Z',
  timeoutSeconds: 60,
};

/** A client every method of which does the same. */
const clientThat = (answer: () => unknown) => {
  const calls: string[] = [];
  const client = new Proxy(
    {},
    {
      get: (_, name) => async () => {
        calls.push(String(name));
        return answer();
      },
    },
  );
  return { instances: createInstances(client as never), calls };
};
const failing = (message: string) =>
  clientThat(() => {
    throw new Error(message);
  }).instances;

test.each(labelled(ODD_IDS))('an id that is none never reaches the client: %s', async (_, id) => {
  const { instances, calls } = clientThat(() => ({}));
  expect(await instances.read(id)).toBeUndefined();
  await instances.wake(id);
  expect(await instances.purge(id, Number.POSITIVE_INFINITY)).toBe(false);
  await expect(instances.start(id, input)).rejects.toThrow('not the id of a run');
  await expect(instances.startCallback({ instanceId: id, callbackId: 'b' })).rejects.toThrow('not the id of a run');
  await expect(instances.startCallback({ instanceId: 'a', callbackId: `/../${id}` })).rejects.toThrow(
    'not the id of a run',
  );
  expect(() => instances.standardUrls(id, 'https://runner.example')).toThrow('not the id of a run');
  expect(calls).toEqual([]);
});

test('what is there already is not started again', async () => {
  expect(await failing('The operation failed with an unexpected status code: 409. Details: ""').start('a', input)).toBe(
    false,
  );
});

test('what is not there is no error', async () => {
  expect(
    await failing('DurableClient error: Durable Functions extension replied with HTTP 404 response.').read('a'),
  ).toBeUndefined();
});

test.each([
  'The operation failed with an unexpected status code: 500. Details: ""',
  'connect ECONNREFUSED 127.0.0.1:17071',
])('that the extension can not do it is worth another try: %s', async (message) => {
  await expect(failing(message).start('a', input)).rejects.toThrow(StorageUnavailable);
  await expect(failing(message).read('a')).rejects.toThrow(StorageUnavailable);
  await failing(message).wake('a');
});

test('an instance of another orchestration is none of ours', async () => {
  const { instances } = clientThat(() => ({
    name: 'other',
    runtimeStatus: 'Running',
    createdTime: 0,
    lastUpdatedTime: 0,
  }));
  expect(await instances.read('a')).toBeUndefined();
});

describe('a purge', () => {
  const ended = { name: 'runJob', runtimeStatus: 'Completed', createdTime: 0, lastUpdatedTime: 5000 };
  const clientWith = (status: object, purge: () => Promise<object>) => {
    const purged: string[] = [];
    const purgeInstanceHistory = async (id: string) => {
      purged.push(id);
      return purge();
    };
    return { instances: createInstances({ getStatus: async () => status, purgeInstanceHistory } as never), purged };
  };
  const one = async () => ({ instancesDeleted: 1 });

  test('deletes what ended before that time', async () => {
    const { instances, purged } = clientWith(ended, one);
    expect(await instances.purge('a', 5001)).toBe(true);
    expect(purged).toEqual(['a']);
  });

  test.each<[string, object]>([
    ['ended later', { ...ended, lastUpdatedTime: 5001 }],
    ['is Running', { ...ended, runtimeStatus: 'Running' }],
    ['is Pending', { ...ended, runtimeStatus: 'Pending' }],
    ['is Suspended', { ...ended, runtimeStatus: 'Suspended' }],
    ['continues as new', { ...ended, runtimeStatus: 'ContinuedAsNew' }],
    ['is in a state that nobody knows', { ...ended, runtimeStatus: 'SomethingNew' }],
  ])('leaves what %s', async (_, status) => {
    const { instances, purged } = clientWith(status, one);
    expect(await instances.purge('a', 5001)).toBe(false);
    expect(purged).toEqual([]);
  });

  test('that comes when it was just started again is refused by the extension, and no error', async () => {
    const refused = () =>
      Promise.reject(new Error('The operation failed with an unexpected status code: 412. Details: ""'));
    expect(await clientWith(ended, refused).instances.purge('a', 5001)).toBe(false);
    const broken = () => Promise.reject(new Error('The operation failed with an unexpected status code: 500.'));
    await expect(clientWith(ended, broken).instances.purge('a', 5001)).rejects.toThrow(StorageUnavailable);
  });
});

test('what has ended is asked for a day at a time where there is any, always by a final status, and back to the first day', async () => {
  const day = 86_400_000;
  const before = Date.UTC(2026, 0, 31);
  const asked: { days: number; statuses: readonly string[] }[] = [];
  const all = [1.5, 2.5, 40, 1000].map((age) => {
    const time = new Date(before - age * day);
    return {
      name: age === 40 ? 'other' : 'runJob',
      instanceId: `aged-${age}`,
      createdTime: time,
      lastUpdatedTime: time,
    };
  });
  const instances = createInstances({
    getStatusBy: async ({ createdTimeFrom: from, createdTimeTo: to, runtimeStatus }: Filter) => {
      asked.push({ days: (+to - +from) / day, statuses: runtimeStatus });
      return all.filter(({ createdTime }) => createdTime >= from && createdTime <= to);
    },
  } as never);
  const found: string[] = [];
  for await (const id of instances.ended(before)) found.push(id);
  expect(found).toEqual(['aged-1.5', 'aged-2.5', 'aged-1000']);
  expect(asked.slice(0, 5).map(({ days }) => days)).toEqual([1, 2, 1, 2, 4]);
  expect(asked.length).toBeLessThan(30);
  for (const { statuses } of asked) expect(statuses).toEqual(['Completed', 'Failed', 'Terminated', 'Canceled']);
});

interface Filter {
  createdTimeFrom: Date;
  createdTimeTo: Date;
  runtimeStatus: readonly string[];
}
