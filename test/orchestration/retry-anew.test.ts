import { failingPipeline, pipelineFailure } from '../../local/workspace/scenarios/pipeline-failure';
import type { Scenario } from '../../local/workspace/scenarios/scenario';
import { DEMO_WAREHOUSE } from '../../local/workspace/scenarios/statements';
import { QueryError } from '../../local/workspace/simulation/statements/query';
import { PlatformError } from '../../local/workspace/simulation/tasks/program';
import { type Body, runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const worldOf = (scenarios: Scenario[] = []) => runWorld({ clock, scenarios });
const starts = ({ requests }: ReturnType<typeof worldOf>, route: string) =>
  requests.filter(({ method, path }) => method === 'POST' && path.endsWith(route)).length;
const anotherRun = ({ run }: Body) => ({
  how: 'start',
  outcome: 'failed',
  runId: expect.not.stringMatching(`^${run.id}$`),
});

test('a run without a job that has failed is started anew', async () => {
  const w = worldOf();
  let attempts = 0;
  w.workspace.addProgram('/Once', {
    run: () => {
      if (attempts++ === 0) throw new PlatformError('The machine is gone.', 'CLOUD_FAILURE', 'CLOUD_FAILURE');
      return 'at last';
    },
  });
  const submit = { tasks: [{ task_key: 'main', notebook_task: { notebook_path: '/Once' } }] };
  const run = await w.ended(await w.start({ submit, retry: { times: 1 } }));
  expect(run).toMatchObject({
    outcome: 'succeeded',
    output: 'at last',
    earlier: [anotherRun(run)],
  });
  expect(starts(w, '/runs/submit')).toBe(2);
  expect(starts(w, '/runs/repair')).toBe(0);
});

test('so is a statement', async () => {
  const w = worldOf();
  let attempts = 0;
  w.workspace.addQuery('SELECT once', {
    run: () => {
      if (attempts++ === 0) throw new QueryError('No room.', undefined, 'RESOURCE_EXHAUSTED');
      return { columns: [{ name: 'n', type: 'INT' }], rows: [['1']] };
    },
  });
  const sql = { warehouse_id: DEMO_WAREHOUSE, statement: 'SELECT once' };
  const run = await w.ended(await w.start({ sql, retry: { times: 1 } }));
  expect(run).toMatchObject({
    outcome: 'succeeded',
    output: [{ n: 1 }],
    earlier: [anotherRun(run)],
  });
  expect(starts(w, '/sql/statements')).toBe(2);
});

test('so is an update of a pipeline', async () => {
  const w = worldOf([pipelineFailure]);
  const pipeline = { pipeline_id: failingPipeline.pipelineId };
  const retry = { times: 1, on: ['userCode'] };
  const run = await w.ended(await w.start({ pipeline, retry }));
  expect(run).toMatchObject({
    outcome: 'failed',
    earlier: [anotherRun(run)],
  });
  expect(starts(w, '/updates')).toBe(2);
});
