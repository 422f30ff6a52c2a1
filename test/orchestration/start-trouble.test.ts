import { databricksRuns, expectSettled } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { runWorld } from '../support/run-world';
import {
  answerLost,
  answerReplaced,
  answers,
  type Intercept,
  notConnected,
  onRoute,
  requestLost,
  type Trouble,
  whenever,
} from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

function worldOf(trouble: Intercept) {
  const tries: number[] = [];
  const world = runWorld({
    clock,
    scenarios: [jobThatTakes(5)],
    intercept: (request, pass) => {
      if (request.path.endsWith('/run-now')) tries.push((clock.now() - Date.parse('2026-01-01T00:00:00Z')) / 1000);
      return trouble(request, pass);
    },
  });
  return { ...world, tries, begin: (options: object = {}) => world.start({ job: world.jobId, ...options }) };
}

const times = (count: number, trouble: Trouble) => Array.from({ length: count }, () => trouble);
const always = (trouble: Trouble) => whenever('run-now', () => true, trouble);

test.each<[string, string | undefined, number]>([
  ['seconds', '7', 7],
  ['a date', 'Thu, 01 Jan 2026 00:00:40 GMT', 40],
  ['no word of when', undefined, 2],
  ['a word that means nothing', 'soon', 2],
  ['more than an hour', '999999', 3600],
])('429 with %s: the next try comes when it may', async (_, retryAfter, seconds) => {
  const world = worldOf(
    onRoute('run-now', answers(429, retryAfter === undefined ? {} : { 'retry-after': retryAfter })),
  );
  const run = await world.ended(await world.begin());
  expect(run).toMatchObject({ outcome: 'succeeded' });
  expect(world.tries).toEqual([0, seconds]);
  await expectSettled(world, clock);
});

test('without a word of when, tries become rarer, up to one in half a minute', async () => {
  const world = worldOf(onRoute('run-now', ...times(9, answers(429))));
  await world.ended(await world.begin());
  expect(world.tries).toEqual([0, 2, 6, 14, 30, 60, 90, 120, 150, 180]);
});

test.each<[string, Trouble]>([
  ['an answer lost after the run was started', answerLost],
  ['500 after the run was started', answerReplaced('{"error_code":"INTERNAL_ERROR","message":"no"}', 500)],
  ['503 of something in between, after the run was started', answerReplaced('<html><title>Bad gateway</title>', 503)],
  ['a page in the place of the answer', answerReplaced('<html><title>Sign in</title></html>')],
  ['half of an answer', answerReplaced('{"run_id": 12')],
  ['an empty answer', answerReplaced('')],
  ['an answer without a run', answerReplaced('{"number_in_job": 1}')],
  ['an answer that is no object', answerReplaced('[]')],
])('%s: the next try meets the same run', async (_, trouble) => {
  const world = worldOf(onRoute('run-now', trouble, trouble));
  const run = await world.ended(await world.begin());
  expect(run).toMatchObject({ outcome: 'succeeded', output: 'done' });
  expect(world.tries).toHaveLength(3);
  expect((await databricksRuns(world)).map(({ id }) => id)).toEqual([run.run.id]);
});

test.each<[string, Trouble]>([
  ['it can not be reached', notConnected],
  ['it asks for patience', answers(429, { 'retry-after': '30' })],
])(
  'Databricks has not heard of the start until the time was up, because %s: nothing was started',
  async (_, trouble) => {
    const world = worldOf(always(trouble));
    const run = await world.ended(await world.begin({ timeoutSeconds: 300 }));
    expect(run).toMatchObject({
      outcome: 'rejected',
      code: 'databricksUnavailable',
      endedAt: '2026-01-01T00:05:00.000Z',
    });
    expect(run.message).toMatch(/Nothing was started.*What stood in the way last: \S/);
    expect((await world.get(`runs/${run.id}`)).status).toBe(424);
    await expectSettled(world, clock);
  },
);

test.each<[string, Trouble[]]>([
  ['none of the tries got an answer', times(999, requestLost)],
  ['one of many tries got no answer', [answers(429), requestLost, ...times(999, notConnected)]],
  ['errors say nothing of what was done', times(999, answers(500))],
])('Databricks has not confirmed the start until the time was up, and %s: nobody knows', async (_, troubles) => {
  const world = worldOf(onRoute('run-now', ...troubles));
  const run = await world.ended(await world.begin({ timeoutSeconds: 300 }));
  expect(run).toMatchObject({ outcome: 'unknown', code: 'startUnconfirmed' });
  expect(run.message).toMatch(/look at the runs of the job/);
});

test.each([
  [400, '{"error_code":"INVALID_PARAMETER_VALUE","message":"Bad parameters."}', 'databricksRefused', 'Bad parameters.'],
  [400, '{"error_code":"INVALID_PARAMETER_VALUE","message":"Job 5 does not exist."}', 'jobNotFound', 'Job 5 does'],
  [401, '{"error_code":401,"message":"Credential was not sent."}', 'databricksUnauthenticated', 'Credential was not'],
  [403, '{"error_code":"PERMISSION_DENIED","message":"You may not."}', 'databricksForbidden', 'You may not.'],
  [404, '{"message":"Job 5 does not exist."}', 'jobNotFound', 'Job 5 does not exist.'],
])('%d %s: rejected at once', async (status, body, code, message) => {
  const world = worldOf(always(answers(status, {}, body)));
  const run = await world.ended(await world.begin());
  expect(run).toMatchObject({ outcome: 'rejected', code, run: null, endedAt: '2026-01-01T00:00:00.000Z' });
  expect(run.message).toMatch(message);
  expect(world.tries.length).toBe(status === 401 ? 2 : 1); // a refused token is fetched anew once
  await expectSettled(world, clock);
});

test('a refusal after a try that got no answer leaves it open whether there is a run', async () => {
  const denied = answers(403, {}, '{"error_code":"PERMISSION_DENIED","message":"You may not."}');
  const world = worldOf(onRoute('run-now', answerLost, denied));
  const run = await world.ended(await world.begin());
  expect(run).toMatchObject({ outcome: 'unknown', code: 'databricksForbidden' });
  expect(run.message).toMatch(/You may not\..* An earlier try got no answer/);
});

test('a refusal after tries that can have started nothing is one', async () => {
  const denied = answers(403, {}, '{"error_code":"PERMISSION_DENIED","message":"You may not."}');
  const world = worldOf(onRoute('run-now', answers(429), notConnected, denied));
  expect(await world.ended(await world.begin())).toMatchObject({ outcome: 'rejected', code: 'databricksForbidden' });
});
