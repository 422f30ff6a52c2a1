import { runGolden } from '../../support/golden-run';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((own) => {
  clock = own;
});

const raise = (afterMs: number, body = '1', name = 'Ev'): [number, string, string] => [
  afterMs,
  `raiseEvent/${name}`,
  body,
];

describe('4.3 completion waits for open tasks', () => {
  const early = { send: [raise(1000)], watch: 5000 };

  test.each(['AnyNoCancel', 'ThrowOpenTimer', 'CanOpenTimer', 'AnyOpenActivity', 'CanOpenActivity'])(
    '%s has returned, and stays Running',
    async (orchestrator) => {
      expect((await (await runGolden(clock, orchestrator, early)).status()).runtimeStatus).toBe('Running');
    },
  );

  test('a timer that is cancelled holds nothing up', async () => {
    expect((await (await runGolden(clock, 'AnyCancel', early)).status()).runtimeStatus).toBe('Completed');
  });

  test('an event that nobody sends holds nothing up', async () => {
    expect((await (await runGolden(clock, 'OpenEvent', { watch: 1000 })).status()).runtimeStatus).toBe('Completed');
  });

  test('a fan-out that failed fast waits for the others', async () => {
    expect((await (await runGolden(clock, 'AllFailFast', { watch: 5000 })).status()).runtimeStatus).toBe('Running');
  });
});

describe('4.4 external events', () => {
  test('an event in another case is taken, and never delivered', async () => {
    const it = await runGolden(clock, 'EventCase', { send: [raise(1000, '1', 'EV')] });
    expect((await it.status()).output).toBe('timeout');
  });

  test('the newest of two waiters is served first', async () => {
    const it = await runGolden(clock, 'TwoWaiters', { send: [raise(1000, '"e1"'), raise(2000, '"e2"')] });
    expect((await it.status()).output).toEqual({ first: 'e2', second: 'e1', r: ['e2', 'e1'] });
  });

  test('an event that comes before its waiter is kept for it', async () => {
    const it = await runGolden(clock, 'EventBefore', { send: [raise(1000, '"b1"'), raise(2000, '"b2"')] });
    expect((await it.status()).output).toEqual({ v: 'b1' });
  });

  test('the same event twice is two events', async () => {
    const it = await runGolden(clock, 'DoubleEvent', { send: [raise(1000, '"same"'), raise(2000, '"same"')] });
    expect((await it.status()).output).toEqual(['same', 'same']);
  });
});

describe('suspended', () => {
  const suspend: [number, string] = [500, 'suspend?reason=wait'];

  test.each(['CancelCompletes', 'AnyCancel'])('%s: an event that cancels a timer leads to nothing', async (name) => {
    const it = await runGolden(clock, name, { send: [suspend, raise(1000)], watch: 5000 });
    expect((await it.status()).runtimeStatus).toBe('Suspended');
    expect(await it.story()).toBe('ES Timer#0 | Suspend | Event');
  });

  test('what the event leads to is done once it is resumed', async () => {
    const send: [number, string, string?][] = [suspend, raise(1000), [2000, 'resume?reason=go']];
    const it = await runGolden(clock, 'CancelCompletes', { send, watch: 5000 });
    expect(await it.status()).toMatchObject({ runtimeStatus: 'Completed', output: { x: 'next' } });
    expect(await it.story()).toBe('ES Timer#0 | Suspend | Event | Resume Task#1 | Done(1) End#2');
  });
});

describe('4.5 continue-as-new', () => {
  test('the new generation has an execution id and a creation time of its own', async () => {
    const it = await runGolden(clock, 'CanObj', { input: {}, watch: 1000 });
    const before = await it.engine.read('it');
    await clock.advance(10_000);
    const after = await it.engine.read('it');
    expect(after?.instanceId).toBe(before?.instanceId);
    expect(after?.executionId).not.toBe(before?.executionId);
    expect(after?.executionId).toMatch(/^[0-9a-f]{32}$/);
    expect(after?.createdAt).toBeGreaterThan(before?.createdAt ?? 0);
  });

  test('the custom status lasts until the second episode of the next generation', async () => {
    const it = await runGolden(clock, 'CanStatus', { watch: 3000 });
    expect((await it.status()).customStatus).toBe('g0');
    await clock.advance(4000);
    expect((await it.status()).customStatus).toBeNull();
  });

  test('events that nobody had waited for are lost', async () => {
    const it = await runGolden(clock, 'CanEvents', { send: [raise(1000, '"early"')] });
    expect((await it.status()).output).toEqual({ got: 'timeout' });
  });

  test('an event that arrives while the generations change is carried over', async () => {
    const it = await runGolden(clock, 'CanBatch', { send: [raise(500, '1', 'go')], watch: 1000 });
    await Promise.all([it.engine.send('it', event('go2', '2')), it.engine.send('it', event('Ev', '"after"'))]);
    await clock.advance(10_000);
    expect((await it.status()).output).toEqual({ got: 'after' });
  });

  test('what the old generation had waited for no longer matters', async () => {
    const it = await runGolden(clock, 'CanWaiting', { send: [raise(4000, '"for the second"')] });
    expect((await it.status()).output).toEqual({ got: 'for the second' });
  });
});

