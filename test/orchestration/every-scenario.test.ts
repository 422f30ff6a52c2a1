import { everyScenario } from '../../local/workspace/scenarios/every-scenario';
import { databricksRuns, expectSettled } from '../support/engine-room';
import { type Body, runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

interface Told {
  outcome: string;
  code?: string;
  /** The first words of the message. */
  message?: string;
  /** Of each failure: its task, Databricks' word for it, and the first words of the error. */
  failures?: [taskKey: string, code: string, message: string][];
  output?: unknown;
  outputs?: Record<string, unknown>;
  /** What is not small enough to be told has an address only. */
  elsewhere?: true;
  truncated?: true;
}

const ROW = { date: '2026-01-01', product: 'Coffee' };
const CODE_FAILED = 'Workload failed, see run output for details.';

/** What the outside is to be told of every story that the simulated workspace knows. */
const EXPECTED: Record<string, Told> = {
  'sales-table': { outcome: 'succeeded', output: expect.arrayContaining([expect.objectContaining(ROW)]) },
  // Of four tasks two hand something over.
  'nightly-report': {
    outcome: 'succeeded',
    outputs: {
      extract: { files: 42 },
      report: [{ day: '2026-01-01', metric: 'orders', value: 433 }, expect.anything()],
    },
  },
  // INTERNAL_ERROR with FAILED: a failed run need not be TERMINATED.
  'failing-notebook': {
    outcome: 'failed',
    code: 'runFailed',
    message: `Task main failed with message: ${CODE_FAILED}`,
    failures: [['main', 'RUN_EXECUTION_ERROR', "NameError: name 'datframe' is not defined"]],
  },
  // The refreshed tables are in Databricks: such a task hands nothing over.
  pipeline: { outcome: 'succeeded' },
  'pipeline-failure': {
    outcome: 'failed',
    code: 'runFailed',
    message: 'Task refresh failed with message: Update ',
    failures: [['refresh', 'RUN_EXECUTION_ERROR', 'Update ']],
  },
  'pipeline-slow': { outcome: 'succeeded' },
  'plain-text': { outcome: 'succeeded', output: 'Hello, world. Nothing to "parse" here.' },
  'quick-success': { outcome: 'succeeded', output: [{ answer: 42 }] },
  slow: { outcome: 'succeeded', output: 'at last' },
  queued: { outcome: 'succeeded', output: 'done' },
  'skipped-by-limit': { outcome: 'succeeded', output: 'done' },
  'cluster-trouble': {
    outcome: 'failed',
    code: 'runFailed',
    message: 'Task main failed with message: Cluster 0101-',
    failures: [['main', 'CLUSTER_ERROR', 'Cluster 0101-']],
  },
  // The task that was left out because of the other one is no cause.
  'internal-error': {
    outcome: 'failed',
    code: 'runFailed',
    message: `Task load failed with message: ${CODE_FAILED}`,
    failures: [['load', 'RUN_EXECUTION_ERROR', 'AnalysisException: [TABLE_OR_VIEW_NOT_FOUND]']],
  },
  // By the job's own limit: not ours.
  timeout: {
    outcome: 'timedOut',
    code: 'runTimedOut',
    message: 'Run timed out.',
    failures: [['main', 'CANCELED', 'Run timed out.']],
  },
  'task-timeout': {
    outcome: 'timedOut',
    code: 'runTimedOut',
    message: 'Run timed out.',
    failures: [['main', 'CANCELED', 'Run timed out.']],
  },
  // Ended well, and yet tells of the failure.
  'partial-success': {
    outcome: 'partial',
    code: 'runPartlyFailed',
    failures: [['import', 'RUN_EXECUTION_ERROR', 'ValueError: row 17 has no date']],
    output: 'tidied',
  },
  'for-each': {
    outcome: 'succeeded',
    outputs: {
      'regions/region_0': { region: 'NORTE' },
      'regions/region_1': { region: 'SUR' },
      'regions/region_2': { region: 'ESTE' },
      'regions/region_3': { region: 'OESTE' },
      'regions/region_4': { region: 'CENTRO' },
    },
  },
  'run-job': {
    outcome: 'succeeded',
    outputs: { 'child/sales': expect.arrayContaining([expect.objectContaining(ROW)]), wrap_up: 'wrapped up' },
  },
  // 1,200 rows are many: `small` is excluded, which is no failure.
  condition: { outcome: 'succeeded', outputs: { large: 'large', finish: 'finished' } },
  // Two attempts have failed; the third one counts.
  'retried-task': { outcome: 'succeeded', output: { attempt: 2 } },
  repairable: {
    outcome: 'failed',
    code: 'runFailed',
    message: `Task load failed with message: ${CODE_FAILED}`,
    failures: [['load', 'RUN_EXECUTION_ERROR', 'IOError: the file is not there yet']],
    elsewhere: true, // what `prepare` has left
  },
  // Pages of 100 tasks.
  'many-tasks': {
    outcome: 'succeeded',
    outputs: Object.fromEntries(Array.from({ length: 250 }, (_, n) => [`task_${n}`, { taskKey: `task_${n}` }])),
  },
  'huge-output': { outcome: 'succeeded', elsewhere: true, truncated: true },
  // The one that never called exit has none.
  'no-output': { outcome: 'succeeded', outputs: { empty: '', null: null } },
  'python-script': { outcome: 'succeeded', output: 'called with --day 2026-01-01\n' },
  // Nothing is handed over, but Databricks tells of what was done.
  reports: {
    outcome: 'succeeded',
    outputs: {
      models: expect.stringContaining('Done.'),
      query: expect.objectContaining({ warehouseId: 'abcdef0123456789' }),
      file: expect.objectContaining({ warehouseId: 'abcdef0123456789' }),
      old_dashboard: [expect.objectContaining({ status: 'SUCCESS' }), expect.objectContaining({ status: 'SUCCESS' })],
      old_alert: expect.objectContaining({ state: 'TRIGGERED' }),
      dashboard: [{ page: 'Page one', errors: [] }],
      alert: { state: 'OK' },
    },
  },
  'broken-dashboard': {
    outcome: 'failed',
    code: 'runFailed',
    message: `Task dashboard failed with message: ${CODE_FAILED}`,
    failures: [['dashboard', 'RUN_EXECUTION_ERROR', 'Margins: [TABLE_OR_VIEW_NOT_FOUND]']],
  },
  // Numbers that JavaScript would round are texts.
  'giant-ids': { outcome: 'succeeded', output: { big: '9007199254740993' } },
};

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

test('there is an expectation for every story', () => {
  expect(Object.keys(EXPECTED).sort()).toEqual(everyScenario.map(({ name }) => name).sort());
});

test.each(everyScenario)('$name: $about', async (scenario) => {
  const world = runWorld({ clock, scenarios: [scenario] });
  const { message, failures = [], ...expected } = EXPECTED[scenario.name] ?? { outcome: 'none' };
  const run = await world.ended(await world.start({ job: world.jobId, pollSeconds: 300 }));
  expect(told(run)).toEqual({ ...expected, ...(message && { message: startingWith(message) }) });
  expect(failuresOf(run)).toEqual(failures.map(([task, code, text]) => [task, code, startingWith(text)]));
  for (const { runPageUrl, hint } of run.failures ?? []) {
    expect(runPageUrl).toMatch(/^https:\/\/adb-/);
    expect(hint).toEqual(expect.any(String));
  }
  expect(run.run).toMatchObject({ id: (await databricksRuns(world))[0]?.id, tasksDone: run.run.tasksTotal });
  expect(run.job.id).toBe(world.jobId);

  const endsBadly = !['succeeded', 'partial'].includes(run.outcome);
  expect((await world.get(`runs/${run.id}`)).status).toBe(endsBadly ? 424 : 200);
  expect((await world.host.engine.read(run.id))?.status).toBe(endsBadly ? 'Failed' : 'Completed');
  expect(await world.row(run.id)).toMatchObject({
    outcome: run.outcome,
    endedWell: !endsBadly,
    pageUrl: run.run.pageUrl,
  });
  await expectSettled(world, clock);
});

test.each([
  ['queued', { outcome: 'succeeded', output: 'done' }, 120],
  ['skipped-by-limit', { outcome: 'skipped', code: 'runSkipped', message: startingWith('Skipping this run') }, 0],
])('%s: the second run beside a first one', async (name, expected, leastSeconds) => {
  const world = runWorld({ clock, scenarios: everyScenario.filter((scenario) => scenario.name === name) });
  await world.start({ job: world.jobId });
  const id = await world.start({ job: world.jobId, pollSeconds: 10 });
  await world.seconds(30);
  if (leastSeconds > 0) expect((await world.get(`runs/${id}`)).body).toMatchObject({ status: 'queued' });
  const run = await world.ended(id);
  expect(told(run)).toEqual(expected);
  expect(failuresOf(run)).toEqual(name === 'queued' ? [] : [[null, 'MAX_CONCURRENT_RUNS_EXCEEDED', expect.anything()]]);
  expect(clock.now() - Date.parse(run.submittedAt)).toBeGreaterThanOrEqual(leastSeconds * 1000);
});

function told({ outcome, code, message, output, outputs, outputPath, outputTruncated }: Body): Told {
  return {
    outcome,
    ...(code && { code }),
    ...(message && { message }),
    ...(output !== undefined && { output }),
    ...(outputs !== undefined && { outputs }),
    ...(outputPath && output === undefined && outputs === undefined && { elsewhere: true as const }),
    ...(outputTruncated && { truncated: true as const }),
  };
}

function failuresOf({ failures = [] }: Body): unknown[] {
  return failures.map(({ taskKey, code, message }: Body) => [taskKey, code, message]);
}

function startingWith(text: string) {
  return expect.stringMatching(new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
}
