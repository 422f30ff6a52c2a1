import { collectOutput } from '../../src/activities/collect-output';
import type { Databricks } from '../../src/adapters/databricks/databricks';
import type { CollectInput } from '../../src/contract/runs/orchestration/activity-io';
import { RESULT_BLOB } from '../../src/contract/runs/run-result';
import type { RawOutput } from '../../src/domain/raw-output';
import type { TaskRun } from '../../src/domain/run';
import { bad, good, madeUpDatabricks, madeUpRun, madeUpTask } from '../support/made-up-databricks';
import { createMemoryStorage } from '../support/memory-storage';
import { oneWorkspace } from '../support/one-workspace';

type Left = Omit<RawOutput, 'metadata'>;

interface Told {
  tasks: TaskRun[];
  /** Of runs that tasks have started, and of loops. */
  inner?: Record<string, TaskRun[]>;
  /** What a task that is not named has left is nothing. */
  left?: Record<string, Left>;
}

const ENDED = { lifeCycle: 'TERMINATED', result: 'CANCELED', message: 'Stopped.' };

async function collect(
  { tasks, inner = {}, left = {} }: Told,
  more: Partial<Databricks & CollectInput> = {},
  { runs, outputs } = createMemoryStorage(),
) {
  await runs.create({ id: 'run-1', nonce: 'n', submittedAt: '2026-01-01T00:00:00.000Z', timeoutSeconds: 1, job: '5' });
  await runs.update('run-1', { runId: '77' });
  const asked: string[] = [];
  const { outcome = 'succeeded', runId = '77', ...parts } = more;
  const databricks = madeUpDatabricks({
    run: async (id) => {
      const found = id === '77' ? tasks : inner[id];
      return found ? good(madeUpRun({ tasks: found, state: ENDED })) : bad('forbidden');
    },
    output: async (id) => {
      const key = id.replace('task ', '');
      asked.push(key);
      return good({ metadata: {}, ...left[key] });
    },
    ...parts,
  });
  const result = await collectOutput(
    { instanceId: 'run-1', runId, outcome },
    { workspaces: oneWorkspace(databricks), runs, outputs, log: () => {} },
  );
  return { result, asked, stored: JSON.parse((await outputs.read('run-1', RESULT_BLOB)) ?? 'null') };
}

const value = (result: string): Left => ({ notebook_output: { result, truncated: false } });

