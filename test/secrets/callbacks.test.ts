import { nightlyReport } from '../../local/workspace/scenarios/nightly-report';
import { CALLBACK, type CanaryOptions, canaryWorld } from '../support/canaries/canary-world';
import { addressesLeft, leaksOf } from '../support/canaries/leaks';
import { SECRETS } from '../support/canaries/secrets';
import { lookAt, start } from '../support/canaries/tour';
import { standard } from '../support/engine-room';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

/** Callers that can't be told, and what they say instead. */
let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const HOUR = 3600;
const TOKEN = SECRETS.callbackToken;
type Callback = NonNullable<CanaryOptions['callback']>;

const repeats =
  (status: number): Callback =>
  async (request) => ({
    status,
    headers: { location: `https://evil.example/?${request.query}`, 'retry-after': TOKEN, 'x-token': TOKEN },
    body: JSON.stringify({ message: `${request.path}?${request.query}`, headers: request.headers }),
  });
const fails =
  (message: string, code?: string): Callback =>
  async () => {
    throw Object.assign(new Error(message), { code, config: { url: `https://x/?token=${TOKEN}` } });
  };

const ANSWERS: Readonly<Record<string, Callback>> = {
  'takes it': repeats(200),
  redirects: repeats(302),
  'refuses it': repeats(400),
  'asks for a token': repeats(401),
  'has never been there': repeats(404),
  'is gone': repeats(410),
  'is busy': repeats(429),
  'is out of order': repeats(503),
  'breaks the connection': fails('socket hang up', 'ECONNRESET'),
  'can not be found': fails('getaddrinfo ENOTFOUND x.svc.datafactory.azure.com', 'ENOTFOUND'),
  'fails with the address': fails(`Invalid URL ${CALLBACK}`),
  'fails with half of the address': fails(`Unexpected character in /callback/${TOKEN.slice(0, 25)}…`),
  'fails with the address, encoded': fails(`Can not parse "${encodeURIComponent(CALLBACK)}"`),
};

const TRIES = 3;

test.each(Object.entries(ANSWERS))(
  'a caller that %s is told nothing else, and nobody is told of it',
  async (_, answer) => {
    let tries = 0;
    const callback: Callback = (request) => (++tries <= TRIES ? answer(request) : repeats(204)(request));
    const world = canaryWorld({ clock, scenarios: [nightlyReport], callback });
    const { body } = await start(world);
    await world.ended(body.id);
    await world.seconds(HOUR);
    await lookAt(world, body.id);
    const history = await standard(world, 'GET', 'instances?showHistory=true&showHistoryOutput=true&showInput=true');
    expect(JSON.stringify(history)).not.toContain(TOKEN);
    expect(await leaksOf(world)).toEqual([]);
    expect(await addressesLeft(world)).toEqual([]);
    expect(world.callbacks.length).toBeGreaterThan(0);
    expect(world.events.filter(({ event }) => event === 'callbackEnded')).toHaveLength(1);
  },
);

const lasting = Object.entries(ANSWERS).filter(([name]) => /^(is out|fails)/.test(name));

test.each(lasting)('a caller that %s for a day is forgotten', async (_, callback) => {
  const world = canaryWorld({ clock, scenarios: [nightlyReport], callback });
  const { body } = await start(world);
  await world.ended(body.id);
  await world.seconds(HOUR);
  expect(await addressesLeft(world)).toHaveLength(1);
  await world.seconds(24 * HOUR);
  expect(await leaksOf(world)).toEqual([]);
  expect(await addressesLeft(world)).toEqual([]);
  expect(world.events.at(-1)).toMatchObject({ event: 'callbackEnded', delivered: false });
});

test('an address on a host that is no longer allowed is forgotten', async () => {
  const world = canaryWorld({ clock, scenarios: [nightlyReport] });
  const { body } = await start(world);
  world.app.callbackRules = { ...world.app.callbackRules, hosts: [] };
  await world.ended(body.id);
  await world.seconds(60);
  expect(world.callbacks).toEqual([]);
  expect(await leaksOf(world)).toEqual([]);
  expect(await addressesLeft(world)).toEqual([]);
});

test.each([
  ['a host that is not allowed', `https://evil.example/?token=${TOKEN}`],
  ['a port', `https://x.svc.datafactory.azure.com:8443/?token=${TOKEN}`],
  ['a name and a password', `https://x:${TOKEN}@x.svc.datafactory.azure.com/`],
  ['another protocol', `ftp://x.svc.datafactory.azure.com/?token=${TOKEN}`],
  ['a character that none has', `https://x.svc.datafactory.azure.com/\\?token=${TOKEN}`],
  ['too much', `https://x.svc.datafactory.azure.com/?token=${TOKEN}${'x'.repeat(5000)}`],
])('an address with %s is refused without a word of it', async (_, callBackUri) => {
  const world = canaryWorld({ clock, scenarios: [nightlyReport] });
  const { status } = await start(world, { callBackUri });
  expect(status).toBe(400);
  expect(await leaksOf(world)).toEqual([]);
  expect(await addressesLeft(world)).toEqual([]);
});
