import { parseJson } from '../../../src/domain/texts/int64-json';
import { clientAnswered, json } from './client';

const GIANT = '9007199254740993';
const tasks = (jobId: unknown) => [
  { task_key: 'child', run_job_task: { job_id: jobId, job_parameters: { job_id: '7' } } },
  { task_key: 'each', for_each_task: { inputs: '[1]', task: { task_key: 'one', run_job_task: { job_id: jobId } } } },
  { task_key: 'main', notebook_task: { notebook_path: '/x', base_parameters: { job_id: '7', run_job_task: '8' } } },
];

test.each(['submit', 'createJob', 'updateJob'] as const)('%s sends the ids of jobs as numbers', async (how) => {
  const { databricks, requests } = clientAnswered(json({ run_id: 1, job_id: 1 }));
  const body = parseJson(JSON.stringify({ tasks: tasks('ID') }).replaceAll('"ID"', GIANT)) as Record<string, unknown>;
  const answer = await (how === 'updateJob'
    ? databricks.updateJob('5', { new_settings: body })
    : databricks[how](body));
  expect(answer).toMatchObject({ ok: true });
  const sent = String(requests[0]?.body);
  expect(sent.split(`"job_id":${GIANT}`)).toHaveLength(3);
  expect(sent.split('"job_id":"7"')).toHaveLength(3); // parameters are text
  expect(sent).toContain('"run_job_task":"8"');
});

test.each([[undefined], ['none'], [[null, 'none', { run_job_task: null }]]])(
  'tasks that are none (%j) are left to Databricks',
  async (odd) => {
    const { databricks, requests } = clientAnswered(json({ run_id: 1 }));
    await databricks.submit({ run_name: 'x', tasks: odd });
    expect(JSON.parse(String(requests[0]?.body))).toEqual({ run_name: 'x', ...(odd !== undefined && { tasks: odd }) });
  },
);
