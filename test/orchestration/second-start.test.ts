import { skippedByLimit } from '../../local/workspace/scenarios/skipped-by-limit';
import { DEMO_WAREHOUSE } from '../../local/workspace/scenarios/statements';
import { databricksRuns, standard } from '../support/engine-room';
import { runWorld } from '../support/run-world';
import { fire } from '../support/timers';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

/** A run that was skipped, and is started once more; the answer to that gets lost. */
async function startedAgainUnanswered() {
  let starts = 0;
  const world = runWorld({
    clock,
    scenarios: [skippedByLimit],
    intercept: async ({ path }, pass) => {
      const answer = await pass();
      if (!path.endsWith('/run-now')) return answer;
      starts += 1;
      return starts === 3 ? { status: 503, headers: { 'retry-after': '300' }, body: '' } : answer;
    },
  });
  await world.start({ job: world.jobId });
  const id = await world.start({ job: world.jobId, retry: { times: 1 }, timeoutSeconds: 3600 });
  while (starts < 3) await world.seconds(1);
  await world.seconds(2);
  const skipped = (await databricksRuns(world))[1]?.id;
  const cancels = () =>
    world.requests.filter(({ path }) => path.endsWith('runs/cancel')).map(({ body }) => String(body));
  return { world, id, skipped, cancels };
}

test('a second start that got no answer, and was terminated, does not count as the end of the first', async () => {
  const { world, id } = await startedAgainUnanswered();
  expect(await world.row(id)).not.toHaveProperty('runId');
  await standard(world, 'POST', `instances/${id}/terminate?reason=x`);
  await world.seconds(300);
  await fire(world, 'reapRuns');
  expect(await world.row(id)).not.toHaveProperty('outcome');
  await world.seconds(3600 + 600);
  await fire(world, 'reapRuns');
  const row = await world.row(id);
  expect(row?.message).toContain('may have started the run all the same');
  expect(row).not.toHaveProperty('lateOutcome');
});

test('a cancel meanwhile goes to the second run, and not to the first', async () => {
  const { world, id, skipped, cancels } = await startedAgainUnanswered();
  await world.post(`runs/${id}/cancel`);
  expect(cancels()).toEqual([]);
  await world.ended(id);
  const { runId } = (await world.row(id)) ?? {};
  expect(runId).not.toBe(skipped);
  expect(cancels().filter((body) => !body.includes(String(runId)))).toEqual([]);
});

test.each([['SELECT a'], ['INSERT INTO t VALUES (1)']])(
  'a statement whose id was written down before a crash is not sent again: %s',
  async (statement) => {
    const world = runWorld({ clock, scenarios: [] });
    let executed = 0;
    world.workspace.addQuery(statement, {
      run: () => {
        executed += 1;
        return { columns: [{ name: 'v', type: 'STRING' }], rows: [[`${executed}`]] };
      },
    });
    const { index } = world.app;
    const { note } = index;
    index.note = async () => {
      index.note = note;
      throw new Error('The storage is down.');
    };
    const id = await world.start({ sql: { warehouse_id: DEMO_WAREHOUSE, statement } });
    expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded', output: [{ v: '1' }] });
    expect(executed).toBe(1);
    const { runId = '' } = (await world.row(id)) ?? {};
    expect(await index.find(runId)).toMatchObject([{ instanceId: id }]);
  },
);

test('an attempt that Databricks has put off is still made when its activity crashes after that', async () => {
  let starts = 0;
  let isLost = false;
  const world = runWorld({
    clock,
    scenarios: [skippedByLimit],
    intercept: async ({ path }, pass) =>
      path.endsWith('/run-now') && ++starts === 3 ? { status: 429, headers: { 'retry-after': '1' }, body: '' } : pass(),
  });
  const first = await world.start({ job: world.jobId });
  const id = await world.start({ job: world.jobId, retry: { times: 1 } });
  await world.seconds(5);
  const former = (await world.row(id))?.runId;
  await world.post(`runs/${first}/cancel`);
  const { runs } = world.app;
  const { update } = runs;
  runs.update = async (which, changes) => {
    await update(which, changes);
    if (starts === 3 && changes.runId === former && !isLost) {
      isLost = true;
      throw new Error('no answer');
    }
  };
  const run = await world.ended(id);
  expect(isLost).toBe(true);
  expect(run).toMatchObject({ outcome: 'succeeded', earlier: [{ outcome: 'skipped', runId: former }] });
});
