import { expectSettled } from '../support/engine-room';
import { jobOfTasks, jobThatTakes } from '../support/made-up-job';
import { runWorld, type WorldOptions } from '../support/run-world';
import { answers, notConnected, onRoute, type Trouble, whenever } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

const INLINE_BYTES = 32 * 1024;

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const worldOf = (scenario: NonNullable<WorldOptions['scenarios']>[number], intercept?: WorldOptions['intercept']) =>
  runWorld({ clock, scenarios: [scenario], ...(intercept && { intercept }) });

const times = (count: number, trouble: Trouble) => Array.from({ length: count }, () => trouble);

test('an output that can not be had at first is had later', async () => {
  const world = worldOf(
    jobThatTakes(10),
    onRoute('get-output', ...times(6, answers(503)), answers(429, { 'retry-after': '90' })),
  );
  const run = await world.ended(await world.start({ job: world.jobId }));
  expect(run).toMatchObject({ outcome: 'succeeded', output: 'done' });
  await expectSettled(world, clock);
});

test('a run that has ended stays what it is when its output can not be had within ten minutes', async () => {
  const world = worldOf(
    jobThatTakes(10),
    whenever('get-output', () => true, notConnected),
  );
  const id = await world.start({ job: world.jobId });
  await world.seconds(300);
  expect((await world.get(`runs/${id}`)).body).toMatchObject({
    status: 'ending',
    trouble: expect.stringMatching(/ECONNREFUSED/),
  });
  const run = await world.ended(id);
  expect(run).toMatchObject({ outcome: 'succeeded', outputProblem: expect.stringMatching(/ECONNREFUSED/) });
  expect(run).not.toHaveProperty('output');
  expect(clock.now() - Date.parse(run.submittedAt)).toBeLessThan(700_000);
  expect((await world.get(`runs/${id}`)).status).toBe(200);
  await expectSettled(world, clock);
});

test('an output that is closed to us is told of at once, and takes no other one along', async () => {
  const world = worldOf(
    jobOfTasks(3, ({ taskKey }) => taskKey),
    onRoute('get-output', answers(403)),
  );
  const run = await world.ended(await world.start({ job: world.jobId }));
  expect(run).toMatchObject({ outcome: 'succeeded', outputProblem: 'task_0: made up' });
  expect(run.outputs).toEqual({ task_1: 'task_1', task_2: 'task_2' });
});

test('when all are refused for now, the other tasks are not asked either', async () => {
  const world = worldOf(
    jobOfTasks(100, () => 'x'),
    onRoute('get-output', ...times(4, answers(429, { 'retry-after': '60' }))),
  );
  const id = await world.start({ job: world.jobId });
  const outputs = () => world.asked().filter((line) => line === 'GET runs/get-output').length;
  await world.seconds(30);
  expect(outputs()).toBeLessThanOrEqual(4);
  expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded' });
});

test.each([
  ['the most', INLINE_BYTES, true],
  ['a byte more than the most', INLINE_BYTES + 1, false],
])('%s that goes through the history', async (_, bytes, isInline) => {
  const text = `é${'x'.repeat(bytes - 2)}`;
  const world = worldOf(jobThatTakes(10, () => text));
  const run = await world.ended(await world.start({ job: world.jobId }));
  expect(run).toMatchObject({ outcome: 'succeeded', outputBytes: bytes, outputPath: expect.any(String) });
  expect(run.output).toBe(isInline ? text : undefined);
  const stored = JSON.stringify(await world.host.engine.history(run.id));
  expect(stored.includes('xxxxxxxxxx')).toBe(isInline);
  expect((await world.get(run.outputPath.slice('/api/'.length))).body).toBe(text);
  await expectSettled(world, clock);
});

test('outputs that are too large together are none of them in the history', async () => {
  const world = worldOf(jobOfTasks(4, () => 'y'.repeat(10_000)));
  const run = await world.ended(await world.start({ job: world.jobId }));
  expect(run).toMatchObject({ outcome: 'succeeded', outputBytes: 40_000 });
  expect(run).not.toHaveProperty('outputs');
  expect(JSON.stringify(await world.host.engine.history(run.id))).not.toMatch(/yyyyyyyyyy/);
});

test('an output that Databricks has cut says so, and is nowhere but in its place', async () => {
  const world = worldOf(jobThatTakes(10, () => 'z'.repeat(6_000_000)));
  const run = await world.ended(await world.start({ job: world.jobId }));
  expect(run).toMatchObject({ outcome: 'succeeded', outputTruncated: true, outputBytes: 5 * 1024 * 1024 });
  expect(JSON.stringify(await world.host.engine.history(run.id)).length).toBeLessThan(30_000);
});
