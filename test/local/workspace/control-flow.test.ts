import { condition } from '../../../local/workspace/scenarios/condition';
import { forEach } from '../../../local/workspace/scenarios/for-each';
import { nightlyReport } from '../../../local/workspace/scenarios/nightly-report';
import { notebookTask } from '../../../local/workspace/scenarios/notebook-task';
import { pythonError } from '../../../local/workspace/scenarios/python-error';
import { retriedTask } from '../../../local/workspace/scenarios/retried-task';
import { runJob } from '../../../local/workspace/scenarios/run-job';
import type { Scenario } from '../../../local/workspace/scenarios/scenario';
import type { Ending } from '../../../local/workspace/simulation/runs/ending';
import type { TaskRun } from '../../../local/workspace/simulation/runs/run';
import type { RunIf, TaskSettings } from '../../../local/workspace/simulation/settings';
import { readinessOf } from '../../../local/workspace/simulation/tasks/run-if';
import { type Answer, states, taskOf, workspaceWith } from '../../support/workspace-client';

const results = (run: Answer) =>
  Object.fromEntries(run.tasks.map((task: Answer) => [task.task_key, task.state.result_state]));

test('tasks begin when all they depend on has ended', async () => {
  const { start, run, seconds } = workspaceWith([nightlyReport]);
  const id = await start();
  await seconds(13);
  const midway = await run(id);
  expect(midway.tasks.map((task: Answer) => task.status.state)).toEqual([
    'TERMINATED',
    'RUNNING',
    'RUNNING',
    'BLOCKED',
  ]);
  await seconds(60);
  expect(states(await run(id))).toEqual(['TERMINATED', 'SUCCESS', 'TERMINATED']);
});

test('each attempt of a retried task is a row of its own, and the pause between them is seen', async () => {
  const { start, run, output, seconds } = workspaceWith([retriedTask]);
  const id = await start();
  await seconds(5);
  expect(taskOf(await run(id), 'flaky')).toMatchObject({
    attempt_number: 1,
    state: { life_cycle_state: 'WAITING_FOR_RETRY' },
    status: { state: 'WAITING' },
  });
  await seconds(60);
  const ended = await run(id);
  expect(states(ended)).toEqual(['TERMINATED', 'SUCCESS', 'TERMINATED']);
  expect(ended.tasks.map((task: Answer) => [task.attempt_number, task.state.result_state])).toEqual([
    [0, 'FAILED'],
    [1, 'FAILED'],
    [2, 'SUCCESS'],
  ]);
  expect(new Set(ended.tasks.map((task: Answer) => task.run_id)).size).toBe(3);
  const last = await output(ended.tasks[2].run_id);
  expect(last.notebook_output.result).toBe('{"attempt":2}');
  expect(last.metadata).toMatchObject({ attempt_number: 2, original_attempt_run_id: ended.tasks[0].run_id });
});

test('a task that fails for good has used up its retries', async () => {
  const story: Scenario = {
    ...retriedTask,
    settings: { name: 'x', tasks: [notebookTask('flaky', '/Stories/Third time lucky', { max_retries: 1 })] },
  };
  const { start, run, seconds } = workspaceWith([story]);
  const id = await start();
  await seconds(60);
  const ended = await run(id);
  expect(ended.tasks).toHaveLength(2);
  expect(ended.state.result_state).toBe('FAILED');
});

test('a for-each task runs so many iterations at a time, and shows them under its own id', async () => {
  const { start, run, output, seconds } = workspaceWith([forEach]);
  const id = await start();
  await seconds(2);
  const [loop] = (await run(id)).tasks;
  expect(loop.for_each_task.stats.task_run_stats).toMatchObject({ total_iterations: 5, active_iterations: 2 });
  await seconds(60);
  const ended = await run(id);
  expect(states(ended)).toEqual(['TERMINATED', 'SUCCESS', 'TERMINATED']);
  expect(ended).not.toHaveProperty('iterations');
  const { iterations } = await run(loop.run_id);
  expect(iterations).toHaveLength(5);
  const outputs = await Promise.all(iterations.map((iteration: Answer) => output(iteration.run_id)));
  expect(outputs.map((each) => JSON.parse(each.notebook_output.result).region)).toEqual([
    'NORTE',
    'SUR',
    'ESTE',
    'OESTE',
    'CENTRO',
  ]);
});

test('a for-each task gives every input its turn, and fails if one of them did', async () => {
  const story: Scenario = {
    ...forEach,
    programs: {
      '/Stories/One region': {
        run: ({ parameters }) => {
          if (parameters.region === 'SUR') throw pythonError('ValueError', 'not there', 'go()');
        },
      },
    },
  };
  const { start, run, seconds } = workspaceWith([story]);
  const id = await start();
  await seconds(60);
  const ended = await run(id);
  expect(ended.state.result_state).toBe('FAILED');
  expect(ended.tasks[0].for_each_task.stats.task_run_stats).toMatchObject({
    completed_iterations: 5,
    failed_iterations: 1,
  });
});

