import { createWorkspaces } from '../../src/adapters/databricks/workspaces';
import type { Instance } from '../../src/adapters/durable/instances';
import type { LogEvent } from '../../src/contract/log-events';
import type { RunRow } from '../../src/contract/runs/run-row';
import { accountOf } from '../../src/runs/account';
import { learnLateOutcome } from '../../src/runs/late-outcome';
import { bad, good, madeUpDatabricks, madeUpRun } from '../support/made-up-databricks';
import { createMemoryStorage } from '../support/memory-storage';
import { workspaceOf } from '../support/one-workspace';

const AT = '2026-01-01T00:00:00.000Z';
const DETACHED: RunRow = {
  id: 'run-1',
  nonce: 'n',
  submittedAt: AT,
  timeoutSeconds: 60,
  job: '5',
  runId: '77',
  outcome: 'timedOut',
  code: 'detached',
  message: 'It goes on.',
  endedAt: AT,
};
const ENDED = madeUpRun({ state: { lifeCycle: 'TERMINATED', result: 'SUCCESS', message: '' } });

const instance = (state: Instance['state']): Instance => ({
  id: 'run-1',
  state,
  createdAt: AT,
  lastUpdatedAt: AT,
  input: {},
  progress: undefined,
  result: undefined,
  lastWords: undefined,
});

async function learn(row: RunRow, { run = ENDED, state }: { run?: typeof ENDED; state?: Instance['state'] } = {}) {
  const { runs } = createMemoryStorage();
  await runs.create(row);
  let asked = 0;
  const databricks = madeUpDatabricks({
    run: async () => {
      asked += 1;
      return good(run);
    },
  });
  const workspaces = createWorkspaces([workspaceOf(databricks)]);
  const instances = { read: async () => state && instance(state) };
  const learned = await learnLateOutcome(row, 'upkeep', { runs, instances, workspaces, log: () => {} });
  return { learned, asked, written: (await runs.read('run-1'))?.lateOutcome };
}

const NOTHING = { learned: undefined, asked: 0, written: undefined };

test.each<[string, Partial<RunRow>]>([
  ['detached', {}],
  ['told to stop, and not seen to', { code: 'cancelUnconfirmed' }],
  ['denied', { outcome: 'unknown', code: 'databricksForbidden' }],
])('what became of a run that was %s is written down once it has ended', async (_, more) => {
  expect(await learn({ ...DETACHED, ...more })).toEqual({ learned: 'succeeded', asked: 1, written: 'succeeded' });
  expect(await learn({ ...DETACHED, ...more }, { state: 'failed' })).toMatchObject({ learned: 'succeeded' });
  expect(await learn({ ...DETACHED, ...more }, { run: madeUpRun() })).toEqual({ ...NOTHING, asked: 1 });
});

test.each<[string, Partial<RunRow>]>([
  ['ended by itself', { outcome: 'failed', code: 'runFailed' }],
  ['was stopped in time', { code: 'timeoutReached' }],
  ['goes on', { outcome: undefined, code: undefined, endedAt: undefined }],
  ['was never confirmed', { outcome: 'unknown', code: 'startUnconfirmed', runId: undefined }],
  ['is known of by now', { lateOutcome: 'failed' }],
])('nobody asks about a run that %s', async (_, more) => {
  const { asked } = await learn({ ...DETACHED, ...more });
  expect(asked).toBe(0);
});

test('nobody asks about a run that is watched again', async () => {
  expect(await learn(DETACHED, { state: 'running' })).toEqual(NOTHING);
  expect(await learn(DETACHED, { state: 'suspended' })).toEqual(NOTHING);
});

test('a Databricks that gives no answer leaves it as it is', async () => {
  const { runs } = createMemoryStorage();
  await runs.create(DETACHED);
  const workspaces = createWorkspaces([workspaceOf(madeUpDatabricks({ run: async () => bad('forbidden') }))]);
  const events: LogEvent[] = [];
  const log = (event: LogEvent) => void events.push(event);
  const tools = { runs, workspaces, instances: { read: async () => undefined }, log };
  expect(await learnLateOutcome(DETACHED, 'notification', tools)).toBeUndefined();
  expect(await runs.read('run-1')).toEqual(DETACHED);
  expect(events).toMatchObject([{ event: 'databricksProblem', during: 'notification' }]);
});

describe('what the row tells of a run whose orchestration was terminated', () => {
  async function endWith(more: Partial<RunRow>) {
    const { runs, outputs } = createMemoryStorage();
    await runs.create({ ...DETACHED, ...more });
    const instances = { read: async () => instance('terminated') };
    return (await accountOf('run-1', { runs, outputs, instances, now: () => Date.parse(AT) }))?.end;
  }

  test('is shown with it', async () => {
    const end = {
      outcome: 'canceled',
      code: 'terminated',
      message: 'It has ended.',
      lateOutcome: 'succeeded',
    } as const;
    expect(await endWith(end)).toMatchObject(end);
  });

  test('is not, where it is about an earlier end', async () => {
    const end = await endWith({ outcome: 'unknown', code: 'internal', message: 'Before.', lateOutcome: 'succeeded' });
    expect(end).toMatchObject({ outcome: 'canceled', code: 'terminated' });
    expect(end?.message).not.toBe('Before.');
    expect(end?.lateOutcome).toBeUndefined();
  });
});
