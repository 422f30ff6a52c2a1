import { brokenDashboard } from '../../local/workspace/scenarios/broken-dashboard';
import { forEach } from '../../local/workspace/scenarios/for-each';
import { notebookTask } from '../../local/workspace/scenarios/notebook-task';
import { pythonScript } from '../../local/workspace/scenarios/python-script';
import { reports } from '../../local/workspace/scenarios/reports';
import { retriedTask } from '../../local/workspace/scenarios/retried-task';
import { runJob } from '../../local/workspace/scenarios/run-job';
import type { Scenario } from '../../local/workspace/scenarios/scenario';
import type { JobSettings } from '../../local/workspace/simulation/settings';
import type { Program } from '../../local/workspace/simulation/tasks/program';
import { jobOfTasks, jobThatTakes } from '../support/made-up-job';
import { type Body, runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

async function endedRun(scenario: Scenario, more: Body = {}) {
  const world = runWorld({ clock, scenarios: [scenario] });
  const id = await world.start({ job: world.jobId, ...more });
  const run = await world.ended(id);
  return { world, id, run, output: (query = '') => world.get(`runs/${id}/output${query}`) };
}

/** A job that runs a job that runs a job. */
function twoLevels(run: Program['run']): Scenario {
  const running = (name: string, key: string, needed: Scenario): Scenario => ({
    name,
    about: 'It runs another job.',
    needs: [needed],
    settings: ([child = 0n]) => ({ name, tasks: [{ task_key: key, run_job_task: { job_id: child } }] }),
  });
  return running('Outer', 'outer', running('Inner', 'inner', jobThatTakes(1, run)));
}

const HOST = 'https://adb-1234567890123456.16.azuredatabricks.net';
const warehouseId = 'abcdef0123456789';

describe('the outputs of a job of several tasks', () => {
  test('are a map by their keys, past the first hundred', async () => {
    const { run, output } = await endedRun(jobOfTasks(250, ({ taskKey }) => ({ taskKey })));
    const keys = Array.from({ length: 250 }, (_, index) => `task_${index}`);
    const { body } = await output();
    expect(body).toEqual(Object.fromEntries(keys.map((taskKey) => [taskKey, { taskKey }])));
    expect(run.outputs).toEqual(body);
    expect((await output('?task=task_249')).body).toEqual({ taskKey: 'task_249' });
  });

  test('are those of the last attempt of each', async () => {
    const { world, output } = await endedRun(retriedTask);
    expect((await output()).body).toEqual({ attempt: 2 });
    expect(outputsAsked(world)).toHaveLength(1);
  });

  test('hold those of runs that tasks have started, under the key of the task', async () => {
    const { output } = await endedRun(runJob);
    const { body } = await output();
    expect(Object.keys(body).sort()).toEqual(['child/sales', 'wrap_up']);
    expect((await output('?task=child/sales')).body).toEqual(body['child/sales']);
  });

  test('hold those of runs that such runs have started in turn', async () => {
    const { run, output } = await endedRun(twoLevels(() => ({ deep: true })));
    expect(run).toMatchObject({ outcome: 'succeeded', output: { deep: true } });
    expect((await output('?task=outer/inner/main')).body).toEqual({ deep: true });
  });

  test('may be missing two levels down, and the failure there is the one that is told', async () => {
    const { world, run } = await endedRun(
      twoLevels(() => {
        throw new Error('deep trouble');
      }),
    );
    expect(run).toMatchObject({
      outcome: 'failed',
      failures: [{ taskKey: 'outer/inner/main', message: 'deep trouble', class: 'userCode' }],
    });
    expect(run.failures).toHaveLength(1);
    expect(outputsAsked(world)).toHaveLength(1);
  });

  test('cost one request for each iteration of a loop that is wanted', async () => {
    const all = await endedRun(forEach);
    expect([Object.keys(all.run.outputs).length, outputsAsked(all.world).length]).toEqual([5, 5]);
    const one = await endedRun(forEach, { outputTasks: ['regions/region_3'] });
    expect([one.run.output, outputsAsked(one.world).length]).toEqual([{ region: 'OESTE' }, 1]);
  });

  test('hold those of the iterations of a loop', async () => {
    const { output } = await endedRun(forEach);
    const { body } = await output();
    expect(Object.keys(body)).toEqual([0, 1, 2, 3, 4].map((index) => `regions/region_${index}`));
    expect(body['regions/region_1']).toEqual({ region: 'SUR' });
  });

  test('are logs where there is nothing else', async () => {
    const { output } = await endedRun(pythonScript);
    expect((await output()).body).toBe('called with --day 2026-01-01\n');
  });

  test.each<[string, object]>([
    ['a wheel', { python_wheel_task: { package_name: 'made_up', entry_point: 'main', parameters: ['a', 'b'] } }],
    ['a JAR', { spark_jar_task: { main_class_name: 'made_up', parameters: ['a', 'b'] } }],
  ])('are the logs of %s, too', async (_, what) => {
    const { output } = await endedRun({
      ...pythonScript,
      settings: { name: 'Logs', tasks: [{ task_key: 'main', ...what }] },
      programs: { made_up: { run: (call) => `printed ${call.arguments.join(' ')}\n` } },
    });
    expect((await output()).body).toBe('printed a b\n');
    expect((await output('?view=raw')).body).toMatchObject({ logs: 'printed a b\n' });
  });
});

describe('tasks that hand over no value', () => {
  test('leave what Databricks tells of them', async () => {
    const { run, output } = await endedRun(reports);
    const { body } = await output();
    const statements = { outputLink: expect.stringMatching(`^${HOST}/sql/history`), warehouseId };
    const one = { ...statements, statements: [expect.stringMatching(/^lookup-\d+$/)] };
    const drawn = { status: 'SUCCESS', error: null, startedAt: expect.any(String), endedAt: expect.any(String) };
    expect(body).toEqual({
      models: expect.stringContaining('Done. PASS=3'),
      query: one,
      file: one,
      old_alert: { state: 'TRIGGERED', ...one },
      alert: { state: 'OK' },
      dashboard: [{ page: 'Page one', errors: [] }],
      old_dashboard: [
        { widgetId: 'sales-by-region-1', title: 'Sales by region', ...drawn, outputLink: expect.any(String) },
        { widgetId: 'sales-by-region-2', title: 'Orders by region', ...drawn, outputLink: expect.any(String) },
      ],
    });
    expect(run.outputs).toEqual(body);
    expect((await output('?task=query')).body).toEqual(body.query);
  });

  test('can be tables', async () => {
    const { output } = await endedRun(reports);
    const { text } = await output('?task=old_dashboard&format=csv');
    const [head, ...lines] = text.trim().split('\r\n');
    expect(head).toMatch(/widgetId,title,status/);
    expect(lines).toHaveLength(2);
    expect((await output('?task=alert&format=csv')).text).toMatch(/state\r\nOK/);
  });

  test('have an answer of Databricks, without the text of the query', async () => {
    const { output } = await endedRun(reports);
    const { body } = await output('?view=raw');
    expect(body.query.sql_output).toEqual({
      query_output: {
        output_link: expect.stringMatching(`^${HOST}/`),
        warehouse_id: warehouseId,
        sql_statements: [{ lookup_key: expect.any(String) }],
      },
    });
    expect(body.old_alert.sql_output.alert_output).toMatchObject({ alert_state: 'TRIGGERED' });
    expect(body.old_dashboard.sql_output.dashboard_output.widgets).toHaveLength(2);
    expect(body.dashboard.dashboard_output.page_snapshots).toHaveLength(1);
    expect(body.alert.alert_output).toEqual({ alert_state: 'OK' });
  });

  test('step back behind those that do', async () => {
    const { settings, programs = {}, ...story } = reports;
    const tasks = [...(settings as JobSettings).tasks, notebookTask('rows', '/Made/Rows')];
    const { output } = await endedRun({
      ...story,
      settings: { name: 'Reports and rows', tasks },
      programs: { ...programs, '/Made/Rows': { run: () => [{ a: 1 }] } },
    });
    expect((await output()).body).toEqual([{ a: 1 }]);
    expect((await output('?task=alert')).body).toEqual({ state: 'OK' });
  });

  test('leave nothing behind by which the artifacts of dbt could be had', async () => {
    const { world, id, output } = await endedRun(reports);
    const written = JSON.parse((await world.app.outputs.read(id, 'result.json')) ?? '');
    const blobs = await Promise.all(
      written.answers.map(({ blob }: { blob: string }) => world.app.outputs.read(id, blob)),
    );
    const seen = [(await output('?view=raw')).text, (await output()).text, blobs.join(), JSON.stringify(world.events)];
    expect(blobs).toHaveLength(7);
    for (const text of seen) expect(text).not.toMatch(/dbt-artifacts|artifacts_link|artifacts_headers/);
  });

  test('say which widget of a dashboard has failed, and why', async () => {
    const { run } = await endedRun(brokenDashboard);
    expect(run).toMatchObject({
      outcome: 'failed',
      failures: [
        {
          taskKey: 'dashboard',
          message: 'Margins: [TABLE_OR_VIEW_NOT_FOUND] The table `margins` can not be found.',
        },
      ],
    });
  });
});

const outputsAsked = ({ asked }: ReturnType<typeof runWorld>) =>
  asked().filter((line) => line.startsWith('GET runs/get-output'));
