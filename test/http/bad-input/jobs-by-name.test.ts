import { slow } from '../../../local/workspace/scenarios/slow';
import { expectProblem, SECRET } from '../../support/refusals';
import { runWorld } from '../../support/run-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const TWICE = 'Slow';
const twoJobs = () => runWorld({ clock, scenarios: [slow, slow] });
const start = (name: string) => ({ method: 'POST', path: 'runs?key=k', body: { job: name } });
const table = (name: string) => ({ method: 'GET', path: `jobs/-/table?name=${encodeURIComponent(name)}` });

/** Databricks may have been asked for the name, and nothing else. */
async function refused(
  world: ReturnType<typeof runWorld>,
  { method, path, ...more }: ReturnType<typeof start | typeof table>,
) {
  const reply = await world.send(method, path, more);
  expect(new Set(world.asked())).toEqual(new Set(['GET list']));
  expect(await world.app.runs.list({ limit: 10 })).toEqual({ runs: [] });
  expect(await world.app.claims.read('run:k')).toBeUndefined();
  return reply;
}

describe.each([start, table])('by %p', (ask) => {
  test.each([
    `No ${SECRET}`,
    '7; DROP',
    "' or 1=1 --",
    '../../2.0/token/list',
    'x&limit=1#y',
    'evil.tld/api/2.2/jobs/list?',
    '__proto__',
    'constructor',
  ])('a name that nobody knows is looked up, and refused: %s', async (name) => {
    const world = twoJobs();
    expectProblem(await refused(world, ask(name)), 404, 'jobUnknown');
    expect(world.requests.map(({ path }) => path)).toEqual(['/api/2.2/jobs/list']);
    expect(new URLSearchParams(world.requests[0]?.query).get('name')).toBe(name);
  });

  test('a name that two jobs have is refused, and their ids are named', async () => {
    const world = twoJobs();
    const reply = await refused(world, ask(TWICE));
    expectProblem(reply, 409, 'jobAmbiguous');
    const ids = world.workspace.jobs().map(({ jobId }) => String(jobId));
    expect(reply.body.jobIds).toEqual(expect.arrayContaining(ids));
    for (const id of ids) expect(reply.body.detail).toContain(id);
  });
});

type Fault = () => Promise<{ status: number; headers?: Record<string, string>; body?: string }>;

test.each<[string, Fault, string]>([
  ['is throttled', async () => ({ status: 429, headers: { 'retry-after': '33' }, body: '{}' }), '33'],
  ['is down', async () => ({ status: 503, body: `<html>${SECRET}x</html>` }), '10'],
  ['can not be reached', () => Promise.reject(new Error(`connect ECONNREFUSED ${SECRET}`)), '10'],
  ['refuses our token', async () => ({ status: 403, body: '{"error_code":"PERMISSION_DENIED","message":"no"}' }), '10'],
  ['answers something else', async () => ({ status: 200, body: '<html>' }), '10'],
])(
  'a name can not be looked up while Databricks %s, and the caller is told when to ask again',
  async (_, fault, wait) => {
    for (const ask of [start, table]) {
      const world = runWorld({ clock, scenarios: [slow], intercept: fault });
      const reply = await refused(world, ask('Slow'));
      expect([reply.status, reply.headers['retry-after']]).toEqual([503, wait]);
      expect(reply.headers['content-type']).toBe('application/problem+json');
      expect(reply.body.code).toMatch(/^databricks(Unavailable|Refused)$/);
    }
  },
);

test('a name is found again once Databricks answers', async () => {
  let isDown = true;
  const world = runWorld({
    clock,
    scenarios: [slow],
    intercept: (_, pass) => (isDown ? Promise.resolve({ status: 503 }) : pass()),
  });
  expect((await world.post('runs?key=k', { job: 'Slow' })).status).toBe(503);
  isDown = false;
  expect((await world.post('runs?key=k', { job: 'Slow' })).status).toBe(202);
});
