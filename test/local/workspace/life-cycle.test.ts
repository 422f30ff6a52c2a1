import { clusterTrouble } from '../../../local/workspace/scenarios/cluster-trouble';
import { failingNotebook } from '../../../local/workspace/scenarios/failing-notebook';
import { internalError } from '../../../local/workspace/scenarios/internal-error';
import { partialSuccess } from '../../../local/workspace/scenarios/partial-success';
import { quickSuccess } from '../../../local/workspace/scenarios/quick-success';
import { slow } from '../../../local/workspace/scenarios/slow';
import { taskTimeout } from '../../../local/workspace/scenarios/task-timeout';
import { timeout } from '../../../local/workspace/scenarios/timeout';
import { type Answer, states, taskOf, workspaceWith } from '../../support/workspace-client';

test('a run goes through all of its phases, at its own pace', async () => {
  const { start, run, seconds } = workspaceWith([slow]);
  const id = await start();
  const seen: string[] = [];
  for (const minutes of [0, 3, 2, 58, 1, 1, 1]) {
    await seconds(minutes * 60);
    seen.push((await run(id)).state.life_cycle_state);
  }
  expect(seen).toEqual(['PENDING', 'PENDING', 'RUNNING', 'RUNNING', 'TERMINATING', 'TERMINATED', 'TERMINATED']);
});

test('nothing happens while nobody looks, and then all of it, at the times it was due', async () => {
  const { start, run, seconds } = workspaceWith([quickSuccess]);
  const id = await start();
  await seconds(1000);
  const ended = await run(id);
  expect(states(ended)).toEqual(['TERMINATED', 'SUCCESS', 'TERMINATED']);
  expect(ended.end_time - ended.start_time).toBe(1700);
  expect(ended.run_duration).toBe(1700);
  expect(ended.tasks[0]).toMatchObject({ setup_duration: 500, execution_duration: 1000, cleanup_duration: 200 });
});

test('an active run has no end, and its task no durations', async () => {
  const { start, run } = workspaceWith([quickSuccess]);
  const active = await run(await start());
  expect(active).toMatchObject({ end_time: 0, run_duration: 0, status: { state: 'PENDING' } });
  expect(active.state).not.toHaveProperty('result_state');
  expect(active.tasks[0]).toMatchObject({ end_time: 0, execution_duration: 0 });
});

test('a run whose task fails ends as INTERNAL_ERROR, while its status says TERMINATED', async () => {
  const { start, run, seconds } = workspaceWith([failingNotebook]);
  const id = await start();
  await seconds(60);
  const failed = await run(id);
  expect(failed.state).toEqual({
    life_cycle_state: 'INTERNAL_ERROR',
    result_state: 'FAILED',
    state_message: 'Task main failed with message: Workload failed, see run output for details.',
    user_cancelled_or_timedout: false,
  });
  expect(failed.status).toMatchObject({
    state: 'TERMINATED',
    termination_details: { code: 'RUN_EXECUTION_ERROR', type: 'CLIENT_ERROR' },
  });
  expect(failed.tasks[0].state).toMatchObject({
    life_cycle_state: 'TERMINATED',
    result_state: 'FAILED',
    state_message: 'Workload failed, see run output for details',
  });
});

test('what depends on a failed task is left out', async () => {
  const { start, run, seconds } = workspaceWith([internalError]);
  const id = await start();
  expect(taskOf(await run(id), 'publish').status.state).toBe('BLOCKED');
  await seconds(60);
  const failed = await run(id);
  expect(states(failed)).toEqual(['INTERNAL_ERROR', 'FAILED', 'TERMINATED']);
  expect(failed.state.state_message).toMatch(/^Task load failed with message: .* downstream tasks to get skipped\.$/);
  expect(taskOf(failed, 'publish').state).toMatchObject({ result_state: 'UPSTREAM_FAILED' });
  expect(taskOf(failed, 'publish').start_time).toBe(0);
});

test('a lost cluster makes the task itself an internal error, with a code of its own', async () => {
  const { start, run, output, seconds } = workspaceWith([clusterTrouble]);
  const id = await start();
  await seconds(60);
  const [task] = (await run(id)).tasks;
  expect(states(task)).toEqual(['INTERNAL_ERROR', 'FAILED', 'TERMINATED']);
  expect(task.status.termination_details).toMatchObject({ code: 'CLUSTER_ERROR', type: 'CLOUD_FAILURE' });
  expect((await output(task.run_id)).error).toContain('was terminated');
});

test('a run that fails in the middle but ends well is a success with failures', async () => {
  const { start, run, seconds } = workspaceWith([partialSuccess]);
  const id = await start();
  await seconds(60);
  const ended = await run(id);
  expect(states(ended)).toEqual(['TERMINATED', 'SUCCESS_WITH_FAILURES', 'TERMINATED']);
  expect(ended.status.termination_details.code).toBe('SUCCESS_WITH_FAILURES');
  expect(taskOf(ended, 'import').state.result_state).toBe('FAILED');
});

test('a run that takes too long is cut off: TERMINATING first, then TIMEDOUT', async () => {
  const { start, run, seconds } = workspaceWith([timeout]);
  const id = await start();
  await seconds(31);
  expect(states(await run(id))).toEqual(['TERMINATING', undefined, 'TERMINATING']);
  await seconds(2);
  const ended = await run(id);
  expect(states(ended)).toEqual(['TERMINATED', 'TIMEDOUT', 'TERMINATED']);
  expect(ended.state.user_cancelled_or_timedout).toBe(true);
});

test('a task that takes too long is tried again where that is wanted', async () => {
  const { start, run, seconds } = workspaceWith([taskTimeout]);
  const id = await start();
  await seconds(60);
  const ended = await run(id);
  expect(ended.tasks.map((task: Answer) => [task.attempt_number, task.state.result_state])).toEqual([
    [0, 'TIMEDOUT'],
    [1, 'TIMEDOUT'],
  ]);
  expect(states(ended)).toEqual(['TERMINATED', 'TIMEDOUT', 'TERMINATED']);
});

test('a run tells where its page is, who started it, and on which cluster it ran', async () => {
  const { start, run, seconds, jobId, workspace } = workspaceWith([quickSuccess]);
  const id = await start();
  await seconds(1);
  const running = await run(id);
  expect(running).toMatchObject({
    job_id: Number(jobId),
    job_run_id: id,
    number_in_job: id,
    original_attempt_run_id: id,
    creator_user_name: 'demo@example.com',
    run_name: 'Quick success',
    run_type: 'JOB_RUN',
    trigger: 'ONE_TIME',
    format: 'MULTI_TASK',
  });
  expect(running.run_page_url).toMatch(
    new RegExp(
      `^https://adb-${workspace.id}\\.\\d+\\.azuredatabricks\\.net/\\?o=${workspace.id}#job/${jobId}/run/${id}$`,
    ),
  );
  const [{ cluster_instance }] = running.tasks;
  expect(cluster_instance).toEqual({ cluster_id: expect.any(String), spark_context_id: expect.any(String) });
});
