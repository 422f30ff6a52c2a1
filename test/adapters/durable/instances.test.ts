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