describe('4.6 values', () => {
  test('continueAsNew with a string hands it on in quotes', async () => {
    const it = await runGolden(clock, 'CanStr', { input: 'start' });
    expect(await it.status()).toMatchObject({ output: { got: '"str2"' }, input: '"str2"' });
  });

  test('a start without a body has the input null', async () => {
    expect((await (await runGolden(clock, 'EchoIn')).status()).output).toEqual({ type: 'null', i: null });
  });

  test.each(['undefined', 'null'])('a result of %s is null', async (input) => {
    expect((await (await runGolden(clock, 'Ret', { input })).status()).output).toBeNull();
  });
});

describe('4.7 custom status', () => {
  test('8,703 characters of JSON pass', async () => {
    const it = await runGolden(clock, 'BigStatus', { input: 8701 });
    expect(await it.status()).toMatchObject({ runtimeStatus: 'Completed', customStatus: 'x'.repeat(8701) });
  });

  test('one more fails the orchestration', async () => {
    expect(await (await runGolden(clock, 'BigStatus', { input: 8702 })).status()).toMatchObject({
      runtimeStatus: 'Failed',
      output:
        "Orchestrator function 'BigStatus' failed: The UTF-16 size of the JSON-serialized payload must not exceed 16 KB. " +
        'The current payload size is 17 KB.',
    });
  });

  test.each(['CustomFalsy', 'CustomNull'])('a falsy value clears it (%s)', async (orchestrator) => {
    expect((await (await runGolden(clock, orchestrator)).status()).customStatus).toBeNull();
  });
});

describe('4.8 other', () => {
  test('a missing orchestrator is accepted, and fails naming all there are', async () => {
    const { runtimeStatus, output } = await (await runGolden(clock, 'NoSuch')).status();
    expect(runtimeStatus).toBe('Failed');
    expect(output).toMatch(
      /^Orchestrator function 'NoSuch' failed: The function 'NoSuch' doesn't exist, is disabled, or/,
    );
    expect(output).toContain("'Mon', 'RetryAll'");
  });

  test('a termination drops the result of a running activity, and leaves children alone', async () => {
    const activity = await runGolden(clock, 'TermActivity', { send: [[1000, 'terminate?reason=mid']] });
    expect(await activity.story()).toBe('ES Task#0 | Term End#1');
    const parent = await runGolden(clock, 'SubWait', { send: [[1000, 'terminate?reason=gone']] });
    expect((await parent.engine.read('it-kid'))?.status).toBe('Running');
  });

  test('the default version is stamped on every start', async () => {
    const it = await runGolden(clock, 'Quick', { defaultVersion: '1.2' });
    expect((await it.engine.read('it'))?.version).toBe('1.2');
  });

  test('too many actions fail the orchestration', async () => {
    const it = await runGolden(clock, 'Fan', { limits: { maxActions: 3 } });
    expect(await it.status()).toMatchObject({
      runtimeStatus: 'Failed',
      output: expect.stringContaining('Maximum amount of orchestration actions (3) has been reached.'),
    });
  });

  test('an orchestrator may call itself by any case of its name', async () => {
    expect((await (await runGolden(clock, 'qUICK', { input: 1 })).status()).output).toEqual({ in: 1 });
  });
});

describe('where the real engine hangs in silence, this one says why', () => {
  test.each([
    ['Missing', "calls the activity 'DoesNotExist', which this app does not have: it will wait for ever"],
    ['SubMissing', "calls the orchestrator 'NoSuchOrchestrator', which this app does not have: it will wait for ever"],
    ['ThrowEmpty', 'has not returned and waits for nothing'],
    ['ThrowEmptyFirst', 'has not returned and waits for nothing'],
    ['ThrowString', 'has not returned and waits for nothing'],
    ['ThrowObject', 'has not returned and waits for nothing'],
    ['RetryTimeout', 'has not returned and waits for nothing'],
  ])('%s', async (orchestrator, reason) => {
    const it = await runGolden(clock, orchestrator);
    expect((await it.status()).runtimeStatus).toBe('Running');
    expect(it.errors().join('\n')).toContain(reason);
  });

  test('a start with a version, where host.json has no default version', async () => {
    const it = await runGolden(clock, 'Quick');
    await it.engine.start({ name: 'Quick', input: null, instanceId: 'versioned', version: '2.0' });
    await clock.advance(60_000);
    expect((await it.engine.read('versioned'))?.status).toBe('Pending');
    expect(it.errors()).toEqual([
      expect.stringContaining('host.json has no defaultVersion: it will stay Pending for ever'),
    ]);
  });

  test('an orchestration that waits for an event is not called stuck', async () => {
    expect((await runGolden(clock, 'Wait')).errors()).toEqual([]);
  });
});

function event(name: string, input: string) {
  return {
    EventType: 15 as const,
    Name: name,
    Input: input,
    ParentTraceContext: null,
    EventId: -1,
    IsPlayed: false,
    Timestamp: new Date(clock.now()).toISOString(),
  };
}
