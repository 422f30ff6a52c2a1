import type { Instance } from '../../../../local/durable/instance';
import { createMemoryStore } from '../../../../local/durable/store/memory-store';
import { GOLDEN_APP } from '../../../support/golden';
import { loadGoldenApp } from '../../../support/golden-app';
import { ask, createInMemoryHost } from '../../../support/in-memory-host';
import { VirtualClock } from '../../../support/virtual-clock';

const LIST = '/runtime/webhooks/durabletask/instances/';
const TOKEN = 'x-ms-continuation-token';

/** A hub with one completed instance a day, from the first of January on. */
async function hubOf(days: number) {
  const store = createMemoryStore();
  for (let day = 1; day <= days; day++) {
    const at = Date.UTC(2026, 0, day, 12);
    const instance: Instance = {
      instanceId: `day-${String(day).padStart(2, '0')}`,
      executionId: 'x',
      generation: 0,
      name: 'Quick',
      version: null,
      parent: null,
      status: 'Completed',
      input: null,
      customStatus: null,
      output: null,
      createdAt: at,
      updatedAt: at,
    };
    await store.start(instance);
  }
  const registry = loadGoldenApp('scen.js');
  const { management } = createInMemoryHost({ registry, directory: GOLDEN_APP, clock: new VirtualClock(), store });
  const page = async (query: string, token?: string) => {
    const answer = await ask(management, 'GET', `${LIST}?${query}`, { headers: token ? { [TOKEN]: token } : {} });
    const ids = (JSON.parse(String(answer.body)) as Instance[]).map(({ instanceId }) => instanceId);
    return { ids, next: answer.headers?.[TOKEN] as string | undefined };
  };
  return { management, page };
}

test('pages follow one another, with nothing twice and nothing left out', async () => {
  const { page } = await hubOf(7);
  const seen: string[][] = [];
  let token: string | undefined;
  do {
    const { ids, next } = await page('top=3', token);
    seen.push(ids);
    token = next;
  } while (token);
  expect(seen.map((ids) => ids.length)).toEqual([3, 3, 1]);
  expect(seen.flat()).toEqual((await page('')).ids);
});

test('a list keeps to its range of time', async () => {
  const { page } = await hubOf(5);
  const { ids } = await page('createdTimeFrom=2026-01-02T00:00:00Z&createdTimeTo=2026-01-04T00:00:00Z');
  expect(ids).toEqual(['day-02', 'day-03']);
});

test('a bulk purge keeps to its range of time', async () => {
  const { management, page } = await hubOf(5);
  const range = 'createdTimeFrom=2026-01-02T00:00:00Z&createdTimeTo=2026-01-04T00:00:00Z';
  const answer = await ask(management, 'DELETE', `${LIST}?${range}`);
  expect(answer).toMatchObject({ status: 200, body: '{"instancesDeleted":2}' });
  expect((await page('')).ids).toEqual(['day-01', 'day-04', 'day-05']);
});
