import type { Databricks } from '../../src/adapters/databricks/databricks';
import { createWorkspaces } from '../../src/adapters/databricks/workspaces';
import type { CatalogEntry } from '../../src/contract/jobs/catalog';
import { databricksRuns, standardStart } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { workspaceOf } from '../support/one-workspace';
import { runWorld } from '../support/run-world';
import { answerLost, onRoute } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

/** A workspace whose run-now loses its first answer, and a second one that notes what it is asked to run. */
function createWorld() {
  const catalog = new Map<string, CatalogEntry>([['nightly', { job: '101' }]]);
  const world = runWorld({
    clock,
    catalog,
    scenarios: [{ ...jobThatTakes(60), jobId: 101n }],
    intercept: onRoute('run-now', answerLost),
  });
  const first = world.app.workspaces.all[0]?.databricks as Databricks;
  const asked: unknown[] = [];
  const prod: Databricks = {
    ...first,
    runNow: async (body) => {
      asked.push(body);
      return first.runNow(body);
    },
  };
  const all = [workspaceOf(first), workspaceOf(prod, { alias: 'prod' })];
  world.app.workspaces = createWorkspaces(all);
  return { ...world, catalog, asked, all };
}

test('a start whose answer was lost is tried again where it was tried, wherever the catalog has its job now', async () => {
  const world = createWorld();
  const id = await world.start({ job: 'nightly' });
  world.catalog.set('nightly', { job: '102', workspace: 'prod' });
  expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded', job: { id: '101' } });
  expect(world.asked).toEqual([]);
  expect(await databricksRuns(world)).toHaveLength(1);
});

test.each<[string, (world: ReturnType<typeof createWorld>) => void]>([
  ['the alias is gone', ({ catalog }) => void catalog.delete('nightly')],
  [
    'the workspace is gone',
    (world) => void Object.assign(world.app, { workspaces: createWorkspaces(world.all.slice(1)) }),
  ],
])('where the request has become wrong meanwhile, the run may be there: %s', async (_what, change) => {
  const world = createWorld();
  const id = await world.start({ job: 'nightly' });
  change(world);
  expect(await world.ended(id)).toMatchObject({ outcome: 'unknown', code: 'requestInvalid' });
});

test('an id that is used again is watched where its new run is', async () => {
  const world = createWorld();
  const id = await world.start({ job: 'nightly' });
  await world.ended(id);
  await standardStart(world, { job: '101', workspace: 'prod' }, id);
  await world.seconds(5);
  expect(await world.row(id)).toMatchObject({ workspace: 'prod', job: '101' });
  expect(world.asked).toHaveLength(1);
});
