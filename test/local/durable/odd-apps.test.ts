import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { eventRaised, executionTerminated } from '../../../local/durable/history/new-event';
import { registry } from '../../support/functions-core';
import { GOLDEN_APP } from '../../support/golden';
import { createInMemoryHost } from '../../support/in-memory-host';
import { VirtualClock } from '../../support/virtual-clock';

/** Apps do what nobody thought of. None of it may hang in silence, or keep the host to itself. */
const circle: Record<string, unknown> = {};
circle.self = circle;

const thrown: Record<string, () => unknown> = {
  'a big integer': () => 10n,
  'an object in a circle': () => circle,
  'a text that looks like failure details': () => new Error('{"errorType":"x" oops'),
  'a symbol': () => Symbol('odd'),
  'an error with a symbol for its message': () => Object.assign(new Error(), { message: Symbol('odd') }),
  'an object without a prototype': () => Object.create(null),
};

df.app.activity('throws', {
  handler: (which: string) => {
    throw thrown[which]?.();
  },
});
df.app.activity('answers', { handler: () => circle });
df.app.orchestration('asks', function* (context) {
  const { activity, input } = context.df.getInput() as { activity: string; input: string };
  return yield context.df.callActivity(activity, input);
});
df.app.orchestration('never-stops', function* (context) {
  context.df.continueAsNew({});
});
df.app.orchestration('waits-for-no-time', function* (context) {
  yield context.df.createTimer(new Date(Number.NaN));
});
df.app.orchestration('carries-depths', function* (context) {
  const { depth, again } = context.df.getInput() as { depth: number; again: boolean; nest?: unknown };
  if (again) return 'arrived';
  let nest: unknown = 'bottom';
  for (let level = 0; level < depth; level++) nest = [nest];
  context.df.continueAsNew({ depth, again: true, nest });
  return undefined;
});
df.app.orchestration('quick', function* () {
  return 'quick';
});
app.http('here', { handler: () => ({}) });

function hostOn(clock: VirtualClock) {
  return createInMemoryHost({ registry, directory: GOLDEN_APP, clock });
}

async function outcome(name: string, input: unknown) {
  const clock = new VirtualClock();
  const { engine } = hostOn(clock);
  await engine.start({ name, input: JSON.stringify(input), instanceId: 'it' });
  await clock.advance(5000);
  const { status, output } = (await engine.read('it')) ?? {};
  return { status, output };
}

test.each(Object.keys(thrown))('an activity that throws %s has failed', async (input) => {
  expect((await outcome('asks', { activity: 'throws', input })).status).toBe('Failed');
});

test('an activity whose answer cannot be told has failed', async () => {
  expect((await outcome('asks', { activity: 'answers', input: '' })).status).toBe('Failed');
});

test('an orchestrator that asks for the impossible fails with the reason', async () => {
  expect(await outcome('waits-for-no-time', null)).toEqual({
    status: 'Failed',
    output: expect.stringMatching(/^Orchestrator function 'waits-for-no-time' failed: .*[Ii]nvalid/),
  });
});

test('values of any depth are carried on', async () => {
  expect(await outcome('carries-depths', { depth: 200, again: false })).toEqual({
    status: 'Completed',
    output: '"arrived"',
  });
});

test('an orchestrator that continues as new without end leaves room for others, and can be terminated', async () => {
  const clock = new VirtualClock();
  const { engine } = hostOn(clock);
  await engine.start({ name: 'never-stops', input: null, instanceId: 'it' });
  await engine.start({ name: 'quick', input: null, instanceId: 'other' });
  await clock.advance(100);
  expect((await engine.read('other'))?.status).toBe('Completed');
  await engine.send('it', executionTerminated(clock.now(), 'enough'));
  await clock.advance(100);
  expect(await engine.read('it')).toMatchObject({ status: 'Terminated', output: 'enough' });
});

test('an orchestrator that continues as new without end does not hold up the end of the host', async () => {
  const clock = new VirtualClock();
  const { engine } = hostOn(clock);
  await engine.start({ name: 'never-stops', input: null, instanceId: 'it' });
  await clock.advance(100);
  await engine.stop();
});

test('an instance of a version that the host does not know stays Pending, also when messages come', async () => {
  const clock = new VirtualClock();
  const { engine } = hostOn(clock);
  await engine.start({ name: 'quick', input: null, instanceId: 'it', version: '2.0' });
  await engine.send('it', eventRaised(clock.now(), 'Ev', '1'));
  await clock.advance(5000);
  expect((await engine.read('it'))?.status).toBe('Pending');
  expect(await engine.history('it')).toEqual([]);
});
