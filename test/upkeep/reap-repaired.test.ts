import { repairable } from '../../local/workspace/scenarios/repairable';
import { databricksRuns, holdEpisodes, standard } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { type Reply, runWorld, type WorldOptions } from '../support/run-world';
import { fire } from '../support/timers';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

/** A run that has failed at Databricks after its orchestration was terminated. */
async function cutOff(options: Partial<WorldOptions> = {}) {
  const world = runWorld({ clock, scenarios: [repairable], ...options });
  const id = await world.start({ job: world.jobId, pollSeconds: 600 });
  await world.seconds(1);
  await standard(world, 'POST', `instances/${id}/terminate?reason=x`);
  await world.seconds(400);
  const ends = () => world.events.filter(({ event }) => event === 'runEnded');
  return { world, id, ends };
}

test('a repair that begins while its run is looked at keeps its row open', async () => {
  let repair: (() => Promise<Reply>) | undefined;
  const { world, id, ends } = await cutOff({
    intercept: async ({ path }, pass) => {
      const answer = await pass();
      const begin = repair;
      repair = undefined;
      if (begin && path.endsWith('runs/get')) expect((await begin()).status).toBe(202);
      return answer;
    },
  });
  let letGo = () => {};
  repair = () => {
    letGo = holdEpisodes(world);
    return world.post(`runs/${id}/repair`);
  };
  await fire(world, 'reapRuns');
  expect(ends()).toEqual([]);
  expect(await world.row(id)).not.toHaveProperty('outcome');
  letGo();
  await world.ended(id);
  await world.seconds(10);
  const row = await world.row(id);
  expect(row).toMatchObject({ outcome: 'succeeded', endedWell: true });
  for (const left of ['code', 'message', 'lateOutcome']) expect(row).not.toHaveProperty(left);
});

test('a row that somebody writes to at the last moment is looked at again later', async () => {
  const { world, id, ends } = await cutOff();
  const { runs } = world.app;
  const { updateAsRead } = runs;
  runs.updateAsRead = async (row, changes) => {
    runs.updateAsRead = updateAsRead;
    await runs.update(id, { repairTriedAt: new Date(clock.now()).toISOString() });
    return updateAsRead(row, changes);
  };
  await fire(world, 'reapRuns');
  expect(ends()).toEqual([]);
  expect(await world.row(id)).not.toHaveProperty('outcome');
  await world.seconds(300);
  await fire(world, 'reapRuns');
  expect(ends()).toHaveLength(1);
  expect(await world.row(id)).toMatchObject({ outcome: 'canceled', code: 'terminated' });
});

test('a run that was deleted while its repair was on its way is cancelled once that has begun', async () => {
  const failsFirst = ({ attempt }: { attempt: number }) => {
    if (attempt === 0) throw new Error('not yet');
    return 1;
  };
  const world = runWorld({
    clock,
    scenarios: [jobThatTakes(3600, failsFirst)],
    intercept: async ({ path }, pass) => {
      if (path.endsWith('/runs/repair')) await new Promise<void>((go) => void clock.schedule(clock.now() + 2000, go));
      return pass();
    },
  });
  const id = await world.start({ job: world.jobId });
  await world.ended(id);
  await world.post(`runs/${id}/repair`);
  await world.seconds(0.5);
  await standard(world, 'DELETE', 'instances/?createdTimeFrom=2020-01-01T00:00:00Z');
  await fire(world, 'reapRuns');
  await world.seconds(300);
  await fire(world, 'reapRuns');
  await world.seconds(30);
  expect((await databricksRuns(world)).map(({ state }) => state.result_state)).toEqual(['CANCELED']);
});
