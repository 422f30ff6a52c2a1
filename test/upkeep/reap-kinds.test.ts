import { pipelineSlow, slowPipeline } from '../../local/workspace/scenarios/pipeline-slow';
import { DEMO_WAREHOUSE } from '../../local/workspace/scenarios/statements';
import { standard } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { runWorld } from '../support/run-world';
import { fire } from '../support/timers';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const HOUR = 3600;
const NOTEBOOK = { tasks: [{ task_key: 'main', notebook_task: { notebook_path: '/Made/Up' } }] };
const LONG_STATEMENT = 'SELECT * FROM demo.for_hours';

test.each([
  ['a run without a job', 'submit', { submit: NOTEBOOK }, '/jobs/runs/cancel'],
  ['an update', 'pipeline', { pipeline: { pipeline_id: slowPipeline.pipelineId } }, '/stop'],
  ['a statement', 'sql', { sql: { warehouse_id: DEMO_WAREHOUSE, statement: LONG_STATEMENT } }, '/cancel'],
] as const)('%s whose orchestration was deleted is cancelled, too', async (_, kind, body, path) => {
  const world = runWorld({ clock, scenarios: [jobThatTakes(6 * HOUR), pipelineSlow] });
  world.workspace.addQuery(LONG_STATEMENT, { pace: { runningMs: 6 * HOUR * 1000 }, run: () => undefined });
  const id = await world.start(body);
  await world.seconds(60);
  await standard(world, 'DELETE', 'instances/?createdTimeFrom=2020-01-01T00:00:00Z');
  for (let tick = 0; tick < 3; tick++) {
    await fire(world, 'reapRuns');
    await world.seconds(300);
  }
  expect(world.requests.filter((request) => request.path.endsWith(path))).toHaveLength(1);
  expect(await world.row(id)).toMatchObject({ kind, outcome: 'unknown', code: 'deleted', lateOutcome: 'canceled' });
  expect(world.events.filter(({ event }) => event === 'runReaped')).toEqual([
    expect.objectContaining({ runId: id, kind }),
  ]);
});
