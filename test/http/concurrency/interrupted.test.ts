import { startRun } from '../../../src/http/routes/runs/start-run';
import { databricksRuns } from '../../support/engine-room';
import { INTERRUPTIONS, type Interruption } from '../../support/interrupted-app';
import { interruptedRequest } from '../../support/interrupted-request';
import { idsOf, type TurnWorld, turnWorld } from '../../support/turn-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const MOST_CALLS = 40;
const MODES = ['join', 'reject', 'cancelPrevious'] as const;
type Mode = (typeof MODES)[number];

const eachWay = MODES.flatMap((mode) => (['fails', 'hangs afterwards'] as const).map((how) => [mode, how] as const));

/** Sends a start whose nth call is interrupted. Undefined: it makes fewer calls. */
async function startInterrupted(world: TurnWorld, mode: Mode, nth: number, how: Interruption, key = '') {
  const body = { job: world.jobId, concurrency: mode };
  const path = key === '' ? 'runs' : `runs?key=${key}`;
  const { reply, call } = await interruptedRequest(world, { handler: startRun, method: 'POST', path, body }, nth, how);
  if (call === undefined) return undefined;
  if (reply && reply.status !== 202) expect([call, reply.status]).toEqual([call, 503]);
  return { call, id: reply?.body.id as string | undefined };
}

/** For each call that such a start makes. */
async function forEachCall(
  mode: Mode,
  how: Interruption,
  key: string,
  prepare: (world: TurnWorld) => Promise<void>,
  then: (world: TurnWorld, at: { call: string; id: string | undefined }) => Promise<void>,
): Promise<string[]> {
  const calls: string[] = [];
  for (let nth = 1; nth < MOST_CALLS; nth++) {
    const world = turnWorld({ clock, seconds: 20 });
    await prepare(world);
    const interrupted = await startInterrupted(world, mode, nth, how, key);
    if (!interrupted) break;
    calls.push(interrupted.call);
    await then(world, interrupted);
  }
  return calls;
}

const nothing = async () => {};

describe.each(eachWay)('a start that says %s, of which one call %s', (mode, how) => {
  const again = (world: TurnWorld, times: number) =>
    world.beginMany(
      times,
      () => ({ concurrency: mode }),
      () => ({ 'idempotency-key': 'k' }),
    );

  test('leads to one run when it is sent again with its key', async () => {
    const calls = await forEachCall(mode, how, 'k', nothing, async (world, { call, id }) => {
      const replies = await again(world, 3);
      expect([call, idsOf(replies)]).toEqual([call, [id ?? expect.stringMatching(/^run-/)]]);
      expect(await world.ended(replies[0]?.body.id)).toMatchObject({ outcome: 'succeeded' });
      expect([call, await databricksRuns(world)]).toEqual([call, [expect.anything()]]);
      expect(idsOf(await again(world, 1))).toEqual(idsOf(replies));
    });
    expect(calls).toEqual(expect.arrayContaining(['turns.read', 'turns.write', 'runs.create', 'instances.start']));
  });

  test('leads to one run when it is sent again two minutes later, after another one has come and gone', async () => {
    await forEachCall(mode, how, 'k', nothing, async (world, { call, id }) => {
      await world.seconds(40);
      await world.begin(mode);
      await world.seconds(120);
      const replies = await again(world, 3);
      expect([call, idsOf(replies)]).toEqual([call, [id ?? expect.stringMatching(/^run-/)]]);
      expect(await world.mostAtOnce(60)).toBeLessThanOrEqual(1);
      expect((await world.ended(replies[0]?.body.id)).outcome).toMatch(/^(succeeded|canceled)$/);
      expect((await databricksRuns(world)).length).toBeLessThanOrEqual(2);
    });
  });

  test('blocks its job for a minute at most', async () => {
    await forEachCall(mode, how, '', nothing, async (world, { call }) => {
      await world.seconds(61);
      const next = await world.begin('reject');
      expect([call, next.status]).toEqual([call, 202]);
      expect(await world.ended(next.body.id)).toMatchObject({ outcome: 'succeeded' });
    });
  });

  test('keeps no other start from its run, nor two runs apart', async () => {
    for (const next of ['join', 'cancelPrevious']) {
      await forEachCall(mode, how, '', nothing, async (world, { call }) => {
        const { status, body } = await world.begin(next);
        expect([call, next, status]).toEqual([call, next, 202]);
        expect(await world.mostAtOnce(90)).toBe(1);
        expect([call, next, (await world.ended(body.id)).outcome]).toEqual([call, next, 'succeeded']);
      });
    }
  });
});

describe.each(INTERRUPTIONS)('while another run goes on, a start of which one call %s', (how) => {
  const goingOn = async (world: TurnWorld) => void (await world.begin('join'));

  test('stops that run only if it takes its place', async () => {
    const calls = await forEachCall('cancelPrevious', how, '', goingOn, async (world, { call }) => {
      expect([call, await world.mostAtOnce(90)]).toEqual([call, 1]);
      const results = await world.results();
      expect([call, results.at(-1)]).toEqual([call, 'SUCCESS']);
      expect(results.slice(0, -1)).toEqual(results.length === 1 ? [] : ['CANCELED']);
    });
    expect(calls).toContain('turns.write');
  });

  test('joins that run with its key, however often it is sent', async () => {
    const calls = await forEachCall('join', how, 'k', goingOn, async (world, { call, id = 'run-0001' }) => {
      const send = () => world.begin('join', {}, { 'idempotency-key': 'k' });
      expect([call, idsOf([await send(), await send()])]).toEqual([call, [id]]);
      await world.ended(id);
      expect((await send()).body).toMatchObject({ id, joined: true, outcome: 'succeeded' });
      expect([call, await databricksRuns(world)]).toEqual([call, [expect.anything()]]);
    });
    expect(calls).toEqual(expect.arrayContaining(['claims.take', 'claims.replace', 'turns.read']));
  });
});
