import { dependingOn, failing, play, setTo, waitFor } from '../../support/data-factory/made-up-factory';
import type { Activity } from '../../support/data-factory/pipeline/definition';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

describe('a pipeline', () => {
  test('fails with the message of what has failed in it', async () => {
    const { status, message } = await play(clock, { activities: [failing('Broken')] });
    expect([status, message]).toEqual(['Failed', 'Operation on target Broken failed: Broken has failed']);
  });

  const outcomes = async (activities: Activity[]) => {
    const { status, log } = await play(clock, { activities });
    return [status, ...log.map(({ activityName }) => activityName).sort()];
  };
  const first = (isGood: boolean) => (isGood ? waitFor('First', 1) : failing('First'));

  test.each([
    [true, ['Succeeded', 'First']],
    [false, ['Succeeded', 'First', 'OnFailure']],
  ])('with a path for failure alone goes well whether its first activity does (%p)', async (isGood, expected) => {
    expect(await outcomes([first(isGood), waitFor('OnFailure', 1, dependingOn('First', 'Failed'))])).toEqual(expected);
  });

  test.each([
    [true, ['Succeeded', 'First', 'OnSuccess']],
    [false, ['Failed', 'First', 'OnFailure']],
  ])('with paths for both fails if its first activity does (%p)', async (isGood, expected) => {
    const paths = [
      waitFor('OnFailure', 1, dependingOn('First', 'Failed')),
      waitFor('OnSuccess', 1, dependingOn('First', 'Succeeded')),
    ];
    expect(await outcomes([...paths, first(isGood)])).toEqual(expected);
  });

  test.each([
    [true, ['Succeeded', 'First', 'OnSuccess']],
    [false, ['Succeeded', 'Dummy', 'First', 'OnFailure']],
  ])('with something to do when its good path is skipped goes well (%p)', async (isGood, expected) => {
    const paths = [
      waitFor('OnFailure', 1, dependingOn('First', 'Failed')),
      waitFor('OnSuccess', 1, dependingOn('First', 'Succeeded')),
      waitFor('Dummy', 1, dependingOn('OnSuccess', 'Skipped')),
    ];
    expect(await outcomes([first(isGood), ...paths])).toEqual(expected);
  });

  test('skips all that waits for what was skipped', async () => {
    const activities = [
      failing('A'),
      waitFor('B', 1, dependingOn('A', 'Succeeded')),
      waitFor('C', 1, dependingOn('B', 'Succeeded')),
    ];
    expect(await outcomes(activities)).toEqual(['Failed', 'A']);
  });

  test('does not take what was skipped for completed', async () => {
    const skipped = waitFor('B', 1, dependingOn('A', 'Failed'));
    expect(await outcomes([waitFor('A', 1), skipped, waitFor('C', 1, dependingOn('B', 'Completed'))])).toEqual([
      'Succeeded',
      'A',
    ]);
  });

  test('goes on after completion, whatever has happened', async () => {
    expect(await outcomes([failing('A'), waitFor('B', 1, dependingOn('A', 'Completed'))])).toEqual([
      'Succeeded',
      'A',
      'B',
    ]);
  });

  test('runs what does not wait at the same time', async () => {
    const { seconds } = await play(clock, {
      activities: [waitFor('A', 30), waitFor('B', 20), waitFor('C', 5, dependingOn('A', 'Succeeded'))],
    });
    expect(seconds).toBe(35);
  });

  test('needs its parameters, of their types', async () => {
    const parameters = { days: { type: 'Int' } };
    const activities = [waitFor('A', 1)];
    await expect(play(clock, { activities, parameters })).rejects.toThrow("needs the parameter 'days'");
    await expect(play(clock, { activities, parameters, given: { days: '1' } })).rejects.toThrow('of type Int');
    await expect(play(clock, { activities, given: { days: 1 } })).rejects.toThrow("takes no parameter 'days'");
  });
});

describe('an IfCondition', () => {
  const choice = (condition: string): Activity => ({
    name: 'If',
    type: 'IfCondition',
    typeProperties: {
      expression: { value: condition, type: 'Expression' },
      ifTrueActivities: [failing('Broken')] as never,
      ifFalseActivities: [waitFor('Wait', 1)] as never,
    },
  });

  test.each([
    ['@equals(1, 1)', 'Failed', ['Broken', 'If']],
    ['@equals(1, 2)', 'Succeeded', ['If', 'Wait']],
    ["@concat('true')", 'Failed', ['If']],
  ])('%s', async (condition, expected, names) => {
    const { status, log } = await play(clock, { activities: [choice(condition)] });
    expect([status, log.map(({ activityName }) => activityName).sort()]).toEqual([expected, names]);
  });
});

describe('a Fail', () => {
  const fails = async (message: string, errorCode = '424') =>
    (await play(clock, { activities: [{ name: 'F', type: 'Fail', typeProperties: { message, errorCode } }] })).of('F')
      .error;

  test('fails with its message and its code', async () => {
    expect(await fails("@concat('a', 'b')")).toMatchObject({ message: 'ab', errorCode: '424' });
  });

  test('says that it could not say why', async () => {
    expect(await fails('@pipeline().missing')).toMatchObject({
      message: 'Failed to interpret F fail message or error code',
      errorCode: '424',
    });
    expect(await fails('@add(1, 2)', ' ')).toMatchObject({ errorCode: 'ErrorCodeNotString' });
  });
});

describe('a variable', () => {
  test('is set, and read by what comes after', async () => {
    const run = await play(clock, {
      variables: { a: { type: 'String', defaultValue: 'x' }, b: { type: 'String' } },
      activities: [
        setTo('SetA', 'a', "@concat(variables('b'), 'y')"),
        setTo('SetB', 'b', "@variables('a')", dependingOn('SetA', 'Succeeded')),
      ],
    });
    expect(run.variables.get('b')).toBe('y');
  });

  test('takes only what is of its type', async () => {
    const { status } = await play(clock, {
      variables: { a: { type: 'String' } },
      activities: [setTo('Set', 'a', '@add(1, 2)')],
    });
    expect(status).toBe('Failed');
  });

  test('need not be declared to hand something back to another pipeline', async () => {
    const value = [
      { key: 'a', value: { type: 'Expression', content: "@concat('x', 'y')" } },
      { key: 'b', value: { type: 'Int', content: 1 } },
    ];
    const back = setTo('Back', 'pipelineReturnValue', value);
    const returning = { ...back, typeProperties: { ...back.typeProperties, setSystemVariable: true } };
    expect((await play(clock, { activities: [returning] })).returned).toEqual({ a: 'xy', b: 1 });
    await expect(play(clock, { activities: [back] })).rejects.toThrow("'pipelineReturnValue', which there is not");
  });
});
