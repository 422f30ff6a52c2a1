import { repairable } from '../../local/workspace/scenarios/repairable';
import type { RunNow } from '../../src/contract/jobs/job-parameters';
import { type Body, runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

/** A run that has failed, and what Databricks is told when it is repaired. */
async function failedRun(runNow: RunNow) {
  const world = runWorld({ clock, scenarios: [repairable] });
  const id = await world.start({ job: world.jobId, runNow });
  expect(await world.ended(id)).toMatchObject({ outcome: expect.stringMatching(/^(failed|partial)$/) });
  const told = (): Body =>
    world.requests.filter(({ path }) => path.endsWith('/runs/repair')).map(({ body }) => JSON.parse(String(body)));
  return {
    world,
    told,
    async repair(body: Body = {}) {
      const reply = await world.post(`runs/${id}/repair`, body);
      if (reply.status === 202) await world.ended(id);
      return reply;
    },
  };
}

const KINDS: Required<Omit<RunNow, 'only' | 'queue' | 'idempotency_token'>> = {
  job_parameters: { region: 'NORTE' },
  notebook_params: { region: 'NORTE' },
  python_params: ['--region', 'NORTE'],
  python_named_params: { region: 'NORTE' },
  jar_params: ['NORTE'],
  spark_submit_params: ['--class', 'Main'],
  sql_params: { region: 'NORTE' },
  dbt_commands: ['dbt run'],
  pipeline_params: { full_refresh: true },
  performance_target: 'STANDARD',
};

test.each(Object.entries(KINDS))('%s of the run are passed again, as Databricks forgets them', async (kind, value) => {
  const { repair, told } = await failedRun({ [kind]: value });
  await repair();
  expect(told()).toEqual([{ run_id: expect.anything(), rerun_all_failed_tasks: true, [kind]: value }]);
});

test.each<[string, RunNow]>([
  ['only', { only: ['prepare', 'load'] }],
  ['queue', { queue: { enabled: true } }],
])('%s is not, because runs/repair knows no such field', async (_, runNow) => {
  const { repair, told } = await failedRun(runNow);
  await repair();
  expect(told()).toEqual([{ run_id: expect.anything(), rerun_all_failed_tasks: true }]);
});

test.each<[string, before: RunNow, given: RunNow, after: RunNow]>([
  [
    'job_parameters after notebook_params',
    { notebook_params: { a: '1' } },
    { job_parameters: { region: 'SUR' } },
    { job_parameters: { region: 'SUR' } },
  ],
  [
    'parameters of tasks after job_parameters',
    { job_parameters: { region: 'NORTE' }, performance_target: 'STANDARD' },
    { python_params: ['a'], sql_params: { b: '2' } },
    { python_params: ['a'], sql_params: { b: '2' }, performance_target: 'STANDARD' },
  ],
  [
    'jar_params after notebook_params',
    { notebook_params: { a: '1' }, python_params: ['a'] },
    { jar_params: ['b'] },
    { python_params: ['a'], jar_params: ['b'] },
  ],
])('what can not stand beside those of a repair makes room for them: %s', async (...[, before, given, after]) => {
  const { repair, told } = await failedRun(before);
  expect((await repair(given)).status).toBe(202);
  expect(told()).toEqual([{ run_id: expect.anything(), rerun_all_failed_tasks: true, ...after }]);
});

test.each<[string, RunNow, field: string]>([
  ['job_parameters and those of a notebook', { job_parameters: {}, notebook_params: {} }, 'notebook_params'],
  ['those of a notebook and of a JAR', { notebook_params: {}, jar_params: [] }, 'jar_params'],
])('a repair itself can not have two kinds that exclude each other: %s', async (_, given, field) => {
  const { repair, told } = await failedRun({});
  const { status, body } = await repair(given);
  expect([status, body.code, body.errors[0].field]).toEqual([400, 'requestInvalid', field]);
  expect(told()).toEqual([]);
});

test('a kind of run that is not allowed any more is not repaired with other parameters either', async () => {
  const { world, repair, told } = await failedRun({});
  world.app.allowedKinds = ['sql'];
  const { status, body } = await repair({ job_parameters: { region: 'SUR' } });
  expect([status, body.code]).toEqual([403, 'kindNotAllowed']);
  expect(told()).toEqual([]);
});
