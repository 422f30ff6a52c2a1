import { collectOutput } from '../../src/activities/collect-output';
import type { Pipelines } from '../../src/adapters/databricks/pipelines';
import type { LogEvent } from '../../src/contract/log-events';
import { RESULT_BLOB } from '../../src/contract/runs/run-result';
import type { Outcome } from '../../src/domain/outcome';
import type { Run } from '../../src/domain/run';
import { bad, good, madeUpDatabricks, madeUpRun } from '../support/made-up-databricks';
import { createMemoryStorage } from '../support/memory-storage';
import { oneWorkspace } from '../support/one-workspace';

const ended = (result: string): Run =>
  madeUpRun({ id: 'u', state: { lifeCycle: 'TERMINATED', result, message: `The update is ${result}.` } });

const ERROR = {
  flow: 'orders',
  message: "Flow 'orders' has FAILED.",
  exceptions: [{ className: 'a.b.ValueError', message: 'no rows', stack: 'at x' }],
};

async function collect(outcome: Outcome, parts: Partial<Pipelines>, row: object = { runId: 'u', pipelineId: 'p' }) {
  const { runs, outputs } = createMemoryStorage();
  await runs.create({ id: 'run-1', nonce: 'n', submittedAt: '2026-01-01T00:00:00.000Z', timeoutSeconds: 1, job: '' });
  await runs.update('run-1', { kind: 'pipeline', ...row });
  const logged: LogEvent[] = [];
  const pipelines = { update: async () => good(ended('FAILED')), ...parts } as Pipelines;
  const result = await collectOutput(
    { instanceId: 'run-1', runId: 'u', outcome },
    {
      workspaces: oneWorkspace(madeUpDatabricks({ pipelines })),
      runs,
      outputs,
      log: (event) => void logged.push(event),
    },
  );
  return { result, logged, stored: JSON.parse((await outputs.read('run-1', RESULT_BLOB)) ?? 'null') };
}

test('a failure is told and kept, with the flow as its task', async () => {
  const asked: unknown[] = [];
  const errors: Pipelines['errors'] = async (...ids) => {
    asked.push(ids);
    return good([ERROR]);
  };
  const { result, stored } = await collect('failed', { errors });
  const failure = { taskKey: 'orders', code: 'FAILED', message: 'ValueError: no rows' };
  expect(result).toMatchObject({
    kind: 'collected',
    failures: [failure],
    failuresOmitted: 0,
    outputBytes: 0,
    outputTruncated: false,
    outputProblem: null,
  });
  expect(result).not.toHaveProperty('output');
  expect(stored).toMatchObject({ failures: [failure], outputs: [], answers: [] });
  expect(asked).toEqual([['p', 'u']]);
});

test('of a success nothing is asked but its end', async () => {
  const { result, stored } = await collect('succeeded', { update: async () => good(ended('SUCCESS')) });
  expect(result).toMatchObject({ kind: 'collected', failures: [], outputProblem: null });
  expect(stored).toEqual({ of: { runId: 'u' }, failures: [], outputs: [], answers: [] });
});

test('a log that is closed to us leaves the end as it is', async () => {
  const { result } = await collect('failed', { errors: async () => bad('forbidden') });
  expect(result).toMatchObject({ kind: 'collected', failures: [{ taskKey: null, message: 'The update is FAILED.' }] });
});

test.each([
  ['the update', { update: async () => bad('unavailable') }],
  ['the log', { errors: async () => bad('unavailable') }],
])('%s may be asked for again later', async (_what, parts) => {
  const { result, logged, stored } = await collect('failed', parts);
  expect(result).toMatchObject({ kind: 'unavailable' });
  expect(logged).toMatchObject([{ event: 'databricksProblem', during: 'collect', runId: 'run-1' }]);
  expect(stored).toBeNull();
});

test.each([[{ runId: 'other', pipelineId: 'p' }], [{ runId: 'u' }]])(
  'the row %j is not that of this update',
  async (row) => {
    await expect(collect('failed', {}, row)).rejects.toThrow('has not started');
  },
);
