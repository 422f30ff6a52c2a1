import type { ProblemCode } from '../../../src/contract/codes';
import { labelled } from '../../support/labelled';
import { expectProblem, SECRET, watchedWorld } from '../../support/refusals';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const BUSY = '0103-100000-busy0003';
const TASKS = [{ task_key: 'main', notebook_task: { notebook_path: '/x' } }];

/** Sends what is wrong, which must not get anywhere. */
async function refuse(method: string, path: string, body: unknown, code: ProblemCode, field?: string) {
  const world = watchedWorld({ clock });
  expectProblem(await world.send(method, path, body === undefined ? {} : { body }), 400, code, field);
  expect(world.touched()).toEqual([]);
}

describe('POST /jobs', () => {
  test.each(
    labelled<[body: unknown, field: string]>([
      [{ name: '', tasks: TASKS }, 'name'],
      [{ name: 5, tasks: TASKS }, 'name'],
      [{ name: 'x'.repeat(4097), tasks: TASKS }, 'name'],
      [{ name: 'a', tasks: { task_key: 'a' } }, 'tasks'],
      [{ name: 'a', tasks: [SECRET] }, 'tasks.0'],
      [{ name: 'a', tasks: [{ notebook_task: {} }] }, 'tasks.0.task_key'],
      [{ name: 'a', tasks: TASKS, workspace: 'https://evil.example' }, 'workspace'],
      [[], ''],
      ['"text"', ''],
      ['null', ''],
    ]),
  )('with %s is refused', async (_, [body, field]) => refuse('POST', 'jobs', body, 'requestInvalid', field));

  test('without a body, or with one that is no JSON, is refused', async () => {
    await refuse('POST', 'jobs', undefined, 'bodyMissing');
    await refuse('POST', 'jobs', '{"name":', 'bodyNotJson');
    await refuse('POST', 'jobs', '{"name":"a","name":"b"}', 'duplicateField');
    await refuse('POST', 'jobs', `{"__proto__":{"${SECRET}":1}}`, 'fieldNotAllowed');
  });
});

describe('PATCH /jobs/{job}', () => {
  test.each(
    labelled<[body: unknown, field: string]>([
      [{}, 'new_settings'],
      [{ fields_to_remove: [] }, 'new_settings'],
      [{ new_settings: 'x' }, 'new_settings'],
      [{ new_settings: { name: '' } }, 'new_settings.name'],
      [{ new_settings: { tasks: [{}] } }, 'new_settings.tasks.0.task_key'],
      [{ new_settings: { workspace: 'other' } }, 'new_settings.workspace'],
      [{ fields_to_remove: 'schedule' }, 'fields_to_remove'],
      [{ fields_to_remove: [''] }, 'fields_to_remove.0'],
      [{ name: 'Renamed' }, 'name'],
      [{ new_settings: {}, job_id: 'abc' }, 'job_id'],
      [{ new_settings: {}, job_id: 102 }, 'job_id'],
      [{ new_settings: {}, reset: true }, 'reset'],
    ]),
  )('with %s is refused', async (_, [body, field]) => refuse('PATCH', 'jobs/101', body, 'requestInvalid', field));
});

test.each(['0', '-1', '1.5', '9223372036854775808', '%00', 'Sales%20table', 'unknown', '101%0a', '..%2f..'])(
  'no job %s is changed or deleted',
  async (job) => {
    await refuse('PATCH', `jobs/${job}`, { new_settings: {} }, 'jobInvalid', 'job');
    await refuse('DELETE', `jobs/${job}`, undefined, 'jobInvalid', 'job');
  },
);

const IDS = ['x'.repeat(101), 'a%2fb', '..%2f..', 'a%00', 'a%0ab', 'a%20b', '-a', 'ä', 'a%3fb', '%26a=b'];

