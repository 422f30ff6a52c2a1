import { createWorkspaces } from '../../src/adapters/databricks/workspaces';
import type { LogEvent } from '../../src/contract/log-events';
import type { RunKind } from '../../src/contract/runs/run-kind';
import { workOf } from '../../src/runs/remote-work';
import { bad, good, madeUpDatabricks, madeUpRun } from '../support/made-up-databricks';
import { workspaceOf } from '../support/one-workspace';

const ROW = { id: 'run-1', nonce: 'n', submittedAt: '2026-01-01T00:00:00.000Z', timeoutSeconds: 60, job: '5' };

/** A Databricks that writes down what it is asked for. */
function world() {
  const asked: unknown[][] = [];
  const events: LogEvent[] = [];
  const noting = <T>(name: string, value: T) =>
    ((...given: unknown[]) => {
      asked.push([name, ...given]);
      return Promise.resolve(good(value));
    }) as never;
  const databricks = madeUpDatabricks({
    run: noting('run', madeUpRun()),
    cancel: noting('cancel', undefined),
    pipelines: { update: noting('update', madeUpRun()), cancel: noting('cancelUpdate', undefined) } as never,
    statements: {
      read: noting('statement', { run: madeUpRun(), raw: {} }),
      cancel: noting('cancelStatement', undefined),
    } as never,
  });
  const workspaces = createWorkspaces([workspaceOf(databricks, { names: ['default'] })]);
  return { asked, events, databricks, tools: { workspaces, log: (event: LogEvent) => void events.push(event) } };
}

test.each<[RunKind | undefined, unknown[], unknown[]]>([
  [undefined, ['run', '77'], ['cancel', '77']],
  ['job', ['run', '77'], ['cancel', '77']],
  ['submit', ['run', '77'], ['cancel', '77']],
  ['pipeline', ['update', 'p-1', '77'], ['cancelUpdate', 'p-1', '77']],
  ['sql', ['statement', '77'], ['cancelStatement', '77']],
])('a row of the kind %s is asked about, and cancelled, as what it is', async (kind, read, cancel) => {
  const { asked, tools } = world();
  const work = workOf({ ...ROW, kind, runId: '77', pipelineId: 'p-1' }, 'upkeep', tools);
  expect(await work?.read()).toEqual(good(madeUpRun()));
  expect(await work?.cancel()).toEqual(good(undefined));
  expect(asked).toEqual([read, cancel]);
});

test('without an id, or without its workspace, there is nothing to be asked about', () => {
  const { tools } = world();
  expect(workOf(ROW, 'upkeep', tools)).toBeUndefined();
  expect(workOf({ ...ROW, runId: '77', workspace: 'gone' }, 'upkeep', tools)).toBeUndefined();
});

test('what Databricks does not do is logged, and whether it was to look or to cancel', async () => {
  const { databricks, events, tools } = world();
  databricks.run = async () => bad('unavailable', { throttled: true });
  expect(await workOf({ ...ROW, runId: '77' }, 'upkeep', tools)?.read()).toMatchObject({ ok: false });
  const problem = { event: 'databricksProblem', level: 'warning', runId: 'run-1', code: 'MADE_UP' };
  expect(events).toEqual([{ ...problem, kind: 'unavailable', during: 'upkeep', throttled: true }]);

  databricks.cancel = async () => bad('forbidden');
  await workOf({ ...ROW, runId: '77' }, 'upkeep', tools)?.cancel();
  expect(events.slice(1)).toEqual([{ ...problem, kind: 'forbidden', during: 'cancel', throttled: false }]);
});