describe('what tasks have left', () => {
  test('one value is the output, several are by their tasks', async () => {
    const one = await collect({ tasks: [madeUpTask('a', 'SUCCESS')], left: { a: value('[{"x":1}]') } });
    expect(one.result).toMatchObject({ kind: 'collected', output: [{ x: 1 }], outputBytes: 9, outputProblem: null });
    const tasks = [madeUpTask('a', 'SUCCESS'), madeUpTask('b', 'SUCCESS')];
    expect((await collect({ tasks, left: { a: value('1'), b: value('two') } })).result).toMatchObject({
      outputs: { a: 1, b: 'two' },
    });
  });

  test('logs are the output where nothing else is', async () => {
    const tasks = [madeUpTask('a', 'SUCCESS'), madeUpTask('b', 'SUCCESS', { kind: 'spark_python_task' })];
    const left = { a: value('"value"'), b: { logs: 'printed', logs_truncated: true } };
    const { result, stored } = await collect({ tasks, left });
    expect(result).toMatchObject({ output: 'value', outputTruncated: false });
    expect(stored.outputs).toMatchObject([
      { taskKey: 'a', kind: 'value' },
      { taskKey: 'b', kind: 'logs' },
    ]);
    expect(stored.outputs[0]).not.toHaveProperty('text');
    expect((await collect({ tasks: tasks.slice(1), left })).result).toMatchObject({
      output: 'printed',
      outputTruncated: true,
    });
  });

  test('what a task has left that did not succeed is no output', async () => {
    const { result, stored } = await collect({ tasks: [madeUpTask('a', 'FAILED')], left: { a: value('half') } });
    expect(result).not.toHaveProperty('output');
    expect(stored).toMatchObject({ outputs: [], answers: [{ taskKey: 'a', blob: 'task-task a.json' }] });
  });

  test('tasks that can have left nothing are not asked', async () => {
    const silent = ['condition_task', 'run_job_task', 'for_each_task', 'pipeline_task'];
    const neverRan = [
      'UPSTREAM_FAILED',
      'UPSTREAM_CANCELED',
      'EXCLUDED',
      'DISABLED',
      'MAXIMUM_CONCURRENT_RUNS_REACHED',
    ];
    const tasks = [
      ...silent.map((kind) => madeUpTask(kind, 'SUCCESS', { kind })),
      ...neverRan.map((result) => madeUpTask(result, result)),
      madeUpTask('skipped', undefined, { state: { lifeCycle: 'SKIPPED', message: '' } }),
      madeUpTask('of a new kind', 'SUCCESS', { kind: 'unknown' }),
      madeUpTask('failed', 'FAILED'),
    ];
    expect((await collect({ tasks })).asked).toEqual(['of a new kind', 'failed']);
  });

  test('tasks of runs that tasks have started are found, in loops too, and none of those that are closed to us', async () => {
    const tasks = [
      madeUpTask('child', 'SUCCESS', { kind: 'run_job_task', childRunId: '88' }),
      madeUpTask('closed', 'SUCCESS', { kind: 'run_job_task', childRunId: '99' }),
    ];
    const loop = madeUpTask('loop', 'SUCCESS', { kind: 'for_each_task', id: 'of the loop' });
    const inner = { '88': [madeUpTask('x', 'SUCCESS'), loop], 'of the loop': [madeUpTask('i', 'SUCCESS')] };
    const { result } = await collect({ tasks, inner, left: { x: value('1'), i: value('2') } });
    expect(result).toMatchObject({ outputs: { 'child/x': 1, 'child/loop/i': 2 } });
  });

  test('a job that runs itself comes to an end', async () => {
    const tasks = [madeUpTask('again', 'SUCCESS', { kind: 'run_job_task', childRunId: '77' })];
    expect((await collect({ tasks })).result).toMatchObject({ kind: 'collected', outputBytes: 0 });
  });
});

describe('failures', () => {
  const failed = { outcome: 'failed' } as const;

  test('are told of the tasks that are the cause, with their errors', async () => {
    const tasks = [madeUpTask('a', 'FAILED'), madeUpTask('b', 'UPSTREAM_FAILED'), madeUpTask('c', 'TIMEDOUT')];
    const left = { a: { error: 'ValueError: no', error_trace: '\u001b[31mTraceback\u001b[0m\nValueError: no' } };
    const { result, stored } = await collect({ tasks, left }, failed);
    expect(result).toMatchObject({
      failures: [
        { taskKey: 'a', code: 'FAILED', message: 'ValueError: no', trace: 'Traceback\nValueError: no' },
        { taskKey: 'c', code: 'TIMEDOUT', trace: null },
      ],
      failuresOmitted: 0,
    });
    expect(stored.failures).toHaveLength(2);
  });

  test('of a task that ran a job are those of the job', async () => {
    const tasks = [madeUpTask('child', 'FAILED', { kind: 'run_job_task', childRunId: '88' })];
    const { result } = await collect({ tasks, inner: { '88': [madeUpTask('x', 'FAILED')] } }, failed);
    expect(result).toMatchObject({ failures: [{ taskKey: 'child/x' }] });
    expect((await collect({ tasks }, failed)).result).toMatchObject({ failures: [{ taskKey: 'child' }] });
  });

  test('of which no task tells are those of the run', async () => {
    const tasks = [madeUpTask('a', 'CANCELED'), madeUpTask('b')];
    const { result } = await collect({ tasks }, { outcome: 'canceled' });
    expect(result).toMatchObject({ failures: [{ taskKey: null, code: 'CANCELED', message: 'Stopped.' }] });
  });

  test('are none where all has gone well', async () => {
    expect((await collect({ tasks: [] })).result).toMatchObject({ failures: [], failuresOmitted: 0 });
  });

  test('are cut for the history, and kept whole beside it', async () => {
    const tasks = Array.from({ length: 9 }, (_, n) => madeUpTask(`t${n}`, 'FAILED'));
    const left = Object.fromEntries(
      tasks.map(({ key }) => [key, { error: 'e'.repeat(3000), error_trace: 't'.repeat(9000) }]),
    );
    const { result, stored } = await collect({ tasks, left }, failed);
    expect(result).toMatchObject({ failuresOmitted: 4 });
    expect(JSON.stringify(result).length).toBeLessThan(16_000);
    expect(stored.failures).toHaveLength(9);
    expect(stored.failures[8]).toMatchObject({ message: 'e'.repeat(3000), trace: 't'.repeat(9000) });
  });
});