test.each(IDS)('no cluster %s is asked for', async (id) => {
  await refuse('GET', `clusters/${id}`, undefined, 'clusterInvalid', 'id');
  await refuse('GET', `clusters/${id}/events`, undefined, 'clusterInvalid', 'id');
  await refuse('POST', `clusters/${id}/events`, {}, 'clusterInvalid', 'id');
  await refuse('POST', `clusters/${id}/start`, undefined, 'clusterInvalid', 'id');
  await refuse('POST', `clusters/${id}/terminate`, undefined, 'clusterInvalid', 'id');
});

test.each([
  ['GET', 'clusters?state=', 'state'],
  ['GET', 'clusters?state=a%20b', 'state'],
  ['GET', `clusters?state=${SECRET}`, 'state'],
  ['GET', 'clusters?state=RUNNING,', 'state'],
  ['GET', `clusters?state=${'A,'.repeat(60)}A`, 'state'],
  ['GET', 'clusters?limit=101', 'limit'],
  ['GET', 'clusters?limit=0', 'limit'],
  ['GET', 'clusters?workspace=https://evil.example', 'workspace'],
  ['GET', 'clusters?filter_by.cluster_states=RUNNING', 'filter_by.cluster_states'],
  ['GET', `clusters/${BUSY}?verbose=1`, 'verbose'],
  ['GET', `clusters/${BUSY}/events?limit=501`, 'limit'],
  ['GET', `clusters/${BUSY}/events?order=up`, 'order'],
  ['GET', `clusters/${BUSY}/events?type=a-b`, 'type'],
  ['GET', `clusters/${BUSY}/events?from=yesterday`, 'from'],
  ['GET', `clusters/${BUSY}/events?to=12345`, 'to'],
  ['GET', `clusters/${BUSY}/events?to=${'9'.repeat(20)}`, 'to'],
  ['GET', `clusters/${BUSY}/events?start_time=1`, 'start_time'],
  ['POST', `clusters/${BUSY}/start?force=true`, 'force'],
  ['POST', `clusters/${BUSY}/terminate?permanent=true`, 'permanent'],
  ['GET', 'jobs/101/runs?limit=26', 'limit'],
  ['GET', 'jobs/101/runs?state=ended', 'state'],
  ['GET', 'jobs/101/runs?from=', 'from'],
  ['GET', 'jobs/101/runs?active_only=true', 'active_only'],
  ['GET', 'jobs/101/runs?workspace=nonsense', 'workspace'],
  ['DELETE', 'jobs/101?force=true', 'force'],
])('%s %s is refused', async (method, path, field) => {
  await refuse(method, path, method === 'POST' ? {} : undefined, 'queryInvalid', field);
});

test.each(
  labelled<[body: unknown, field: string]>([
    [{ cluster_id: 'another' }, 'cluster_id'],
    [{ order: 'asc' }, 'order'],
    [{ event_types: 'RUNNING' }, 'event_types'],
    [{ event_types: [SECRET] }, 'event_types.0'],
    [{ page_size: 501 }, 'page_size'],
    [{ start_time: '2026-01-01' }, 'start_time'],
    [{ start_time: -1 }, 'start_time'],
    [{ offset: 50 }, 'offset'],
    [{ page_token: 5 }, 'page_token'],
    [{ pageToken: 'a' }, 'pageToken'],
  ]),
)('POST /clusters/{id}/events with %s is refused', async (_, [body, field]) => {
  await refuse('POST', `clusters/${BUSY}/events`, body, 'requestInvalid', field);
});

test.each(['clusters?', `clusters/${BUSY}/events?`, 'jobs/101/runs?'])(
  'a page token that Databricks does not know is refused: %s',
  async (path) => {
    const world = watchedWorld({ clock });
    for (const token of ['nonsense', SECRET, '%00', 'x'.repeat(2000)]) {
      expectProblem(await world.get(`${path}pageToken=${token}`), 400, 'queryInvalid', 'pageToken');
    }
  },
);
