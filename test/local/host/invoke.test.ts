import { app, type InvocationContext } from '@azure/functions';
import type { Hook, RegisteredFunction } from '../../../local/host/functions-core';
import { InvocationFailure, invoke } from '../../../local/host/invoke';
import { fromTypedData } from '../../../local/host/typed-data';
import { registry } from '../../support/functions-core';

type Handler = (input: unknown, context: InvocationContext) => unknown;

let lines: string[];
beforeEach(() => {
  lines = [];
  registry.functions.clear();
  for (const hooks of Object.values(registry.hooks)) hooks.clear();
});

/** Calls a handler of one input, as the host calls an activity. */
async function call(handler: Handler, input: unknown = 'input'): Promise<unknown> {
  app.generic('it', { trigger: { type: 'activityTrigger', name: 'input' }, handler });
  const target = registry.functions.get('it') as RegisteredFunction;
  const inputData = [{ name: 'input', data: { json: JSON.stringify(input) } }];
  const response = await invoke(registry, target, { inputData, triggerMetadata: {} }, (level, source, message) =>
    lines.push(`${level} ${source}: ${message}`),
  );
  return fromTypedData(response.returnValue);
}

async function failure(handler: Handler): Promise<InvocationFailure> {
  const error = await call(handler).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InvocationFailure);
  return error as InvocationFailure;
}

const thrower = (value: unknown) => () => {
  throw value;
};

test('a handler gets its input and a context that knows its name, and its answer comes back', async () => {
  const answer = await call((input, { functionName, invocationId }) => ({ input, functionName, invocationId }), [1]);
  expect(answer).toEqual({ input: [1], functionName: 'it', invocationId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
});

test('what a handler logs is told with its level and in its name', async () => {
  await call((_, context) => {
    context.log('a run of', 5, { rows: true });
    context.warn('slow');
    context.debug('detail');
  });
  expect(lines).toEqual(['information it: a run of 5 { rows: true }', 'warning it: slow', 'debug it: detail']);
});

test('an error keeps its message and its stack', async () => {
  const error = new Error('no warehouse');
  expect(await failure(thrower(error))).toMatchObject({ message: 'no warehouse', remoteStack: error.stack });
});

test.each([
  ['a text', 'a text'],
  [{ code: 7 }, '{"code":7}'],
  [0, '0'],
  ['', ''],
  [false, 'false'],
])('a handler that throws %j has failed', async (value, message) => {
  expect((await failure(thrower(value))).message).toBe(message);
});

test.each([null, undefined])('a handler that throws %j has not failed, in the eyes of the worker', async (value) => {
  expect(await call(thrower(value))).toBeUndefined();
});

describe('a hook before the call', () => {
  test('sees the inputs, and may replace them', async () => {
    app.hook.preInvocation((context) => {
      context.inputs = [...context.inputs.map((input) => `${input}!`)];
    });
    expect(await call((input) => input)).toBe('input!');
  });

  test('may replace the handler', async () => {
    app.hook.preInvocation((context) => {
      const handler = context.functionHandler;
      context.functionHandler = async (...args) => `wrapped ${await handler(...args)}`;
    });
    expect(await call((input) => input)).toBe('wrapped input');
  });

  test('that fails lets the call fail, and the handler is not called', async () => {
    app.hook.preInvocation(thrower(new Error('not today')));
    const handler = jest.fn();
    expect((await failure(handler)).message).toBe('not today');
    expect(handler).not.toHaveBeenCalled();
  });
});

describe('a hook after the call', () => {
  test('may replace the result', async () => {
    app.hook.postInvocation((context) => {
      context.result = { was: context.result };
    });
    expect(await call(() => 5)).toEqual({ was: 5 });
  });

  test.each([null, undefined])('may turn an error into a success, with %j', async (none) => {
    app.hook.postInvocation((context) => {
      context.result = `caught: ${(context.error as Error).message}`;
      context.error = none;
    });
    expect(await call(thrower(new Error('no warehouse')))).toBe('caught: no warehouse');
  });

  test('may turn a success into an error', async () => {
    app.hook.postInvocation((context) => {
      context.error = new Error('too good to be true');
    });
    expect((await failure(() => 5)).message).toBe('too good to be true');
  });

  test('knows what the hook before the call left for it, and nothing of other calls', async () => {
    const seen: unknown[] = [];
    app.hook.preInvocation(({ hookData }) => {
      seen.push({ ...hookData });
      hookData.began = 'then';
    });
    app.hook.postInvocation(({ hookData }) => void seen.push({ ...hookData }));
    await call(() => 1);
    registry.functions.clear();
    await call(() => 2);
    expect(seen).toEqual([{}, { began: 'then' }, {}, { began: 'then' }]);
  });
});

test('all hooks of an app share one object, from its start to its end', async () => {
  const seen: unknown[] = [];
  const hook: Hook = ({ appHookData }) => void seen.push(appHookData);
  registry.hooks.preInvocation.add(hook);
  registry.hooks.postInvocation.add(hook);
  await call(() => 1);
  expect(new Set([...seen, registry.hookData.all]).size).toBe(1);
});

test('a log hook may change what the app logs', async () => {
  registry.hooks.log.add((entry) => {
    entry.message = `${entry.level} of ${(entry.invocationContext as InvocationContext).functionName}: ***`;
  });
  await call((_, context) => context.log('the secret'));
  expect(lines).toEqual(['information it: information of it: ***']);
});
