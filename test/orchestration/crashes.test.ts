import { databricksRuns, expectSettled, progressOf } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

type Storm = (question: string) => 'before' | 'after' | undefined;

/** A world whose storage may throw before it has done what it was asked, or after. */
function worldOf(seconds: number, storm: Storm) {
  const world = runWorld({ clock, scenarios: [jobThatTakes(seconds)] });
  for (const part of [world.app.runs, world.app.outputs]) {
    for (const [name, ask] of Object.entries(part)) {
      Reflect.set(part, name, async (...args: unknown[]) => {
        const when = storm(name);
        if (when === 'before') throw new Error('the storage is out of order');
        const answer = await ask(...args);
        if (when === 'after') throw new Error('the answer of the storage was lost');
        return answer;
      });
    }
  }
  return { ...world, begin: (options: object = {}) => world.start({ job: world.jobId, ...options }) };
}

/** The first is the handler's own; then come those of submitRun, checkRun, collectOutput and recordEnd. */
const QUESTIONS = [
  'create',
  'create',
  'read',
  'update',
  'update',
  'read',
  'update',
  'read',
  'read',
  'read',
  'write',
  'write',
  'read',
  'update',
  'read',
];

test('the questions to the storage that a run has, in their order', async () => {
  const asked: string[] = [];
  const world = worldOf(20, (question) => void asked.push(question) as undefined);
  await world.ended(await world.begin({ pollSeconds: 30 }));
  expect(asked).toEqual(QUESTIONS);
});

const places = QUESTIONS.flatMap((question, index) =>
  (['before', 'after'] as const).map((when) => ({ question, nth: index + 1, when })),
).filter(({ nth }) => nth > 1);

test.each(places)(
  'an activity that crashes $when the $question that is question $nth leads to one run',
  async ({ nth, when }) => {
    let asked = 0;
    const world = worldOf(20, () => (++asked === nth ? when : undefined));
    const run = await world.ended(await world.begin({ pollSeconds: 30 }));
    expect(asked).toBeGreaterThanOrEqual(nth);
    expect(run).toMatchObject({ outcome: 'succeeded', output: 'done' });
    expect((await databricksRuns(world)).map(({ id }) => id)).toEqual([run.run.id]);
    expect(await world.row(run.id)).toMatchObject({ outcome: 'succeeded', runId: run.run.id });
    await expectSettled(world, clock);
  },
);

test('a storage that is out of order for an hour while the run goes on', async () => {
  let isOut = false;
  const world = worldOf(4700, () => (isOut ? 'before' : undefined));
  const id = await world.begin();
  await world.seconds(1000);
  isOut = true;
  await world.seconds(3600);
  expect(await progressOf(world, id)).toMatchObject({
    phase: 'running',
    trouble: 'the storage is out of order',
  });
  isOut = false;
  expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded', output: 'done' });
  await expectSettled(world, clock);
});

test('a storage that takes no output keeps the end of a run back for ten minutes, and no longer', async () => {
  const world = worldOf(20, (question) => (question === 'write' ? 'before' : undefined));
  const run = await world.ended(await world.begin());
  expect(run).toMatchObject({ outcome: 'succeeded', outputProblem: 'the storage is out of order' });
  expect(clock.now() - Date.parse(run.submittedAt)).toBeLessThan(700_000);
  await expectSettled(world, clock);
});

test('a storage that takes no more rows does not change how a run has ended', async () => {
  let hasEnded = false;
  const world = worldOf(20, (question) => {
    if (question === 'write') hasEnded = true;
    return hasEnded && question === 'update' ? 'before' : undefined;
  });
  const run = await world.ended(await world.begin());
  expect(run).toMatchObject({ outcome: 'succeeded', output: 'done' });
  expect((await world.row(run.id))?.outcome).toBeUndefined();
  await expectSettled(world, clock);
});

test('a start that only ever crashed after its mark was made may have got through', async () => {
  const world = worldOf(20, (question) => (question === 'update' ? 'after' : undefined));
  const run = await world.ended(await world.begin({ timeoutSeconds: 100 }));
  expect(run).toMatchObject({ outcome: 'unknown', code: 'startUnconfirmed' });
  expect(run.message).toMatch(/What stood in the way last: the answer of the storage was lost$/);
  expect(JSON.stringify(run)).not.toMatch(/\$type|Stack|\/src\/|\.ts:/);
  await expectSettled(world, clock);
});

test('crashes before anything was sent leave no doubt that nothing has run', async () => {
  let isOut = true;
  const world = worldOf(20, (question) => (isOut && question === 'read' ? 'before' : undefined));
  const id = await world.begin({ timeoutSeconds: 100 });
  await world.seconds(99);
  isOut = false;
  expect(await world.ended(id)).toMatchObject({
    outcome: 'timedOut',
    code: 'timeoutBeforeStart',
    message: expect.stringMatching(/Nothing has run.*the storage is out of order$/),
  });
  expect(await databricksRuns(world)).toEqual([]);
  await expectSettled(world, clock);
});

test('crashes before a refusal leave no doubt about it', async () => {
  let crashes = 3;
  const world = worldOf(20, (question) => (question === 'read' && crashes-- > 0 ? 'before' : undefined));
  const run = await world.ended(await world.begin({ job: '999' }));
  expect(run).toMatchObject({ outcome: 'rejected', code: 'jobNotFound' });
});

test('what an activity says when it crashes is cut, and shows no secret', async () => {
  const world = worldOf(200, () => undefined);
  const id = await world.begin();
  await world.seconds(20);
  const { read } = world.app.runs;
  world.app.runs.read = () => Promise.reject(new Error(`x?sig=abcdefghi ${'<Error>\n'.repeat(3000)}`));
  await world.seconds(30);
  const { trouble } = await progressOf(world, id);
  expect(trouble).toMatch(/sig=\[redacted\]/);
  expect(trouble?.length).toBeLessThanOrEqual(1000);
  world.app.runs.read = read;
  expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded' });
});
