import { forEach } from '../../../local/workspace/scenarios/for-each';
import { notebookTask } from '../../../local/workspace/scenarios/notebook-task';
import { pythonError } from '../../../local/workspace/scenarios/python-error';
import type { Scenario } from '../../../local/workspace/scenarios/scenario';
import { clientAnswered, json, valueIn, workspaceClient } from './client';

const MINIMAL = { run_id: 5, state: { life_cycle_state: 'RUNNING' } };

describe('a for-each task', () => {
  const loopOf = async (story: Scenario, wait = 120) => {
    const { databricks, start, seconds } = workspaceClient([story]);
    const runId = await start();
    await seconds(wait);
    const [loop] = valueIn(await databricks.run(runId)).tasks;
    return { databricks, loop, run: valueIn(await databricks.run(loop?.id ?? '')) };
  };

  test('has its iterations for tasks, if it is asked for by its own id', async () => {
    const { databricks, loop, run } = await loopOf(forEach);
    expect(loop).toMatchObject({ key: 'regions', kind: 'for_each_task' });
    expect(run.tasks.map(({ key, kind }) => [key, kind])).toEqual(
      [0, 1, 2, 3, 4].map((index) => [`region_${index}`, 'notebook_task']),
    );
    const outputs = await Promise.all(run.tasks.map(({ id }) => databricks.output(id)));
    expect(outputs.map((each) => JSON.parse(valueIn(each).notebook_output?.result ?? '').region)).toEqual([
      'NORTE',
      'SUR',
      'ESTE',
      'OESTE',
      'CENTRO',
    ]);
  });

  test('may have more iterations than fit a page, some of them tried again', async () => {
    const inputs = JSON.stringify(Array.from({ length: 120 }, (_, index) => index));
    const task = notebookTask('each', '/Stories/Even only at once', { max_retries: 1, min_retry_interval_millis: 1 });
    const { run } = await loopOf(
      {
        name: 'x',
        about: '',
        settings: {
          name: 'x',
          tasks: [{ task_key: 'loop', for_each_task: { inputs, concurrency: 10, task: withInput(task) } }],
        },
        programs: {
          '/Stories/Even only at once': {
            run: ({ parameters, attempt }) => {
              if (Number(parameters.n) % 2 === 1 && attempt === 0) throw pythonError('ValueError', 'odd', 'n');
              return parameters.n;
            },
          },
        },
      },
      3600,
    );
    expect(run.tasks.map(({ key }) => key)).toEqual(Array.from({ length: 120 }, (_, index) => `each_${index}`));
    expect(run.tasks.every(({ state }) => state.result === 'SUCCESS')).toBe(true);
  });

  const loop = { run_id: 5, task_key: 'loop', for_each_task: {}, state: {} };

  test('is on every page beside its iterations, and is not one of them', async () => {
    const iteration = (run_id: number) => ({ run_id, task_key: `each_${run_id}` });
    const { databricks } = clientAnswered(
      json({ ...MINIMAL, tasks: [loop], iterations: [iteration(6)], next_page_token: 'more' }),
      json({ tasks: [loop], iterations: [iteration(6), iteration(7)] }),
    );
    expect(valueIn(await databricks.run('5')).tasks.map(({ key }) => key)).toEqual(['each_6', 'each_7']);
  });

  test('does not contain itself while it has no iteration yet', async () => {
    const { databricks } = clientAnswered(json({ ...MINIMAL, tasks: [loop] }));
    expect(valueIn(await databricks.run('5')).tasks).toEqual([]);
  });

  const withInput = (task: ReturnType<typeof notebookTask>) => ({
    ...task,
    notebook_task: { notebook_path: '/Stories/Even only at once', base_parameters: { n: '{{input}}' } },
  });
});
