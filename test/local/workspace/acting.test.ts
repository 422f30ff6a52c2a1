import { failingNotebook } from '../../../local/workspace/scenarios/failing-notebook';
import { forEach } from '../../../local/workspace/scenarios/for-each';
import { nightlyReport } from '../../../local/workspace/scenarios/nightly-report';
import { queued } from '../../../local/workspace/scenarios/queued';
import { quickSuccess } from '../../../local/workspace/scenarios/quick-success';
import { repairable } from '../../../local/workspace/scenarios/repairable';
import { retriedTask } from '../../../local/workspace/scenarios/retried-task';
import { runJob } from '../../../local/workspace/scenarios/run-job';
import { slow } from '../../../local/workspace/scenarios/slow';
import { type Answer, states, taskOf, workspaceWith } from '../../support/workspace-client';

describe('cancel', () => {
  test('answers at once; the run is TERMINATING first and CANCELED later', async () => {
    const { start, run, post, seconds } = workspaceWith([slow]);
    const run_id = await start();
    await seconds(300);
    expect(await post('runs/cancel', { run_id })).toEqual({});
    expect(states(await run(run_id))).toEqual(['TERMINATING', undefined, 'TERMINATING']);
    await seconds(2);
    const ended = await run(run_id);
    expect(states(ended)).toEqual(['TERMINATED', 'CANCELED', 'TERMINATED']);
    expect(ended.state).toMatchObject({ state_message: 'Run cancelled.', user_cancelled_or_timedout: true });
    expect(ended.status.termination_details.code).toBe('USER_CANCELED');
    expect(ended.tasks[0].state.result_state).toBe('CANCELED');
  });

  test('of a run that has ended changes nothing, and is no error', async () => {
    const { start, run, post, seconds } = workspaceWith([quickSuccess]);
    const run_id = await start();
    await seconds(60);
    expect(await post('runs/cancel', { run_id })).toEqual({});
    expect((await run(run_id)).state.result_state).toBe('SUCCESS');
  });

  test('that comes when the work is done leaves the outcome as it is', async () => {
    const { start, run, post, seconds } = workspaceWith([slow]);
    const run_id = await start();
    await seconds(64 * 60 + 1);
    await post('runs/cancel', { run_id });
    await seconds(60);
    expect((await run(run_id)).state.result_state).toBe('SUCCESS');
  });

  test('of one task run leaves the others alone, and takes along what depends on it', async () => {
    const { start, run, post, seconds } = workspaceWith([nightlyReport]);
    const id = await start();
    await seconds(13);
    await post('runs/cancel', { run_id: taskOf(await run(id), 'clean').run_id });
    await seconds(60);
    const ended = await run(id);
    expect(taskOf(ended, 'enrich').state.result_state).toBe('SUCCESS');
    expect(taskOf(ended, 'clean').state.result_state).toBe('CANCELED');
    expect(taskOf(ended, 'report').state.result_state).toBe('UPSTREAM_CANCELED');
    expect(ended.state.result_state).toBe('CANCELED');
  });

  test('of a queued run ends it where it is', async () => {
    const { start, run, post } = workspaceWith([queued]);
    await start();
    const run_id = await start();
    await post('runs/cancel', { run_id });
    expect(states(await run(run_id))).toEqual(['TERMINATED', 'CANCELED', 'TERMINATED']);
  });

  test('reaches the run that a run-job task started', async () => {
    const { start, run, post, seconds } = workspaceWith([runJob]);
    const run_id = await start();
    await seconds(4);
    const child = taskOf(await run(run_id), 'child').run_job_task.run_id;
    await post('runs/cancel', { run_id });
    await seconds(10);
    expect((await run(child)).state.result_state).toBe('CANCELED');
    const ended = await run(run_id);
    expect(ended.state.result_state).toBe('CANCELED');
    expect(taskOf(ended, 'wrap_up').state.result_state).toBe('CANCELED');
  });

  test('reaches the iterations of a for-each task, and begins no more of them', async () => {
    const { start, run, post, seconds } = workspaceWith([forEach]);
    const run_id = await start();
    await seconds(2);
    await post('runs/cancel', { run_id });
    await seconds(10);
    const ended = await run(run_id);
    expect(ended.state.result_state).toBe('CANCELED');
    const { iterations } = await run(ended.tasks[0].run_id);
    expect(iterations.map((iteration: Answer) => iteration.state.result_state)).toEqual(['CANCELED', 'CANCELED']);
  });

  test('during the pause before a retry ends the task', async () => {
    const { start, run, post, seconds } = workspaceWith([retriedTask]);
    const run_id = await start();
    await seconds(5);
    await post('runs/cancel', { run_id });
    await seconds(60);
    const ended = await run(run_id);
    expect(ended.tasks.map((task: Answer) => task.state.result_state)).toEqual(['FAILED', 'CANCELED']);
    expect(ended.state.result_state).toBe('CANCELED');
  });

  test('cancel-all ends all runs of a job, or all that are queued', async () => {
    const { start, run, post, seconds, jobId } = workspaceWith([queued]);
    const [first, second, third] = [await start(), await start(), await start()];
    await post('runs/cancel-all', { all_queued_runs: true });
    expect((await run(second)).state.result_state).toBe('CANCELED');
    expect((await run(third)).state.result_state).toBe('CANCELED');
    expect((await run(first)).end_time).toBe(0);
    await post('runs/cancel-all', { job_id: jobId });
    await seconds(5);
    expect((await run(first)).state.result_state).toBe('CANCELED');
  });
});

