import { startUpdate } from '../../../src/activities/start/start-update';
import type { Pipelines, UpdateSummary } from '../../../src/adapters/databricks/pipelines';
import type { PipelineUpdate } from '../../../src/contract/runs/request/pipeline-update';
import { bad, good } from '../../support/made-up-databricks';

const TRIED_AT = '2026-01-01T12:00:00.000Z';
const UPDATE: PipelineUpdate = { pipeline_id: 'p' };

const listed = (updateId: string, secondsAfterTry: number, more: Partial<UpdateSummary> = {}): UpdateSummary => ({
  updateId,
  createdAt: Date.parse(TRIED_AT) + secondsAfterTry * 1000,
  cause: 'API_CALL',
  asked: { fullRefresh: false, fullRefreshSelection: [], refreshSelection: [], validateOnly: false },
  ...more,
});

const isOfOther = async (updateId: string) => updateId.startsWith('noted');

async function start(latest: UpdateSummary[], update = UPDATE, triedAt: string | undefined = TRIED_AT) {
  const calls: unknown[] = [];
  const pipelines: Pick<Pipelines, 'startUpdate' | 'latestUpdates'> = {
    startUpdate: async (...asked) => {
      calls.push(asked);
      return good({ updateId: 'new' });
    },
    latestUpdates: async (pipelineId) => {
      calls.push(pipelineId);
      return good(latest);
    },
  };
  return { answer: await startUpdate({ update, triedAt, isOfOther }, pipelines), calls };
}

test('a first try starts the update and asks for nothing else', async () => {
  const update = { pipeline_id: 'p', full_refresh_selection: ['orders'], validate_only: true };
  const pipelines = {
    startUpdate: async (id: string, body: unknown) => good({ updateId: `${id} ${JSON.stringify(body)}` }),
    latestUpdates: async () => bad('refused'),
  };
  expect(await startUpdate({ update, triedAt: undefined, isOfOther }, pipelines)).toEqual(
    good({ runId: 'p {"full_refresh_selection":["orders"],"validate_only":true}' }),
  );
});

test('what an earlier try has started is found', async () => {
  const { answer, calls } = await start([listed('ours', 3), listed('older', -600)]);
  expect(answer).toEqual(good({ runId: 'ours' }));
  expect(calls).toEqual(['p']);
});

test('of several the first one since the try is ours, and the clocks may differ a little', async () => {
  const { answer } = await start([listed('later', 900), listed('ours', -2), listed('older', -6)]);
  expect(answer).toEqual(good({ runId: 'ours' }));
});

test('of several one that this app has noted for another of its runs is passed over', async () => {
  const { answer } = await start([listed('ours', 900), listed('noted for another', 2)]);
  expect(answer).toEqual(good({ runId: 'ours' }));
});

test.each([
  ['is noted for another run of this app', listed('noted', 3)],
  ['was there before', listed('other', -60)],
  ['was started by a job', listed('other', 3, { cause: 'JOB_TASK' })],
  ['is a retry of Databricks', listed('other', 3, { cause: 'RETRY_ON_FAILURE' })],
  ['has no time', listed('other', 3, { createdAt: undefined })],
  ['was to refresh all in full', listed('other', 3, { asked: { ...listed('x', 0).asked, fullRefresh: true } })],
  ['was only to be checked', listed('other', 3, { asked: { ...listed('x', 0).asked, validateOnly: true } })],
  ['was about some tables', listed('other', 3, { asked: { ...listed('x', 0).asked, refreshSelection: ['t'] } })],
  ['resets some', listed('other', 3, { asked: { ...listed('x', 0).asked, fullRefreshSelection: ['t'] } })],
])('an update that %s is not ours', async (_what, other) => {
  const { answer, calls } = await start([other]);
  expect(answer).toEqual(good({ runId: 'new' }));
  expect(calls).toEqual(['p', ['p', {}]]);
});

test('an update of the same tables is ours, however Databricks writes their names', async () => {
  const asked = { ...listed('x', 0).asked, refreshSelection: ['main.sales.orders'] };
  const { answer } = await start([listed('ours', 3, { asked })], { pipeline_id: 'p', refresh_selection: ['orders'] });
  expect(answer).toEqual(good({ runId: 'ours' }));
});

test('nothing is started while it is not known what has become of an earlier try', async () => {
  const pipelines = {
    startUpdate: async () => {
      throw new Error('must not be started');
    },
    latestUpdates: async () => bad('unavailable', { code: 'NETWORK' }),
  };
  expect(await startUpdate({ update: UPDATE, triedAt: TRIED_AT, isOfOther }, pipelines)).toEqual(
    bad('unavailable', { code: 'NETWORK' }),
  );
});

test('a pipeline that is busy with the update of somebody else is worth another try', async () => {
  const busy = bad('unavailable', { code: 'RESOURCE_CONFLICT', message: "An active update 'x' already exists." });
  const pipelines = { startUpdate: async () => busy, latestUpdates: async () => good([]) };
  expect(await startUpdate({ update: UPDATE, triedAt: undefined, isOfOther }, pipelines)).toEqual(busy);
});
