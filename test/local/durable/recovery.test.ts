import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { createMemoryStore } from '../../../local/durable/store/memory-store';
import { registry } from '../../support/functions-core';
import { GOLDEN_APP } from '../../support/golden';
import { createInMemoryHost } from '../../support/in-memory-host';
import { VirtualClock } from '../../support/virtual-clock';

const clock = new VirtualClock();
const pause = (ms: number) => new Promise<void>((resolve) => void clock.schedule(clock.now() + ms, resolve));
let runs = 0;

df.app.activity('slow', {
  handler: async () => {
    runs++;
    await pause(100);
    return 'done';
  },
});
df.app.orchestration('child', function* (context) {
  return yield context.df.callActivity('slow', null);
});
df.app.orchestration('parent', function* (context) {
  return yield context.df.callSubOrchestrator('child', null, 'a-child');
});
app.http('here', { handler: () => ({}) });

test('a child that its parent and the recovery both take up runs its activity once more, and only once', async () => {
  const store = createMemoryStore();
  const first = createInMemoryHost({ registry, directory: GOLDEN_APP, clock, store });
  await first.engine.start({ name: 'parent', input: null, instanceId: 'parent' });
  await clock.advance(50);
  await first.engine.stop(); // in the middle of the activity
  expect(runs).toBe(1);

  const load = store.load.bind(store);
  let loads = 0;
  store.load = async (id) => {
    const state = await load(id);
    loads++;
    if (loads === 3) await pause(500); // the parent asks for its child: what it is told is old by then
    return state;
  };
  const second = createInMemoryHost({ registry, directory: GOLDEN_APP, clock, store });
  const recovered = second.engine.recover();
  await clock.advance(5000);
  await recovered;
  expect(await second.engine.read('parent')).toMatchObject({ status: 'Completed', output: '"done"' });
  expect(runs).toBe(2);
  expect(second.lines.filter(({ level }) => level === 'error')).toEqual([]);
});
