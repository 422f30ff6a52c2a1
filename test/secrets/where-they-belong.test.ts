import { nightlyReport } from '../../local/workspace/scenarios/nightly-report';
import { WAYS_TO_SIGN_IN } from '../support/canaries/canary-sign-in';
import { CALLBACK, type CanaryWorld, canaryWorld } from '../support/canaries/canary-world';
import { bodyOf, leaksOf } from '../support/canaries/leaks';
import { PARAMETER_SECRETS, SECRETS } from '../support/canaries/secrets';
import { start, tour } from '../support/canaries/tour';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

/** Nothing shows that secrets stay where they belong if they never get there. */
let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const createWorld = (more = {}) => canaryWorld({ clock, scenarios: [nightlyReport], ...more });
const sentTo = ({ requests }: CanaryWorld, end: string) => requests.filter(({ path }) => path.endsWith(end));

test.each(WAYS_TO_SIGN_IN)('the workspace is shown a token, by %s', async (way) => {
  const world = createWorld({ way });
  await tour(world);
  const token = way === 'pat' ? SECRETS.token : world.granted.at(-1);
  expect(world.requests.at(-1)?.headers.authorization).toBe(`Bearer ${token}`);
  expect(sentTo(world, '/oidc/v1/token').map(({ headers }) => headers.authorization)).toEqual(
    way === 'pat' ? [] : [expect.stringMatching(/^Basic /)],
  );
  expect(await leaksOf(world)).toEqual([]);
});

test('the job is handed its parameters, and the workspace shows them again', async () => {
  const world = createWorld();
  const values = PARAMETER_SECRETS.map((name) => SECRETS[name]);
  const shown: string[] = [];
  const { handle } = world.workspace;
  world.workspace.handle = async (request) => {
    const answer = await handle(request);
    if (request.path.endsWith('/runs/get')) shown.push(String(answer.body));
    return answer;
  };
  await tour(world);
  const [started] = sentTo(world, '/run-now').map(({ body }) => JSON.parse(String(body)));
  expect(Object.values(started.notebook_params)).toEqual(expect.arrayContaining(values));
  expect(shown.length).toBeGreaterThan(0);
  for (const body of shown) expect(body).toContain(SECRETS.apiKey);
  expect(await leaksOf(world)).toEqual([]);
});

test('who starts a run is handed the key of the standard URLs, once for each start', async () => {
  const world = createWorld();
  await tour(world);
  const handed = world.exchanges.filter(({ answer }) => bodyOf(answer).includes(SECRETS.systemKey));
  expect(handed.map(({ request, answer }) => `${request.method} ${request.path} ${answer.status}`)).toEqual([
    'POST /api/runs 202',
    'POST /api/runs 202',
  ]);
});

test('the address of a caller is in its column until it was told, and is asked then', async () => {
  const world = createWorld();
  const { body } = await start(world);
  expect((await world.row(body.id))?.callback).toBe(`dataFactory ${CALLBACK}`);
  await world.ended(body.id);
  await world.seconds(60);
  expect((await world.row(body.id))?.callback).toBe('');
  expect(world.callbacks.map(({ query }) => query)).toEqual([`token=${SECRETS.callbackToken}`]);
});

test('a callback is signed with the secret for that', async () => {
  const world = createWorld();
  const { body } = await start(world, { callBackUri: undefined, callbackUri: 'https://hooks.example.com/done' });
  await world.ended(body.id);
  await world.seconds(60);
  expect(world.callbacks[0]?.headers['webhook-signature']).toMatch(/^v1,/);
  expect(await leaksOf(world)).toEqual([]);
});
