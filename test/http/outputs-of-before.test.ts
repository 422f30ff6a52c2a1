import { repairable } from '../../local/workspace/scenarios/repairable';
import { runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

/** A run that was repaired once, and now has outputs. From then on Databricks can be made to tell nothing of tasks. */
async function repaired(start: object, path = '') {
  let isDown = false;
  const world = runWorld({
    clock,
    scenarios: [repairable],
    intercept: async (request, pass) =>
      isDown && request.path.endsWith('get-output') ? { status: 503, body: '' } : pass(),
  });
  const table = () => world.get(`jobs/${world.jobId}/table${path}`);
  const id: string = path ? (await table()).body.id : await world.start({ job: world.jobId, ...start });
  await world.ended(id);
  await world.post(`runs/${id}/repair`);
  expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded', outputs: { report: [{ region: 'NORTE' }] } });
  const repairBadly = async () => {
    isDown = true;
    await world.post(`runs/${id}/repair`, { rerun_tasks: ['report'] });
    const run = await world.ended(id);
    expect(run).toMatchObject({ outcome: 'succeeded', outputProblem: expect.any(String) });
  };
  return { world, id, table, repairBadly };
}

const START = { runNow: { job_parameters: { region: 'NORTE' } } };

test('of a repair whose outputs could not be had none is shown, not even those of before', async () => {
  const { world, id, repairBadly } = await repaired(START);
  const output = (query = '') => world.get(`runs/${id}/output${query}`);
  expect(await output('?task=report')).toMatchObject({ status: 200 });
  await repairBadly();
  for (const query of ['', '?task=report', '?task=report&format=csv', '?view=raw', '?task=report&view=raw']) {
    expect([query, await output(query)]).toMatchObject([query, { status: 424, body: { code: 'outputUnavailable' } }]);
  }
});

test('nor are they in the table of the job', async () => {
  const { table, repairBadly } = await repaired({}, '?p.region=NORTE&task=report&freshFor=1h');
  expect((await table()).status).toBe(200);
  await repairBadly();
  expect(await table()).toMatchObject({ status: 424, body: { code: 'outputUnavailable' } });
});