test('a run-job task starts a run of the other job and waits for it', async () => {
  const { start, run, output, seconds } = workspaceWith([runJob]);
  const id = await start();
  await seconds(3);
  const task = taskOf(await run(id), 'child');
  const child = await run(task.run_job_task.run_id);
  expect(child).toMatchObject({ trigger: 'RUN_JOB_TASK', run_name: 'Sales table', end_time: 0 });
  expect(child.job_parameters).toContainEqual({ name: 'region', default: 'ALL', value: 'SUR' });
  await seconds(60);
  expect(states(await run(id))).toEqual(['TERMINATED', 'SUCCESS', 'TERMINATED']);
  expect((await output(task.run_id)).run_job_output.run_id).toBe(child.run_id);
});

test('a run-job task fails with the run it started, or if there is no such job', async () => {
  const failing: Scenario = {
    name: 'failing',
    about: '',
    settings: { name: 'failing', tasks: [notebookTask('main', '/fails')] },
    programs: {
      '/fails': {
        run: () => {
          throw pythonError('ValueError', 'no', 'no()');
        },
      },
    },
  };
  const both: Scenario = {
    name: 'both',
    about: '',
    needs: [failing],
    settings: ([child = 0n]) => ({
      name: 'both',
      tasks: [
        { task_key: 'fails', run_job_task: { job_id: child } },
        { task_key: 'missing', run_job_task: { job_id: 5 } },
      ],
    }),
  };
  const { start, run, seconds } = workspaceWith([both]);
  const id = await start();
  await seconds(60);
  const ended = await run(id);
  expect(taskOf(ended, 'fails').state).toMatchObject({ life_cycle_state: 'TERMINATED', result_state: 'FAILED' });
  expect(taskOf(ended, 'missing').state).toMatchObject({ state_message: 'Job 5 does not exist.' });
});

test.each([
  [{}, { is_large: 'SUCCESS', large: 'SUCCESS', small: 'EXCLUDED', finish: 'SUCCESS' }, 'true'],
  [{ rows: '7' }, { is_large: 'SUCCESS', large: 'EXCLUDED', small: 'SUCCESS', finish: 'SUCCESS' }, 'false'],
])('a condition decides which branch is excluded: %j', async (job_parameters, expected, outcome) => {
  const { start, run, seconds } = workspaceWith([condition]);
  const id = await start({ job_parameters });
  await seconds(60);
  const ended = await run(id);
  expect(results(ended)).toEqual(expected);
  expect(taskOf(ended, 'is_large').condition_task.outcome).toBe(outcome);
  expect(ended.state.result_state).toBe('SUCCESS');
});

test('only the tasks asked for run; the others are disabled and stand in nobody’s way', async () => {
  const { start, run, seconds } = workspaceWith([nightlyReport]);
  const id = await start({ only: ['clean+'] });
  await seconds(60);
  const ended = await run(id);
  expect(results(ended)).toEqual({ extract: 'DISABLED', clean: 'SUCCESS', enrich: 'DISABLED', report: 'SUCCESS' });
  expect(ended.state.result_state).toBe('SUCCESS');
});

describe('run_if', () => {
  type Outcome = 'SUCCESS' | 'FAILED' | 'EXCLUDED' | 'CANCELED';
  const decide = (run_if: RunIf, outcomes: Outcome[]) => {
    const rows = outcomes.map((result, index): [string, TaskRun] => [
      `t${index}`,
      { ending: { result } as Ending } as TaskRun,
    ]);
    const task: TaskSettings = { task_key: 'x', run_if, depends_on: rows.map(([task_key]) => ({ task_key })) };
    const readiness = readinessOf(task, new Map(rows));
    return typeof readiness === 'string' ? readiness : readiness.skip.result;
  };

  test.each<[RunIf, Outcome[], string]>([
    ['ALL_SUCCESS', ['SUCCESS', 'SUCCESS'], 'run'],
    ['ALL_SUCCESS', ['SUCCESS', 'FAILED'], 'UPSTREAM_FAILED'],
    ['ALL_SUCCESS', ['SUCCESS', 'CANCELED'], 'UPSTREAM_CANCELED'],
    ['ALL_SUCCESS', ['SUCCESS', 'EXCLUDED'], 'EXCLUDED'],
    ['ALL_DONE', ['FAILED', 'FAILED'], 'run'],
    ['ALL_DONE', ['EXCLUDED', 'EXCLUDED'], 'EXCLUDED'],
    ['NONE_FAILED', ['SUCCESS', 'EXCLUDED'], 'run'],
    ['NONE_FAILED', ['SUCCESS', 'FAILED'], 'UPSTREAM_FAILED'],
    ['AT_LEAST_ONE_SUCCESS', ['SUCCESS', 'FAILED'], 'run'],
    ['AT_LEAST_ONE_SUCCESS', ['FAILED', 'FAILED'], 'UPSTREAM_FAILED'],
    ['AT_LEAST_ONE_FAILED', ['SUCCESS', 'FAILED'], 'run'],
    ['AT_LEAST_ONE_FAILED', ['SUCCESS', 'SUCCESS'], 'EXCLUDED'],
    ['ALL_FAILED', ['FAILED', 'FAILED'], 'run'],
    ['ALL_FAILED', ['SUCCESS', 'FAILED'], 'EXCLUDED'],
  ])('%s after %j: %s', (runIf, outcomes, expected) => expect(decide(runIf, outcomes)).toBe(expected));
});
