import { answering, dependingOn, play, setTo, waitFor, webTo } from '../../support/data-factory/made-up-factory';
import type { Activity } from '../../support/data-factory/pipeline/definition';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

describe('a loop', () => {
  const variables = { done: { type: 'String' } };
  const loop = (inner: Activity[], condition: string, timeout = '00:10:00'): Activity => ({
    name: 'Loop',
    type: 'Until',
    typeProperties: { expression: { value: condition, type: 'Expression' }, timeout, activities: inner as never },
  });
  const looks = (states: string[]) => () => answering({ state: states.shift() ?? 'over' });
  const isOver = "@equals(activity('Look').output.state, 'over')";

  test('goes round until its condition holds', async () => {
    const inner = [waitFor('Wait', 30), webTo('Look', dependingOn('Wait', 'Succeeded'))];
    const { status, seconds, requests } = await play(clock, {
      activities: [loop(inner, isOver)],
      endpoint: looks(['going', 'going']),
    });
    expect([status, seconds, requests.length]).toEqual(['Succeeded', 90, 3]);
  });

  test('fails when its time is up', async () => {
    const inner = [waitFor('Wait', 300), webTo('Look', dependingOn('Wait', 'Succeeded'))];
    const { status, seconds, of } = await play(clock, {
      activities: [loop(inner, isOver, '00:12:00')],
      endpoint: () => answering({ state: 'going' }),
    });
    expect([status, seconds, of('Loop').error?.errorCode]).toEqual(['Failed', 720, 'TimedOut']);
  });

  test('does not stop for an activity that fails in it', async () => {
    const states = [500, 200];
    const { status, log } = await play(clock, {
      variables,
      activities: [
        loop(
          [
            webTo('Look'),
            setTo('Set', 'done', 'yes', dependingOn('Look', 'Succeeded')),
            waitFor('Wait', 1, dependingOn('Look', 'Completed')),
          ],
          "@equals(variables('done'), 'yes')",
        ),
      ],
      endpoint: () => answering({}, states.shift() ?? 200),
    });
    expect([status, log.filter(({ activityName }) => activityName === 'Look').length]).toEqual(['Succeeded', 2]);
  });

  test('fails if its condition can not be evaluated', async () => {
    const { status, message } = await play(clock, {
      activities: [loop([webTo('Look'), waitFor('Wait', 1)], isOver)],
      endpoint: () => answering({}),
    });
    expect([status, message]).toEqual(['Failed', expect.stringContaining("property 'state' doesn't exist")]);
  });

  test('that never waits is a mistake of the test', async () => {
    const forever = play(clock, { variables, activities: [loop([setTo('Set', 'done', 'no')], '@equals(1, 2)')] });
    await expect(forever).rejects.toThrow('never waits');
  });
});

describe('a ForEach', () => {
  const forEach = (inner: Activity[], more: object = {}): Activity => ({
    name: 'Each',
    type: 'ForEach',
    typeProperties: { items: { value: '@range(1, 5)', type: 'Expression' }, activities: inner as never, ...more },
  });
  const variables = { seen: { type: 'Array' } };
  const note: Activity = {
    name: 'Note',
    type: 'AppendVariable',
    typeProperties: { variableName: 'seen', value: '@item()' },
  };

  test('gives each item its turn', async () => {
    const run = await play(clock, { variables, activities: [forEach([note])] });
    expect([...(run.variables.get('seen') as number[])].sort()).toEqual([1, 2, 3, 4, 5]);
  });

  test.each([
    [{ isSequential: true }, 50],
    [{ batchCount: 2 }, 30],
    [{}, 10],
  ])('takes as many at once as it may: %j', async (more, expected) => {
    const { seconds } = await play(clock, { activities: [forEach([waitFor('Wait', 10)], more)] });
    expect(seconds).toBe(expected);
  });

  test('fails if one item does, after all had their turn', async () => {
    const { status, message, requests } = await play(clock, {
      activities: [
        forEach([webTo('Call', {}, { url: "@{concat('https://app/', string(item()))}" })], { batchCount: 1 }),
      ],
      endpoint: ({ url }) => (url.endsWith('/2') ? answering('no', 400) : answering({})),
    });
    expect([status, requests.length]).toEqual(['Failed', 5]);
    expect(message).toMatch(
      /^Operation on target Each failed: Activity failed because an inner activity failed; Inner activity name: Call, Error: .*no/,
    );
  });
});
