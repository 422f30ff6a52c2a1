import { wantedTasks } from '../../src/domain/wanted-tasks';

test('without a list every task is wanted, and with an empty one none', () => {
  expect(wantedTasks(null).includes('a')).toBe(true);
  expect(wantedTasks(null).reaches('a')).toBe(true);
  expect(wantedTasks([]).includes('a')).toBe(false);
  expect(wantedTasks([]).reaches('a')).toBe(false);
});

test.each([
  ['child', 'child', true, true],
  ['child', 'child/sales', true, true],
  ['child', 'child/loop/i_0', true, true],
  ['child', 'children', false, false],
  ['child/sales', 'child', false, true],
  ['child/sales', 'child/sales', true, true],
  ['child/sales', 'child/other', false, false],
  ['child/sales', 'child/sales_2', false, false],
])('%s means %s: %s', (wanted, taskKey, isIncluded, isReached) => {
  const tasks = wantedTasks(['another', wanted]);
  expect([tasks.includes(taskKey), tasks.reaches(taskKey)]).toEqual([isIncluded, isReached]);
});
