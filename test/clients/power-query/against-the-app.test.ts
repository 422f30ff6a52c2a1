import { slow } from '../../../local/workspace/scenarios/slow';
import { databricksRuns } from '../../support/engine-room';
import { jobThatTakes } from '../../support/made-up-job';
import { tableCaller } from '../../support/power-query/table-caller';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const SALES = 'DatabricksJob("sales", [days = 1])';
const MINUTE = 60;
const HOUR = 3600;

describe('one run answers', () => {
  test('the pass for the columns and the pass for the rows, one after the other', async () => {
    const { world, caller } = await tableCaller(clock);
    const refresh = caller.refresh();
    const preview = await caller.during(refresh.preview(SALES));
    const rows = await caller.during(refresh.load(SALES));
    expect(rows.rows).toHaveLength(12);
    expect(preview).toEqual(rows);
    expect([world.starts(), caller.requests.length]).toEqual([1, 1]); // the second pass has it from the cache
  });

  test('both passes at once, and those of another refresh', async () => {
    const { world, caller } = await tableCaller(clock);
    const passes = [caller.refresh(), caller.refresh()].flatMap((refresh) => [
      refresh.preview(SALES),
      refresh.load(SALES),
    ]);
    const tables = await caller.during(Promise.all(passes));
    expect(new Set(tables.map((table) => JSON.stringify(table))).size).toBe(1);
    expect(tables[0].rows).toHaveLength(12);
    expect(world.starts()).toBe(1);
    expect(await databricksRuns(world)).toHaveLength(1);
  });

  test('many queries that use one another', async () => {
    const queries = {
      Sales: SALES,
      North: 'Table.SelectRows(Sales, each [region] = "NORTE")',
      Count: 'Table.RowCount(Sales)',
    };
    const { world, caller } = await tableCaller(clock, {}, { queries });
    const refresh = caller.refresh();
    const [sales, north, count] = await caller.during(
      Promise.all(['Sales', 'North', 'Count'].map((name) => refresh.load(name))),
    );
    expect([sales.rows.length, north.rows.length, count]).toEqual([12, 3, 12]);
    expect(world.starts()).toBe(1);
  });

  test('a refresh that begins in the middle of it, also where the cache has an old answer', async () => {
    const { world, caller } = await tableCaller(clock, { scenarios: [slow], catalog: new Map() });
    const job = `DatabricksJob("${world.jobId}")`;
    const refresh = caller.refresh();
    const first = refresh.load(job);
    await world.seconds(30 * MINUTE);
    const second = refresh.load(job); // what the first request was answered is that the run goes on
    const third = caller.refresh().load(job);
    const tables = await caller.during(Promise.all([first, second, third]));
    expect(tables.map(({ rows }) => rows)).toEqual(Array(3).fill([{ value: 'at last' }]));
    expect(world.starts()).toBe(1);
  });

  test('as long as it is fresh, and then there is another', async () => {
    const { world, caller } = await tableCaller(clock);
    const first = await caller.load(SALES);
    await world.seconds(14 * MINUTE);
    expect(await caller.load(SALES)).toEqual(first);
    expect(world.starts()).toBe(1);
    await world.seconds(2 * MINUTE);
    await caller.load(SALES);
    expect(world.starts()).toBe(2);
    await world.seconds(2 * HOUR);
    await caller.load('DatabricksJob("sales", [days = 1], [FreshFor = "3h"])');
    expect(world.starts()).toBe(2);
  });

  test('the same question, and another one answers another', async () => {
    const { world, caller } = await tableCaller(clock);
    const load = (text: string) => caller.load(`DatabricksJob("sales", ${text})`);
    await load('[days = 1, region = "SUR"]');
    await load('[region = "SUR", days = "1", from = null], [PollSeconds = 10]');
    expect(world.starts()).toBe(1);
    const { rows } = await load('[region = "ESTE", days = 1]');
    expect([world.starts(), rows.length, rows[0].region]).toEqual([2, 3, 'ESTE']);
  });
});

test('the same rows asked for in other words are another run: a default spelt out, and the id for the alias', async () => {
  const { world, caller } = await tableCaller(clock);
  for (const query of ['"sales"', '"sales", [region = "ALL"]', '"101"', '"sales"']) {
    await caller.during(caller.refresh().load(`DatabricksJob(${query})`));
  }
  expect(world.starts()).toBe(3);
});

