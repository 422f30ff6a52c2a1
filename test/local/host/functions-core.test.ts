import { createFunctionsCore, createRegistry, type HookName, type Registry } from '../../../local/host/functions-core';

type Core = {
  registerFunction(metadata: object, callback?: () => unknown): { dispose(): void };
  registerHook(name: string, callback: () => unknown): { dispose(): void };
  log(level: string, category: string, message: string): void;
  Disposable: { from(...disposables: { dispose(): unknown }[]): { dispose(): void } };
};

let registry: Registry;
let core: Core;
let lines: string[];
beforeEach(() => {
  lines = [];
  registry = createRegistry((level, source, message) => lines.push(`${level} ${source}: ${message}`));
  core = createFunctionsCore(registry) as Core;
});

const bindings = { timer: { type: 'timerTrigger', direction: 'in' } };
const names = () => [...registry.functions.values()].map(({ name }) => name);

test('a function is there from its registration to its disposal', () => {
  const registration = core.registerFunction({ name: 'nightly', bindings });
  expect(names()).toEqual(['nightly']);
  registration.dispose();
  expect(names()).toEqual([]);
});

test('an id is given once, a name as often as there are ids', () => {
  core.registerFunction({ name: 'nightly', bindings });
  expect(() => core.registerFunction({ name: 'nightly', bindings })).toThrow(
    'A function with id "nightly" has already been registered.',
  );
  core.registerFunction({ name: 'nightly', functionId: '2', bindings });
  expect(names()).toEqual(['nightly', 'nightly']);
});

test('a function that comes after the start is refused', () => {
  registry.sealed = true;
  expect(() => core.registerFunction({ name: 'late', bindings })).toThrow(
    'A function can only be registered during app startup.',
  );
});

test.each(['orchestrationTrigger', 'activityTrigger'])('retry options on an %s are told to be of no use', (type) => {
  core.registerFunction({ name: 'run', bindings: { context: { type } }, retryOptions: { maxRetryCount: 3 } });
  expect(lines).toEqual([
    'warning run: its retry options are ignored: Durable Functions retries by call, not by function',
  ]);
});

test.each<HookName>(['preInvocation', 'postInvocation', 'appStart', 'appTerminate', 'log'])(
  'a hook for %s is there until it is disposed',
  (name) => {
    const registration = core.registerHook(name, () => {});
    expect(registry.hooks[name].size).toBe(1);
    registration.dispose();
    expect(registry.hooks[name].size).toBe(0);
  },
);

test('an unknown hook is a range error of the system, as the library expects', () => {
  let thrown: unknown;
  try {
    core.registerHook('beforeLunch', () => {});
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(RangeError);
  expect(thrown).toMatchObject({ message: 'Unrecognized hook "beforeLunch"', isAzureFunctionsSystemError: true });
});

test('several disposables can be made one', () => {
  const registrations = ['a', 'b'].map((name) => core.registerFunction({ name, bindings }));
  core.Disposable.from(...registrations).dispose();
  expect(names()).toEqual([]);
});

test('the library logs in the name of the worker', () => {
  core.log('warning', 'system', 'a body was dropped');
  expect(lines).toEqual(['warning worker: a body was dropped']);
});
