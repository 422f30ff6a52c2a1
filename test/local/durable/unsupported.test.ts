import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { registry } from '../../support/functions-core';
import { GOLDEN_APP } from '../../support/golden';
import { createInMemoryHost } from '../../support/in-memory-host';
import { VirtualClock } from '../../support/virtual-clock';

const entity = new df.EntityId('Counter', 'one');

df.app.orchestration('calls-entity', function* (context) {
  yield context.df.callEntity(entity, 'add', 1);
});
df.app.orchestration('signals-entity', function* (context) {
  context.df.signalEntity(entity, 'add', 1);
  yield context.df.callActivity('never', null);
});
df.app.orchestration('calls-http', function* (context) {
  yield context.df.callHttp({ method: 'GET', url: 'http://127.0.0.1:9/' });
});
df.app.orchestration('locks', function* (context) {
  yield context.df.lock(entity);
});
df.app.orchestration('asks-among-others', function* (context) {
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 60_000));
  yield context.df.Task.any([timer, context.df.callEntity(entity, 'add', 1)]);
});
df.app.orchestration('asks-first', function* (context) {
  yield context.df.callActivity('fine', null);
  yield context.df.callHttp({ method: 'GET', url: 'http://127.0.0.1:9/' });
});
df.app.activity('fine', { handler: () => 'fine' });
app.http('here', { handler: () => ({}) });

test.each([
  ['calls-entity', 'callEntity'],
  ['signals-entity', 'signalEntity'],
  ['calls-http', 'callHttp'],
  ['locks', 'lock'],
  ['asks-among-others', 'callEntity'],
  ['asks-first', 'callHttp'],
])('%s fails, and names what is missing', async (orchestrator, feature) => {
  const clock = new VirtualClock();
  const { engine } = createInMemoryHost({ registry, directory: GOLDEN_APP, clock });
  await engine.start({ name: orchestrator, input: null, instanceId: 'it' });
  await clock.advance(1000);
  expect(await engine.read('it')).toMatchObject({
    status: 'Failed',
    output:
      `Orchestrator function '${orchestrator}' failed: the embedded host does not support ${feature}. ` +
      'Run this app with Azure Functions Core Tools, or in Azure.',
  });
});
