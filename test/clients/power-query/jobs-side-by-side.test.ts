import { failingNotebook } from '../../../local/workspace/scenarios/failing-notebook';
import { notebookTask } from '../../../local/workspace/scenarios/notebook-task';
import { salesTable } from '../../../local/workspace/scenarios/sales-table';
import type { Scenario } from '../../../local/workspace/scenarios/scenario';
import { databricksRuns } from '../../support/engine-room';
import { appCaller } from '../../support/power-query/app-caller';
import { runWorld } from '../../support/run-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const MINUTE = 60;
const jobOf = (minutes: number, jobId: bigint): Scenario => {
  const path = `/Made/${minutes} minutes`;
  return {
    name: path,
    about: 'A job of a test.',
    jobId,
    settings: { name: path, tasks: [notebookTask('main', path)] },
    programs: { [path]: { pace: { runningMs: minutes * MINUTE * 1000 }, run: () => [{ minutes }] } },
  };
};

const JOBS = [jobOf(10, 201n), jobOf(3, 202n), jobOf(5, 203n)];

async function callerOf(scenarios: readonly Scenario[]) {
  const world = runWorld({ clock, scenarios });
  const starts = () => world.asked().filter((line) => line === 'POST run-now').length;
  return { world, starts, caller: await appCaller({ world, clock }) };
}

const table = (...rows: string[]) => `#table({"Job", "Parameters"}, {${rows.join(', ')}})`;
const THREE = `DatabricksJobs(${table('{"201", null}', '{"202", null}', '{"203", null}')})`;
const rowsOf = (minutes: number) => expect.objectContaining({ rows: [{ minutes }] });

describe('several jobs', () => {
  test('run side by side, and each is waited for', async () => {
    const { world, starts, caller } = await callerOf(JOBS);
    const [result, took] = await caller.timed(caller.refresh().load(THREE));
    expect(result.rows).toEqual([
      { Job: '201', Parameters: null, Outcome: 'succeeded', Rows: rowsOf(10) },
      { Job: '202', Parameters: null, Outcome: 'succeeded', Rows: rowsOf(3) },
      { Job: '203', Parameters: null, Outcome: 'succeeded', Rows: rowsOf(5) },
    ]);
    expect(starts()).toBe(3);
    expect(took).toBeGreaterThan(10 * MINUTE);
    expect(took).toBeLessThan(11 * MINUTE); // one after the other, they take 18
    const begun = (await world.get('runs')).body.runs.map((run: { submittedAt: string }) =>
      Date.parse(run.submittedAt),
    );
    expect(Math.max(...begun) - Math.min(...begun)).toBeLessThan(5000);
    expect(caller.requests.length).toBeLessThan(20);
  });

  test('run once, whatever looks at the table', async () => {
    const { world, starts, caller } = await callerOf(JOBS);
    const refresh = caller.refresh();
    const expanded = `Table.ExpandTableColumn(${THREE}, "Rows", {"minutes"})`;
    const [preview, result, count] = await caller.during(
      Promise.all([refresh.preview(THREE), refresh.load(expanded), refresh.load(`Table.RowCount(${THREE})`)]),
    );
    expect([preview.rows.length, count]).toEqual([3, 3]);
    expect(result.rows.map((row: { minutes: number }) => row.minutes)).toEqual([10, 3, 5]);
    expect(starts()).toBe(3);
    expect(await databricksRuns(world)).toHaveLength(3);
  });

  test('may be one job with other parameters', async () => {
    const { starts, caller } = await callerOf([salesTable]);
    const jobs = table(
      '{"101", [region = "SUR", days = 1]}',
      '{"101", [region = "ESTE", days = 2]}',
      '{"101", [region = "SUR", days = 1]}',
    );
    const { rows } = await caller.load(`DatabricksJobs(${jobs})`);
    expect(
      rows.map(({ Rows }: { Rows: { rows: { region: string }[] } }) => [Rows.rows.length, Rows.rows[0]?.region]),
    ).toEqual([
      [3, 'SUR'],
      [6, 'ESTE'],
      [3, 'SUR'],
    ]);
    expect(starts()).toBe(2);
  });

  test('take options for all, and for one', async () => {
    const { caller } = await callerOf([salesTable]);
    const jobs = '#table({"Job", "Options"}, {{"101", null}, {"101", [WholeJson = true]}})';
    const { rows } = await caller.load(`DatabricksJobs(${jobs}, [Columns = type table [units = number]])`);
    expect(rows[0].Rows).toMatchObject({ types: { units: 'number' } });
    expect(rows[1].Rows).toMatchObject({ outcome: 'succeeded' });
    expect(await caller.failure(`DatabricksJobs(${jobs}, [PolSeconds = 1])`)).toMatchObject({
      Reason: 'Databricks.OptionUnknown',
      Message: expect.stringContaining('2 of 2'),
    });
  });

  test('may be none', async () => {
    const { caller } = await callerOf(JOBS);
    expect((await caller.load(`DatabricksJobs(${table()})`)).rows).toEqual([]);
    expect(caller.requests).toEqual([]);
  });
});

describe('of several jobs, one that fails', () => {
  const jobs = table('{"201", null}', '{"103", null}', '{"999", null}');
  const withFailure = () => callerOf([jobOf(10, 201n), failingNotebook]);

  test('fails all of them, after all have ended', async () => {
    const { caller, starts } = await withFailure();
    expect(await caller.failure(`DatabricksJobs(${jobs})`)).toMatchObject({
      Reason: 'Databricks.RunFailed',
      Message: expect.stringMatching(/^2 of 3 jobs failed\..*103.*NameError/),
      Detail: { Code: 'runFailed', Job: '103', RunPageUrl: expect.stringMatching(/^https:/) },
    });
    expect(starts()).toBeGreaterThanOrEqual(2);
  });

  test('fails also a preview, which asks for few rows', async () => {
    const { caller } = await withFailure();
    await expect(caller.preview(`DatabricksJobs(${jobs})`)).rejects.toThrow('2 of 3 jobs failed');
  });

  test('has its error in a column, if the caller asks for one', async () => {
    const { caller } = await withFailure();
    const { rows, types } = await caller.load(`DatabricksJobs(${jobs}, [ErrorColumn = true])`);
    expect(types).toMatchObject({ Outcome: 'nullable text', Error: 'nullable text' });
    expect(rows).toEqual([
      { Job: '201', Parameters: null, Outcome: 'succeeded', Rows: rowsOf(10), Error: null },
      {
        Job: '103',
        Parameters: null,
        Outcome: 'failed',
        Rows: null,
        Error: expect.stringMatching(/^Databricks\.RunFailed: .*NameError/),
      },
      { Job: '999', Parameters: null, Outcome: 'rejected', Rows: null, Error: expect.stringContaining('Databricks.') },
    ]);
  });

  test('because it has no name, is told', async () => {
    const { caller } = await callerOf(JOBS);
    const [row] = (await caller.load('DatabricksJobs(#table({"Name"}, {{"201"}}), [ErrorColumn = true])')).rows;
    expect(row.Error).toContain("'Job'");
  });

  test('is not hidden where the app can not be reached', async () => {
    const { world } = await callerOf(JOBS);
    const caller = await appCaller({ world, clock, key: 'wrong' });
    expect(await caller.failure(THREE)).toMatchObject({
      Reason: 'DataSource.Error',
      Message: expect.stringContaining('3 of 3'),
    });
  });
});
