import { jobThatTakes } from '../../support/made-up-job';
import { tableCaller } from '../../support/power-query/table-caller';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const HOUR = 3600;
const QUARTER = HOUR / 4;
const taking = (seconds: number, seats: number) =>
  tableCaller(clock, { scenarios: [jobThatTakes(seconds, () => [{ a: 1 }])], catalog: new Map(), seats });
const query = (jobId: string, options = '') => `DatabricksJob("${jobId}", null, [${options}])`;

describe('where no request can wait', () => {
  test('a long run gives its rows soon after its end, and the app is asked as often as it says', async () => {
    const { world, caller } = await taking(HOUR, 0);
    const [table, took] = await caller.timed(caller.refresh().load(query(world.jobId)));
    expect(table.rows).toEqual([{ a: 1 }]);
    expect(took).toBeGreaterThan(HOUR);
    expect(took).toBeLessThan(HOUR + 60);
    expect(caller.requests.length).toBeLessThan(HOUR / 10);
    expect(world.starts()).toBe(1);
  });

  test('the time is up when it is said to be', async () => {
    const { world, caller } = await taking(HOUR, 0);
    const text = query(world.jobId, 'TimeoutSeconds = 1000');
    const [failure, took] = await caller.timed(caller.refresh().failure(text));
    expect(failure).toMatchObject({
      Reason: 'Databricks.StillRunning',
      Message: expect.stringContaining('1000 seconds'),
    });
    expect(Math.abs(took - 1000)).toBeLessThanOrEqual(1);
    expect(caller.requests.length).toBeLessThan(150);
  });

  test('a longer pause of the caller counts', async () => {
    const { world, caller } = await taking(HOUR, 0);
    const text = query(world.jobId, 'TimeoutSeconds = 1000, PollSeconds = 100');
    await caller.failure(text);
    expect(caller.requests).toHaveLength(11);
  });

  test('several jobs give their rows', async () => {
    const { world, caller } = await taking(QUARTER, 0);
    const rows = `DatabricksJobs(#table({"Job", "Parameters"}, {{"${world.jobId}", [a = 1]}, {"${world.jobId}", [a = 2]}}))`;
    const [table, took] = await caller.timed(caller.refresh().load(rows));
    expect(table.rows.map(({ Rows }: { Rows: { rows: unknown } }) => Rows.rows)).toEqual([[{ a: 1 }], [{ a: 1 }]]);
    expect(took).toBeLessThan(QUARTER + 60);
    expect(caller.requests.length).toBeLessThan(QUARTER / 10);
  });
});

test('where requests can wait, an hour takes about one in a minute', async () => {
  const { world, caller } = await taking(HOUR, 50);
  const [table, took] = await caller.timed(caller.refresh().load(query(world.jobId)));
  expect(table.rows).toEqual([{ a: 1 }]);
  expect(took).toBeLessThan(HOUR + 60);
  expect(caller.requests.length).toBeGreaterThanOrEqual(55);
  expect(caller.requests.length).toBeLessThanOrEqual(60);
});

test('a pass that finds an old answer in the cache is not held up by what that has asked for', async () => {
  const { world, caller } = await taking(HOUR, 50);
  await world.table();
  await world.seconds(HOUR / 2); // a run that is so old is looked at seldom
  const refresh = caller.refresh();
  await caller.during(refresh.load(query(world.jobId)));
  const [table, took] = await caller.timed(refresh.load(query(world.jobId)));
  expect(table.rows).toEqual([{ a: 1 }]);
  expect(took).toBeLessThan(6);
});

test('a seat that gets free in between is used', async () => {
  const { world, caller } = await taking(QUARTER, 1);
  const waiting = world.get(`jobs/${world.jobId}/table?wait=200`);
  const [table] = await caller.timed(caller.refresh().load(query(world.jobId)));
  await waiting;
  expect(table.rows).toEqual([{ a: 1 }]);
  const [first, second, ...others] = caller.requests.map(({ at }) => at / 1000);
  expect((second ?? 0) - (first ?? 0)).toBeLessThan(35);
  expect(others.length).toBeLessThan(100);
});