describe('what can not be had', () => {
  const tasks = [madeUpTask('a', 'SUCCESS'), madeUpTask('b', 'SUCCESS')];

  test('now is asked for again', async () => {
    const unavailable = async () => bad('unavailable', { retryAfterMs: 5000 });
    const again = { kind: 'unavailable', code: 'MADE_UP', message: 'made up', retryAfterMs: 5000 };
    expect((await collect({ tasks }, { output: unavailable })).result).toEqual(again);
    expect((await collect({ tasks }, { run: unavailable })).result).toEqual(again);
  });

  test('now does not keep the others from being had, which are not asked for again', async () => {
    const many = Array.from({ length: 250 }, (_, n) => madeUpTask(`t${n}`, 'SUCCESS'));
    const storage = createMemoryStorage();
    const asked: string[] = [];
    let requests = 0;
    const output: Databricks['output'] = async (id) => {
      asked.push(id);
      if (++requests % 50 === 0) return bad('unavailable', { retryAfterMs: requests === 100 ? 9000 : 1000 });
      return good({ metadata: {}, ...value(`"${id}"`) });
    };
    expect((await collect({ tasks: many }, { output }, storage)).result).toMatchObject({
      kind: 'unavailable',
      retryAfterMs: 9000,
    });
    expect(asked.splice(0)).toHaveLength(250);
    const { result } = await collect({ tasks: many }, { output }, storage);
    expect(asked).toHaveLength(5);
    expect(result).toMatchObject({ kind: 'collected', outputs: { t0: 'task t0', t249: 'task t249' } });
  });

  test('because Databricks is gone altogether is not asked for to the last task', async () => {
    const many = Array.from({ length: 250 }, (_, n) => madeUpTask(`t${n}`, 'SUCCESS'));
    let requests = 0;
    const output = async () => {
      requests += 1;
      return bad('unavailable');
    };
    expect((await collect({ tasks: many }, { output })).result).toMatchObject({ kind: 'unavailable' });
    expect(requests).toBeLessThan(10);
  });

  test('yet, of a task that goes on, is asked for again', async () => {
    const storage = createMemoryStorage();
    await collect({ tasks: [madeUpTask('a')], left: { a: { logs: 'half' } } }, {}, storage);
    const whole = { tasks: [madeUpTask('a', 'SUCCESS')], left: { a: { logs: 'whole' } } };
    expect((await collect(whole, {}, storage)).result).toMatchObject({ output: 'whole' });
  });

  test('at all is told of, where it would have been an output', async () => {
    const closed = async () => bad('forbidden');
    expect((await collect({ tasks }, { output: closed })).result).toMatchObject({ outputProblem: 'a: made up' });
    const broken = { tasks: [madeUpTask('a', 'FAILED')] };
    expect((await collect(broken, { output: closed, outcome: 'failed' })).result).toMatchObject({
      outputProblem: null,
      failures: [{ taskKey: 'a' }],
    });
  });

  test('because the run is not ours is not asked for', async () => {
    await expect(collect({ tasks }, { runId: '78' })).rejects.toThrow('has not started that run');
  });
});
