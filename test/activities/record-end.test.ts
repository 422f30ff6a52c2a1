import { recordEnd } from '../../src/activities/record-end';
import { callbackId, toCallbackCell } from '../../src/contract/callbacks/callback';
import type { CallBackInput } from '../../src/contract/callbacks/callback-io';
import type { RecordInput } from '../../src/contract/runs/orchestration/activity-io';
import { createMemoryStorage } from '../support/memory-storage';

const INPUT: RecordInput = {
  instanceId: 'run-1',
  outcome: 'failed',
  endedWell: false,
  code: 'runFailed',
  message: 'It failed.',
  submittedAt: '2026-01-01T00:00:00.000Z',
  endedAt: '2026-01-01T00:10:00.000Z',
  tries: 1,
  polls: 3,
  queueSeconds: null,
  correlationId: null,
  run: {
    id: '77',
    jobId: '5',
    name: 'Nightly',
    pageUrl: 'https://adb-1.2.azuredatabricks.net/run/77',
    state: 'FAILED',
    message: null,
    tasksDone: 1,
    tasksTotal: 1,
  },
};

const TOOLS = { instances: { startCallback: async () => {} }, log: () => {} };
const ROW = { id: 'run-1', nonce: 'n', submittedAt: '2026-01-01T00:00:00.000Z', timeoutSeconds: 1, job: 'nightly' };

test('the end is written down, with what was never seen while the run went on', async () => {
  const { runs } = createMemoryStorage();
  await runs.create(ROW);
  expect(await recordEnd(INPUT, { ...TOOLS, runs })).toEqual({ kind: 'recorded' });
  expect(await runs.read('run-1')).toEqual({
    ...ROW,
    outcome: 'failed',
    endedWell: false,
    code: 'runFailed',
    message: 'It failed.',
    endedAt: '2026-01-01T00:10:00.000Z',
    jobId: '5',
    jobName: 'Nightly',
    pageUrl: 'https://adb-1.2.azuredatabricks.net/run/77',
  });
});

test('nothing is left of an earlier end', async () => {
  const { runs } = createMemoryStorage();
  const { endedAt } = INPUT;
  await runs.create({ ...ROW, outcome: 'canceled', code: 'terminated', message: 'x', lateOutcome: 'failed' });
  await recordEnd(
    { ...INPUT, outcome: 'succeeded', endedWell: true, code: null, message: null, run: null },
    { ...TOOLS, runs },
  );
  expect(await runs.read('run-1')).toEqual({ ...ROW, outcome: 'succeeded', endedWell: true, endedAt });
});

test('a run that was never started has no more to tell', async () => {
  const { runs } = createMemoryStorage();
  await runs.create(ROW);
  await recordEnd(
    { ...INPUT, outcome: 'succeeded', endedWell: true, code: null, message: null, run: null },
    { ...TOOLS, runs },
  );
  const { endedAt } = INPUT;
  expect(await runs.read('run-1')).toEqual({ ...ROW, outcome: 'succeeded', endedWell: true, endedAt });
});

test('a run without a row leaves no mark', async () => {
  const { runs } = createMemoryStorage();
  expect(await recordEnd(INPUT, { ...TOOLS, runs })).toEqual({ kind: 'recorded' });
  expect(await runs.read('run-1')).toBeUndefined();
});

test('who asked to be told is told once the end is written down, even where that was asked for meanwhile', async () => {
  const { runs } = createMemoryStorage();
  await runs.create(ROW);
  const callback = { uri: 'https://hooks.example/?token=1', form: 'run' } as const;
  const update: typeof runs.update = async (id, changes) => {
    await runs.update(id, changes);
    await runs.update(id, { callback: toCallbackCell(callback) });
  };
  const started: CallBackInput[] = [];
  const instances = { startCallback: async (input: CallBackInput) => void started.push(input) };
  await recordEnd(INPUT, { ...TOOLS, runs: { ...runs, update }, instances });
  expect(started).toEqual([{ instanceId: 'run-1', callbackId: callbackId(callback) }]);
});