describe('repair', () => {
  const failed = async () => {
    const client = workspaceWith([repairable]);
    const run_id = await client.start({ job_parameters: { region: 'SUR' } });
    await client.seconds(60);
    const repair = (more: object) => client.send('POST', 'runs/repair', { run_id, ...more });
    return { ...client, run_id, repair };
  };

  test('runs what failed again, in the same run, which becomes active again', async () => {
    const { run_id, run, repair, seconds } = await failed();
    expect((await run(run_id)).state.result_state).toBe('FAILED');
    const { run_duration: first } = await run(run_id);
    const reply = await repair({ rerun_all_failed_tasks: true });
    expect(reply).toMatchObject({ status: 200, body: { repair_id: expect.any(Number) } });
    const active = await run(run_id);
    expect(states(active)).toEqual(['PENDING', undefined, 'PENDING']);
    expect(active.end_time).toBe(0);
    await seconds(60);
    const repaired = await run(run_id, '&include_history=true');
    expect(repaired.state.result_state).toBe('SUCCESS');
    expect(repaired.tasks.map((task: Answer) => [task.task_key, task.attempt_number, task.state.result_state])).toEqual(
      [
        ['prepare', 0, 'SUCCESS'],
        ['load', 0, 'FAILED'],
        ['report', 0, 'UPSTREAM_FAILED'],
        ['load', 1, 'SUCCESS'],
        ['report', 1, 'SUCCESS'],
      ],
    );
    expect(repaired.repair_history).toMatchObject([
      { type: 'ORIGINAL', state: { result_state: 'FAILED' } },
      { type: 'REPAIR', id: reply.body.repair_id, state: { result_state: 'SUCCESS' } },
    ]);
    const [original, again] = repaired.repair_history;
    expect(first).toBe(original.end_time - original.start_time);
    expect(repaired.run_duration).toBe(first + again.end_time - again.start_time);
    expect(repaired.repair_history[0].task_run_ids).toHaveLength(3);
    expect(repaired.repair_history[1].task_run_ids).toHaveLength(2);
  });

  test('forgets job parameters that are not passed again', async () => {
    const regionAfter = async (more: object) => {
      const { run_id, run, output, repair, seconds } = await failed();
      await repair({ rerun_all_failed_tasks: true, ...more });
      await seconds(60);
      const { notebook_output } = await output(taskOf(await run(run_id), 'report').run_id);
      return JSON.parse(notebook_output.result)[0].region;
    };
    expect(await regionAfter({})).toBe('none');
    expect(await regionAfter({ job_parameters: { region: 'SUR' } })).toBe('SUR');
  });

  test('takes one task, with or without what depends on it', async () => {
    const { run_id, run, repair, seconds } = await failed();
    const first = await repair({ rerun_tasks: ['load'] });
    await seconds(60);
    expect((await run(run_id)).tasks).toHaveLength(4);
    expect((await run(run_id)).state.result_state).toBe('FAILED');
    await repair({
      rerun_tasks: ['load'],
      rerun_dependent_tasks: true,
      latest_repair_id: first.body.repair_id,
    });
    await seconds(60);
    expect((await run(run_id)).tasks).toHaveLength(6);
    expect((await run(run_id)).state.result_state).toBe('SUCCESS');
  });

  test('needs the id of the latest repair from the second one on', async () => {
    const { repair, seconds } = await failed();
    const { body } = await repair({ rerun_tasks: ['prepare'] });
    await seconds(60);
    const message = 'The latest repair ID needs to be provided in order to create a new repair';
    expect(await repair({ rerun_tasks: ['prepare'] })).toMatchObject({ status: 400, body: { message } });
    expect((await repair({ rerun_tasks: ['prepare'], latest_repair_id: 5 })).status).toBe(400);
    expect((await repair({ rerun_tasks: ['prepare'], latest_repair_id: body.repair_id })).status).toBe(200);
  });

  test('is refused while the run is active', async () => {
    const { start, send } = workspaceWith([slow]);
    const reply = await send('POST', 'runs/repair', { run_id: await start(), rerun_tasks: ['main'] });
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_STATE' } });
  });

  test.each([
    [{ rerun_tasks: ['load', 'load'] }, 'rerun_tasks cannot contain duplicate task keys.'],
    [{ rerun_tasks: ['nowhere'] }, expect.stringContaining('nowhere')],
    [{}, expect.any(String)],
  ])('is refused for %j', async (more, message) => {
    const { repair } = await failed();
    expect(await repair(more)).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE', message } });
  });

  test('can be cancelled like any run', async () => {
    const { run_id, run, repair, post, seconds } = await failed();
    await repair({ rerun_all_failed_tasks: true });
    await post('runs/cancel', { run_id });
    await seconds(10);
    expect((await run(run_id)).state.result_state).toBe('CANCELED');
  });
});

describe('delete', () => {
  test('makes an ended run unknown, with its tasks', async () => {
    const { start, run, post, send, seconds } = workspaceWith([failingNotebook]);
    const run_id = await start();
    await seconds(60);
    const [task] = (await run(run_id)).tasks;
    expect(await post('runs/delete', { run_id })).toEqual({});
    for (const id of [run_id, task.run_id])
      expect((await send('GET', `runs/get?run_id=${id}`)).body.message).toBe(`Run ${id} does not exist.`);
  });

  test('is refused while the run is active', async () => {
    const { start, send } = workspaceWith([slow]);
    expect(await send('POST', 'runs/delete', { run_id: await start() })).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_STATE' },
    });
  });
});
