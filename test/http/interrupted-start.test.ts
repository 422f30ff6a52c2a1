import { quickSuccess } from '../../local/workspace/scenarios/quick-success';
import { runTable } from '../../src/http/routes/jobs/run-table';
import { startRun } from '../../src/http/routes/runs/start-run';
import { databricksRuns } from '../support/engine-room';
import { INTERRUPTIONS, type Interruption } from '../support/interrupted-app';
import { type Asked, interruptedRequest } from '../support/interrupted-request';
import { runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const MOST_CALLS = 30;

const keyedStart = (job: string): Asked => ({ handler: startRun, method: 'POST', path: 'runs?key=k', body: { job } });
const keylessStart = (job: string): Asked => ({ handler: startRun, method: 'POST', path: 'runs', body: { job } });
const table = (job: string): Asked => ({ handler: runTable, method: 'GET', path: `jobs/${job}/table` });

async function interrupted(askedOf: (job: string) => Asked, nth: number, how: Interruption) {
  const world = runWorld({ clock, scenarios: [quickSuccess] });
  const asked = askedOf(world.jobId);
  const again = () => world.send(asked.method, asked.path, asked.body && { body: asked.body });
  return { world, again, ...(await interruptedRequest(world, asked, nth, how)) };
}

describe.each([
  ['a keyed start', keyedStart],
  ['a table', table],
] as const)('%s', (_, asked) => {
  test.each(INTERRUPTIONS)('that is asked for again leads to one run, whichever of its calls %s', async (how) => {
    const calls: string[] = [];
    for (let nth = 1; nth < MOST_CALLS; nth++) {
      const { world, reply, call, again } = await interrupted(asked, nth, how);
      if (call === undefined) break;
      calls.push(call);
      if (reply && reply.status !== 202) {
        expect(reply).toMatchObject({ status: 503, body: { code: 'storageUnavailable' } });
        expect(reply.headers['retry-after']).toBe('5');
      }
      const replies = await Promise.all([again(), again(), again()]);
      const ids = new Set(replies.map(({ body }) => body.id));
      expect([call, ids.size]).toEqual([call, 1]);
      if (reply?.body.id) expect(ids.has(reply.body.id)).toBe(true);
      expect(await world.ended(replies[0].body.id)).toMatchObject({ outcome: 'succeeded', output: [{ answer: 42 }] });
      expect([call, await databricksRuns(world)]).toEqual([call, [expect.anything()]]);
      expect((await again()).status).toBe(200);
      expect(await databricksRuns(world)).toHaveLength(1);
    }
    expect(new Set(calls)).toEqual(
      new Set([
        'linkKey',
        'claims.take',
        'runs.create',
        'instances.start',
        'instances.read',
        ...(asked === table ? ['claims.read'] : []),
      ]),
    );
  });
});

describe('a start without a key', () => {
  test('answers with an error only if nothing was started', async () => {
    const answers: [string, number][] = [];
    for (let nth = 1; nth < MOST_CALLS; nth++) {
      const { world, reply, call } = await interrupted(keylessStart, nth, 'fails');
      if (call === undefined) break;
      answers.push([call, reply?.status ?? 0]);
      await world.seconds(10);
      expect([call, (await databricksRuns(world)).length]).toEqual([call, reply?.status === 202 ? 1 : 0]);
      if (reply?.status === 202) expect(await world.ended(reply.body.id)).toMatchObject({ outcome: 'succeeded' });
    }
    expect(answers).toEqual([
      ['linkKey', 503],
      ['runs.create', 503],
      ['instances.start', 503],
      ['instances.read', 202],
    ]);
  });

  test('tells where the run can be followed although it can not be read right now', async () => {
    const { world, reply } = await interrupted(keylessStart, 4, 'fails');
    expect(reply?.body).toMatchObject({ status: 'pending', outcome: null, joined: false, run: null });
    expect(reply?.body.statusQueryGetUri).toContain(reply?.body.id);
    await world.ended(reply?.body.id);
    const link = String(reply?.headers.location).replace('https://runner.example/api/', '');
    expect((await world.get(link)).body).toMatchObject({ id: reply?.body.id, outcome: 'succeeded' });
  });
});
