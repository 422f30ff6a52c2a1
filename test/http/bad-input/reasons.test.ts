import { slow } from '../../../local/workspace/scenarios/slow';
import { databricksRuns, standard } from '../../support/engine-room';
import { expectProblem, SECRET } from '../../support/refusals';
import { type Body, runWorld } from '../../support/run-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const HISTORY = '?showHistory=true&showHistoryOutput=true&showInput=true';
const REASONS = [
  `${SECRET}&more=1`,
  `${SECRET}\r\nx-injected: 1`,
  `${SECRET}%0d%0a%zz%`,
  `${SECRET}?a#b/../c`,
  `${SECRET}\u0000\u202e🎉`,
];

async function goingRun() {
  const world = runWorld({ clock, scenarios: [slow] });
  const id = await world.start({ job: world.jobId });
  await world.seconds(10);
  return { world, id, stateInDatabricks: async () => (await databricksRuns(world))[0]?.state };
}

test.each(REASONS)('a cancel takes no reason in the address: %j', async (reason) => {
  const { world, id, stateInDatabricks } = await goingRun();
  const before = world.asked();
  const reply = await world.post(`runs/${id}/cancel?reason=${encodeURIComponent(reason)}`);
  expectProblem(reply, 400, 'queryInvalid', 'reason');
  expect(world.asked()).toEqual(before);
  expect(await stateInDatabricks()).not.toHaveProperty('result_state');
});

test.each<[what: string, body: Body]>([
  ...REASONS.map((reason): [string, Body] => [JSON.stringify(reason), { reason }]),
  ['a megabyte', { reason: SECRET.repeat(100_000) }],
  ['no JSON', `reason=${SECRET}`],
  ['no text', Buffer.from([0xff, 0xfe, 0])],
])('a reason in the body of a cancel is read by nobody: %s', async (_, body) => {
  const { world, id } = await goingRun();
  const reply = await world.post(`runs/${id}/cancel`, body);
  expect([reply.status, reply.headers['x-injected']]).toEqual([202, undefined]);
  const run = await world.ended(id);
  expect(run.outcome).toBe('canceled');
  const kept = [await standard(world, 'GET', `instances${HISTORY}`), await world.row(id), world.events, world.answered];
  expect(JSON.stringify([reply, run, kept, world.host.lines])).not.toContain(SECRET);
});

test.each(REASONS)('the reason of who terminates the orchestration is in no answer: %j', async (reason) => {
  const { world, id } = await goingRun();
  await standard(world, 'POST', `instances/${id}/terminate?reason=${encodeURIComponent(reason)}`);
  await world.seconds(5);
  const reply = await world.get(`runs/${id}`);
  expect([reply.status, reply.body.code]).toEqual([424, 'terminated']);
  expect(reply.text).not.toContain(SECRET);
});
