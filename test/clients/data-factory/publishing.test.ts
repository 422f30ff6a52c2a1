import { dependingOn, play, setTo, waitFor, webTo } from '../../support/data-factory/made-up-factory';
import { problemsOf } from '../../support/data-factory/pipeline/check-pipeline';
import type { Activity } from '../../support/data-factory/pipeline/definition';
import { VirtualClock } from '../../support/virtual-clock';

describe('what can not be published', () => {
  const inner = (activity: Activity, type = 'ForEach', more: object = {}): Activity => ({
    name: 'Outer',
    type,
    typeProperties: {
      items: '@range(1, 2)',
      expression: '@equals(1, 1)',
      [type === 'IfCondition' ? 'ifTrueActivities' : 'activities']: [activity] as never,
      ...more,
    } as never,
  });
  const loopIn = { ...inner(waitFor('W', 1)), name: 'Inner' };
  const ifIn = { ...inner(waitFor('W', 1), 'IfCondition'), name: 'Inner' };
  const post = { method: 'POST', body: {}, headers: { 'Content-Type': 'application/json' } };

  test.each<[string, Activity[], string]>([
    ['a loop in a loop', [inner(loopIn)], "can't be within a ForEach"],
    ['a loop in a condition', [inner(loopIn, 'IfCondition')], "can't be within a IfCondition"],
    ['a condition in a condition', [inner(ifIn, 'IfCondition')], "can't be within a IfCondition"],
    ['a variable set in a parallel loop', [inner(setTo('S', 'text', 'a'))], 'in a parallel loop'],
    ['a variable set by itself', [setTo('S', 'text', "@concat(variables('text'), 'a')")], 'and uses it, too'],
    ['a variable that there is not', [setTo('S', 'none', 'a')], "the variable 'none'"],
    ['a parameter that there is not', [webTo('A', {}, { url: '@pipeline().parameters.url' })], "the parameter 'url'"],
    [
      'an activity that may not have ended',
      [waitFor('A', 1), webTo('B', {}, { url: "@activity('A').output.url" })],
      'may not have ended',
    ],
    [
      'an activity within another one',
      [inner(webTo('A')), webTo('B', dependingOn('Outer', 'Succeeded'), { url: "@activity('A').output.url" })],
      'may not have ended',
    ],
    ['an item outside of a loop', [webTo('A', {}, { url: '@item()' })], 'asks for an item'],
    ['a function that there is not', [webTo('A', {}, { url: '@lower(1)' })], "calls 'lower'"],
    ['an expression that is none', [webTo('A', {}, { url: '@concat(' })], 'not valid'],
    ['an expression that is too long', [webTo('A', {}, { url: `@concat('${'a'.repeat(8192)}')` })], 'longer than 8192'],
    ['the same name twice', [waitFor('A', 1), waitFor('A', 1)], "more than one activity 'A'"],
    ['a name with a dot', [waitFor('A.B', 1)], "the name 'A.B'"],
    [
      'a circle',
      [waitFor('A', 1, dependingOn('B', 'Succeeded')), waitFor('B', 1, dependingOn('A', 'Succeeded'))],
      'waits for itself',
    ],
    ['waiting for what is not beside it', [waitFor('A', 1, dependingOn('B', 'Succeeded'))], 'not beside it'],
    [
      'a retry of a webhook',
      [{ ...webTo('A', { type: 'WebHook', policy: { retry: 1 } }, post) }],
      'no retry in its policy',
    ],
    ['a webhook without a content type', [webTo('A', { type: 'WebHook' }, { ...post, headers: {} })], 'Content-Type'],
    ['a webhook by GET', [webTo('A', { type: 'WebHook' })], 'method GET'],
    ['a GET with a body', [webTo('A', {}, { body: {} })], "can't have a body"],
    ['a POST without one', [webTo('A', {}, { method: 'POST' })], 'must have a body'],
    [
      'an answer after more than ten minutes',
      [webTo('A', {}, { httpRequestTimeout: '00:10:01' })],
      'too short or too long',
    ],
    ['a timeout below ten minutes', [webTo('A', { policy: { timeout: '00:05:00' } })], 'too short or too long'],
    ['a timeout above seven days', [webTo('A', { policy: { timeout: '7.00:00:01' } })], 'too short or too long'],
    ['a retry at once', [webTo('A', { policy: { retry: 1, retryIntervalInSeconds: 5 } })], '30 seconds'],
    ['more than fifty at once', [inner(waitFor('A', 1), 'ForEach', { batchCount: 51 })], 'batchCount'],
    ['an activity that is not played', [{ name: 'A', type: 'Copy', typeProperties: {} }], 'not played'],
    ['too many activities', Array.from({ length: 81 }, (_, at) => waitFor(`A${at}`, 1)), 'more than 80'],
  ])('%s', async (_, activities, why) => {
    const variables = { text: { type: 'String' } };
    const problems = problemsOf({ name: 'P', activities, parameters: {}, variables });
    expect(problems).toEqual(expect.arrayContaining([expect.stringContaining(why)]));
    await expect(play(new VirtualClock(), { activities, variables })).rejects.toThrow(why);
  });
});
