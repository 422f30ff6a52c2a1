import { criticalPath } from '../../../src/domain/explain/critical-path';
import type { TaskAttempt } from '../../../src/domain/explain/run-times';
import { taskAccounts } from '../../../src/domain/explain/task-accounts';
import { at, attempt, FAILED, going, MINUTE, runOf } from './made-up';

const NOW = at(1000);
const pathOf = (attempts: TaskAttempt[], now = NOW) =>
  criticalPath(taskAccounts(runOf(attempts), now), now).map(({ key }) => key);

describe('the critical path', () => {
  test('follows what each task had to wait for last', () => {
    const tasks = [
      attempt('slow', 0, [1, 10]),
      attempt('fast', 0, [1, 2]),
      attempt('join', 11, [1, 1], { dependsOn: ['fast', 'slow'] }),
      attempt('aside', 0, [1, 5]),
    ];
    expect(pathOf(tasks)).toEqual(['slow', 'join']);
  });

  test('is the longest task where none depends on another', () => {
    expect(pathOf([attempt('a', 0, [0, 1]), attempt('b', 0, [0, 9]), attempt('c', 0, [0, 3])])).toEqual(['b']);
  });

  test('leads to what goes on', () => {
    const open = attempt('open', 5, [1, 0], { state: going('RUNNING'), endedAt: undefined, dependsOn: ['a'] });
    expect(pathOf([attempt('a', 0, [0, 5]), attempt('b', 0, [0, 9]), open], at(12))).toEqual(['a', 'open']);
  });

  test('has no tasks that never began, and none that nobody knows', () => {
    const skipped = attempt('b', 0, [0, 0], { startedAt: undefined, endedAt: undefined, dependsOn: ['a', 'gone'] });
    expect(pathOf([attempt('a', 0, [0, 5]), skipped])).toEqual(['a']);
    expect(pathOf([])).toEqual([]);
  });

  test('comes to an end where tasks depend on each other in a circle', () => {
    const circle = [attempt('a', 0, [0, 5], { dependsOn: ['b'] }), attempt('b', 5, [0, 5], { dependsOn: ['a'] })];
    expect(pathOf(circle)).toEqual(['a', 'b']);
  });
});

describe('the account of a task', () => {
  test('tells its latest attempt from what came before', () => {
    const [account, ...others] = taskAccounts(
      runOf([
        attempt('a', 20, [1, 4, 1], { attempt: 2 }),
        attempt('a', 0, [1, 2], { state: FAILED }),
        attempt('a', 5, [0, 3, 1], { state: FAILED, attempt: 1 }),
      ]),
      NOW,
    );
    expect(others).toEqual([]);
    expect(account).toMatchObject({ key: 'a', attempts: 3, latest: { attempt: 2 } });
    expect(account).toMatchObject({ setup: MINUTE, running: 4 * MINUTE, cleanup: MINUTE });
    expect(account).toMatchObject({ earlier: 7 * MINUTE, whole: 13 * MINUTE });
  });

  test('has the time in a queue of its own', () => {
    const [account] = taskAccounts(runOf([attempt('a', 1, [1, 1], { queueMs: MINUTE })]), NOW);
    expect(account?.queued).toBe(MINUTE);
  });
});
