import type { ClusterEvent } from '../../../src/domain/cluster';
import { isTrouble, meaningOf, TELLING_EVENTS } from '../../../src/domain/explain/cluster-events';
import { clustersToAsk } from '../../../src/domain/explain/clusters-to-ask';
import { failedSoFar } from '../../../src/domain/explain/failed-so-far';
import { taskAccounts } from '../../../src/domain/explain/task-accounts';
import { at, attempt, FAILED, going, runOf } from './made-up';

const event = (type: string, more: Partial<ClusterEvent> = {}): ClusterEvent => ({ at: 0, type, ...more });
const ending = (code: string | undefined, type: string | undefined) =>
  event('TERMINATING', { reason: { code, type, parameters: {} } });

describe('an event of a cluster', () => {
  test.each([
    [event('NODES_LOST'), 'lost machines', true],
    [event('RUNNING'), 'was ready', false],
    [event('DRIVER_UNAVAILABLE', { message: 'Out of memory.' }), 'had lost its driver (Out of memory)', true],
    [ending('JOB_FINISHED', 'SUCCESS'), 'was stopped (JOB_FINISHED)', false],
    [ending('INACTIVITY', 'SUCCESS'), 'was stopped (INACTIVITY)', false],
    [ending('USER_REQUEST', 'SUCCESS'), 'was stopped (USER_REQUEST)', true],
    [ending('CLOUD_PROVIDER_SHUTDOWN', 'CLOUD_FAILURE'), 'was stopped (CLOUD_PROVIDER_SHUTDOWN)', true],
    [ending('A_REASON_OF_TOMORROW', undefined), 'was stopped (A_REASON_OF_TOMORROW)', true],
    [ending(undefined, undefined), 'was stopped', false],
  ])('%j means that it %s', (given, meaning, trouble) => {
    expect(meaningOf(given)).toBe(meaning);
    expect(isTrouble(given)).toBe(trouble);
  });

  test.each(['AUTOSCALING_STATS_REPORT', 'constructor', ''])('of the type %j means nothing to a run', (type) => {
    expect(meaningOf(event(type))).toBeUndefined();
    expect(isTrouble(event(type))).toBe(false);
  });

  test('is asked for if it means anything', () => {
    expect(TELLING_EVENTS.length).toBeGreaterThan(15);
    for (const type of TELLING_EVENTS) expect(meaningOf(event(type))).toMatch(/^[a-z].*[a-z]$/i);
  });
});

const NOW = at(100);
const on = (id: string) => ({ cluster: { id, kind: 'job' } as const });

test('of the clusters, those of failed tasks are asked first, then the slow ones, and each of them once', () => {
  const accounts = taskAccounts(
    runOf([
      attempt('quick', 0, [1, 1], on('quick')),
      attempt('slow', 0, [9, 1], on('slow')),
      attempt('failed', 0, [1, 1], { ...on('failed'), state: FAILED }),
      attempt('shares', 0, [1, 1], on('slow')),
      attempt('none', 0, [20, 1]),
    ]),
    NOW,
  );
  expect(clustersToAsk(accounts)).toEqual(['failed', 'slow', 'quick']);
});

test('what has failed so far are the tasks that failed by themselves, at their latest attempt', () => {
  const accounts = taskAccounts(
    runOf([
      attempt('good', 0, [0, 1]),
      attempt('saved', 0, [0, 1], { state: FAILED }),
      attempt('saved', 1, [0, 1], { attempt: 1 }),
      attempt('bad', 0, [0, 1], { state: FAILED }),
      attempt('after', 0, [0, 0], { state: { lifeCycle: 'TERMINATED', result: 'UPSTREAM_FAILED', message: '' } }),
      attempt('open', 0, [0, 1], { state: going('RUNNING') }),
    ]),
    NOW,
  );
  expect(failedSoFar(accounts)).toMatchObject([{ key: 'bad' }]);
});