describe('a long run', () => {
  const hours = (count: number) =>
    tableCaller(clock, { scenarios: [jobThatTakes(count * HOUR, () => [{ a: 1 }])], catalog: new Map() });
  const query = (jobId: string, options: string) => `DatabricksJob("${jobId}", null, [${options}])`;

  test('is waited for with few requests, and its end is seen soon', async () => {
    const { world, caller } = await hours(2);
    const [table, took] = await caller.timed(caller.refresh().load(query(world.jobId, 'TimeoutSeconds = 8000')));
    expect(table.rows).toEqual([{ a: 1 }]);
    const { endedAt } = (await world.get(`runs/${(await world.get('runs')).body.runs[0].id}`)).body;
    expect(clock.now() - Date.parse(endedAt)).toBeLessThan(10_000);
    expect(took).toBeGreaterThan(2 * HOUR);
    expect(caller.requests.length).toBeLessThanOrEqual(Math.ceil(took / 60));
    expect(caller.requests.length).toBeGreaterThan(100);
    expect(world.starts()).toBe(1);
  });

  test('is asked for after each pause with what can only read it', async () => {
    const { world, caller } = await hours(0.1);
    await caller.load(query(world.jobId, 'PollSeconds = 20'));
    const [first, ...others] = caller.requests.map(({ url }) => url.searchParams);
    expect(first?.has('run')).toBe(false);
    expect(others.length).toBeGreaterThan(2);
    expect(new Set(others.map((search) => search.get('run')))).toEqual(new Set([expect.stringMatching(/^run-/)]));
    const [one, two] = caller.requests.map(({ at }) => at / 1000);
    expect((two ?? 0) - (one ?? 0)).toBeCloseTo(60 + 20, 0);
  });

  test('that takes longer than the query waits is an error, and the next refresh joins it', async () => {
    const { world, caller } = await hours(1);
    const text = query(world.jobId, 'TimeoutSeconds = 150');
    const [failure, took] = await caller.timed(caller.refresh().failure(text));
    expect(failure).toMatchObject({
      Reason: 'Databricks.StillRunning',
      Message: expect.stringContaining('150 seconds'),
      Detail: { Code: 'stillRunning', RunId: expect.stringMatching(/^\d+$/), Outcome: null },
    });
    expect([Math.abs(took - 150) <= 5, caller.requests.length]).toEqual([true, 3]);
    await world.seconds(HOUR);
    expect((await caller.load(text)).rows).toEqual([{ a: 1 }]);
    expect(world.starts()).toBe(1);
  });

  test('is not waited for where the first request already has to end', async () => {
    const { world, caller } = await hours(1);
    const [failure, took] = await caller.timed(caller.refresh().failure(query(world.jobId, 'TimeoutSeconds = 7')));
    expect([failure.Detail.Code, took, caller.requests.length]).toEqual(['stillRunning', 7, 1]);
  });
});

describe('peeking', () => {
  const PEEK = 'DatabricksJob("sales", [days = 1], [Peek = true])';

  test('never starts a run', async () => {
    const { world, caller } = await tableCaller(clock);
    expect(await caller.load(PEEK)).toEqual({
      types: { region: 'nullable text', units: 'nullable Int64.Type' },
      rows: [],
    });
    await caller.preview(PEEK);
    expect(world.starts()).toBe(0);
  });

  test('gives the rows that are there', async () => {
    const { world, caller } = await tableCaller(clock);
    const table = await caller.load(SALES);
    await world.seconds(24 * HOUR);
    expect(await caller.load(PEEK)).toEqual(table);
    expect(world.starts()).toBe(1);
  });
});

describe('parameters', () => {
  test.each(['en-US', 'es-ES'])('reach a job as the same texts on a machine in %s', async (culture) => {
    const { world, caller } = await tableCaller(clock, {}, { culture });
    await caller.load('DatabricksJob("sales", [region = "A&B=ñ+", from = #date(2026, 1, 31), days = 1.5])');
    expect(world.startedWith().job_parameters).toEqual({ region: 'A&B=ñ+', from: '2026-01-31', days: '1.5' });
  });

  test('reach a notebook', async () => {
    const { world, caller } = await tableCaller(clock, { scenarios: [jobThatTakes(1)], catalog: new Map() });
    await caller.load(`DatabricksJob("${world.jobId}", [
      yes = true,
      at = #datetime(2026, 1, 31, 8, 30, 0.25),
      zoned = #datetimezone(2026, 1, 31, 8, 30, 0, -3, 0),
      id = "9007199254740993",
      with blank = "x",
      nothing = null
    ])`);
    expect(world.startedWith().notebook_params).toEqual({
      yes: 'true',
      at: '2026-01-31T08:30:00.25',
      zoned: '2026-01-31T08:30:00-03:00',
      id: '9007199254740993',
      'with blank': 'x',
    });
  });

  test('reach a job that is given by its name', async () => {
    const { world, caller } = await tableCaller(clock);
    const { rows } = await caller.load('DatabricksJob("Sales table", [region = "SUR", days = 1], [ByName = true])');
    expect(rows).toHaveLength(3);
    expect(world.startedWith().job_parameters).toEqual({ region: 'SUR', days: '1' });
  });
});
