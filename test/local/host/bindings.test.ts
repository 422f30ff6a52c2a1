import { refuseUnsupportedBindings, triggerOf } from '../../../local/host/bindings';
import type { Binding } from '../../../local/host/functions-core';
import { removeApps, writeApp } from '../../support/app-folder';
import { refusedApp } from '../../support/refused-start';

afterAll(removeApps);

const appOf = (code: string) =>
  writeApp({
    'app.js': `const { app, input, output, trigger } = require('@azure/functions');
      const df = require('durable-functions');
      const handler = () => {};
      app.http('fine', { handler });
      ${code}`,
  });

test.each([
  ["app.storageQueue('it', { queueName: 'runs', connection: 'X', handler })", 'the binding queueTrigger'],
  ["app.storageBlob('it', { path: 'runs/{name}', connection: 'X', handler })", 'the binding blobTrigger'],
  ["app.generic('it', { trigger: trigger.generic({ type: 'smokeTrigger' }), handler })", 'the binding smokeTrigger'],
  ["df.app.entity('it', function () {})", 'durable entities'],
  [
    "app.http('it', { handler, extraOutputs: [output.storageQueue({ queueName: 'runs', connection: 'X' })] })",
    'the binding queue',
  ],
  [
    "app.timer('it', { schedule: '0 0 * * * *', handler, return: output.storageBlob({ path: 'a/b', connection: 'X' }) })",
    'the binding blob',
  ],
  [
    "app.http('it', { handler, extraInputs: [input.storageBlob({ path: 'a/b', connection: 'X' })] })",
    'the binding blob',
  ],
])('a host refuses %s', async (code, what) => {
  expect(await refusedApp(appOf(code))).toBe(
    `Function it uses ${what}, which the embedded host does not support. ` +
      'Run this app with Azure Functions Core Tools, or in Azure.',
  );
});

describe('of the bindings', () => {
  const inputs = (...bindings: Binding[]) => ({
    name: 'it',
    bindings: Object.fromEntries(bindings.map((binding, index) => [`b${index}`, binding])),
    callback: () => {},
  });

  test.each<[string, Binding[]]>([
    [
      'an HTTP trigger with its answer',
      [
        { type: 'httpTrigger', direction: 'in' },
        { type: 'http', direction: 'out' },
      ],
    ],
    ['a timer trigger', [{ type: 'timerTrigger', direction: 'in' }]],
    ['an orchestrator', [{ type: 'orchestrationTrigger', direction: 'in' }]],
    ['an activity', [{ type: 'activityTrigger', direction: 'in' }]],
    [
      'a durable client',
      [
        { type: 'durableClient', direction: 'in' },
        { type: 'timerTrigger', direction: 'in' },
      ],
    ],
  ])('%s is supported', (_, bindings) => {
    expect(() => refuseUnsupportedBindings([inputs(...bindings)])).not.toThrow();
  });

  test('none is supported without a trigger', () => {
    expect(() => refuseUnsupportedBindings([inputs({ type: 'durableClient', direction: 'in' })])).toThrow(
      'Function it has no trigger.',
    );
  });

  test('a trigger is found wherever it stands', () => {
    const trigger = { type: 'timerTrigger', direction: 'in' as const };
    expect(triggerOf(inputs({ type: 'durableClient' }, trigger))).toEqual({ name: 'b1', binding: trigger });
  });
});
