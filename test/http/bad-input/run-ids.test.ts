import { quickSuccess } from '../../../local/workspace/scenarios/quick-success';
import { signLink } from '../../../src/contract/link-token';
import { isRunId } from '../../../src/contract/runs/run-id';
import { labelled } from '../../support/labelled';
import { ODD_IDS } from '../../support/odd-ids';
import { expectProblem, SECRET, watchedWorld } from '../../support/refusals';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const cases = labelled([...ODD_IDS, SECRET.repeat(10)]);
const inPath = cases.filter(([, id]) => id !== '');

/** Every way to name a run in a path. */
const WAYS = [
  ['GET', (id: string) => `runs/${id}`],
  ['GET', (id: string) => `runs/${id}/output`],
  ['POST', (id: string) => `runs/${id}/cancel`],
] as const;

describe.each(inPath)('the id %s', (_, id) => {
  test('is unknown, and nobody is asked about it', async () => {
    const world = watchedWorld({ clock });
    for (const [method, path] of WAYS) {
      expectProblem(await world.send(method, path(encodeURIComponent(id))), 404, 'runUnknown');
    }
    expect(world.touched()).toEqual([]);
  });

  test('is no link either, not even one that this app has signed', async () => {
    const world = watchedWorld({ clock });
    expectProblem(await world.get(`links/${encodeURIComponent(id)}`), 404, 'linkUnknown');
    for (const scope of ['run', 'output'] as const) {
      const link = signLink({ runId: id, scope, expiresAt: 9_999_999_999 }, await world.app.linkKey());
      const { status, body } = await world.get(`links/${encodeURIComponent(link)}`);
      expect([status, ['linkUnknown', 'runUnknown']]).toEqual([404, expect.arrayContaining([body.code])]);
    }
    expect(world.touched()).toEqual([]);
  });
});

test.each(cases)('the id %s is refused as the run of a table', async (_, id) => {
  const world = watchedWorld({ clock });
  for (const job of ['101', '-']) {
    const query = new URLSearchParams({ run: id, ...(job === '-' && { name: 'Sales' }) });
    expectProblem(await world.get(`jobs/${job}/table?${query}`), 400, 'queryInvalid', 'run');
  }
  expect(world.touched()).toEqual([]);
});

test.each([
  'a?showHistory=true',
  '../instances/?top=1',
  'a/output?showInput=true',
  '?createdTimeFrom=2000-01-01',
  'a?returnInternalServerErrorOnFailure=true',
])('what the standard addresses know is no option here: %s', async (id) => {
  const world = watchedWorld({ clock });
  const { status } = await world.sendAsIs('GET', `runs/${id}`);
  expect([400, 404]).toContain(status);
  expect(world.touched()).toEqual([]);
});

test.each(['runs/a/b', 'runs/a/b/output', 'runs/../runs/a', 'runs//output', 'runs//cancel', 'links/', 'links/a/b'])(
  'a path with a part too many, or too few, leads nowhere: %s',
  async (path) => {
    const world = watchedWorld({ clock });
    for (const method of ['GET', 'POST']) {
      expect(await world.sendAsIs(method, path)).toMatchObject({ status: 404, text: '' });
    }
    expect(world.touched()).toEqual([]);
  },
);

test('the orchestration that calls back is no run, although its id could be one', async () => {
  const callback = () => new Promise<never>(() => {});
  const world = watchedWorld({ clock, scenarios: [quickSuccess], callback });
  const id = await world.start({ job: world.jobId, callBackUri: 'https://x.datafactory.azure.com/a?token=t' });
  await world.ended(id);
  const other: string[] = [];
  for await (const { instanceId } of world.host.engine.list()) if (instanceId !== id) other.push(instanceId);
  expect(other.map(isRunId)).toEqual([true]);
  for (const [method, path] of WAYS) {
    expectProblem(await world.send(method, path(String(other[0]))), 404, 'runUnknown');
  }
});
