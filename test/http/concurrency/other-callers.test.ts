import type { CallerRule } from '../../../src/contract/callers/caller-rules';
import type { CatalogEntry } from '../../../src/contract/jobs/catalog';
import { databricksRuns } from '../../support/engine-room';
import { FACTORY, REPORTS, signedIn } from '../../support/signed-in';
import { idsOf, turnWorld } from '../../support/turn-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const factory = signedIn({ application: FACTORY });
const boss = signedIn({ application: REPORTS });

/** One job with two aliases: Data Factory has one of them, and somebody else has both. */
function sharedJob(rule: CallerRule = { jobs: ['sales'] }) {
  const catalog = new Map<string, CatalogEntry>();
  const callers = new Map([
    [FACTORY, rule],
    [REPORTS, {}],
  ]);
  const world = turnWorld({ clock, seconds: 60, catalog, callerAuth: 'entra', callers });
  for (const alias of ['sales', 'payroll']) catalog.set(alias, { job: world.jobId });
  const startedAs =
    (job: string, who: Record<string, string>) =>
    (concurrency: string, more: object = {}) =>
      world.begin(concurrency, { job, ...more }, who);
  return {
    ...world,
    sales: startedAs('sales', factory),
    payroll: startedAs('payroll', boss),
    outcomeOf: async (id: string) => {
      await world.seconds(100);
      return (await world.get(`runs/${id}?onFailure=200`, boss)).body.outcome;
    },
  };
}

describe('the run of a job under a name that is not the caller’s', () => {
  test.each(['reject', 'cancelPrevious'])('is in the way of %s, and no more is told of it', async (concurrency) => {
    const world = sharedJob();
    const { body: theirs } = await world.payroll('join');
    await world.seconds(10);
    const { run } = (await world.get(`runs/${theirs.id}`, boss)).body;
    const refused = await world.sales(concurrency);
    expect([refused.status, refused.body.code]).toEqual([409, 'runGoesOn']);
    expect(refused.body).not.toHaveProperty('goingRun');
    for (const told of [theirs.id, run.id, run.pageUrl, 'links/']) expect(refused.text).not.toContain(told);
    expect(await world.outcomeOf(theirs.id)).toBe('succeeded');
    expect((await world.sales(concurrency)).status).toBe(202);
  });

  test('is not joined: the caller’s own is started beside it, and that is joined', async () => {
    const world = sharedJob();
    const { body: theirs } = await world.payroll('join');
    const own = await world.sales('join');
    expect(own.body).toMatchObject({ joined: false });
    expect((await world.sales('join')).body).toMatchObject({ id: own.body.id, joined: true });
    expect(idsOf([own, await world.payroll('join')])).toHaveLength(1); // who has both meets the latest
    expect(own.body.id).not.toBe(theirs.id);
    expect(await databricksRuns(world)).toHaveLength(2);
  });
});

test('the run of its own job is told, joined and replaced, whoever has started it', async () => {
  const world = sharedJob();
  const { body: theirs } = await world.begin('join', { job: 'sales' }, boss);
  expect((await world.sales('reject')).body).toMatchObject({ code: 'runGoesOn', goingRun: { id: theirs.id } });
  expect((await world.sales('join')).body).toMatchObject({ id: theirs.id, joined: true });
  expect((await world.sales('cancelPrevious')).status).toBe(202);
  expect(await world.outcomeOf(theirs.id)).toBe('canceled');
});

test('of twenty starts that join at once, by who has only some jobs, one is a run', async () => {
  const world = sharedJob();
  const replies = await world.beginMany(
    20,
    () => ({ job: 'sales', concurrency: 'join' }),
    () => factory,
  );
  expect(idsOf(replies)).toHaveLength(1);
  expect(await databricksRuns(world)).toHaveLength(1);
});

test('who may start runs and not read them is told that one goes on, and not which', async () => {
  const world = sharedJob({ jobs: ['sales'], actions: ['start'] });
  await world.begin('join', { job: 'sales', callBackUri: 'https://a.datafactory.azure.com/1' }, boss);
  for (const refused of [
    await world.sales('reject'),
    await world.sales('join', { callBackUri: 'https://a.datafactory.azure.com/2' }),
  ]) {
    expect(refused.status).toBe(409);
    expect(refused.body).not.toHaveProperty('goingRun');
    expect(refused.text).not.toMatch(/run-0001|links/);
  }
});

test('to ask for cancelPrevious takes the right to cancel, and what the catalog says of a job does not', async () => {
  const world = sharedJob({ jobs: ['sales'], actions: ['start', 'read'] });
  expect(await world.sales('cancelPrevious')).toMatchObject({ status: 403, body: { code: 'callerNotAllowed' } });
  expect(await databricksRuns(world)).toEqual([]);
  world.app.catalog = new Map([['sales', { job: world.jobId, concurrency: 'cancelPrevious' }]]);
  const first = await world.begin(undefined, { job: 'sales' }, factory);
  expect((await world.begin(undefined, { job: 'sales' }, factory)).status).toBe(202);
  expect(await world.outcomeOf(first.body.id)).toBe('canceled');
});
