import { nightlyReport } from '../../local/workspace/scenarios/nightly-report';
import { StorageUnavailable } from '../../src/contract/storage-unavailable';
import { type CanaryWorld, canaryWorld } from '../support/canaries/canary-world';
import { addressesLeft, leaksOf } from '../support/canaries/leaks';
import { SECRETS } from '../support/canaries/secrets';
import { lookAround, lookAt, start, tour } from '../support/canaries/tour';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const KEY = SECRETS.storageKey;
const SAS = `https://account.table.core.windows.net/runs?sv=2024-11-04&sig=${encodeURIComponent(KEY)}`;

/** What a storage that fails may say, and to whom it was said. */
const crash = () =>
  Object.assign(new Error(`${SAS} refused AccountName=account;AccountKey=${KEY};EndpointSuffix=x`), {
    request: { headers: { authorization: `Bearer ${SECRETS.token}` }, url: SAS },
    cause: new Error(`Authorization: Bearer ${SECRETS.token}`),
  });
const unavailable = () => new StorageUnavailable(`no answer of ${SAS}`, { cause: crash() });

/** From now on every nth question to the storage goes wrong, before or after it has done what was asked. */
function breakStorage({ app }: CanaryWorld, every: number, when: 'before' | 'after', error: () => Error): () => number {
  let questions = 0;
  let broken = 0;
  for (const part of [app.runs, app.claims, app.outputs]) {
    for (const [name, ask] of Object.entries(part)) {
      const asked = async (...args: unknown[]) => {
        questions += 1;
        const isBroken = questions % every === 0;
        if (isBroken) broken += 1;
        if (isBroken && when === 'before') throw error();
        const answer = await ask(...args);
        if (isBroken) throw error();
        return answer;
      };
      Reflect.set(part, name, asked);
    }
  }
  return () => broken;
}

const places = [2, 3, 5, 7].flatMap((every) => (['before', 'after'] as const).map((when) => ({ every, when })));

test.each(places)(
  'every question to the storage that is number $every crashes $when it was answered',
  async ({ every, when }) => {
    for (const error of [crash, unavailable]) {
      const world = canaryWorld({ clock, scenarios: [nightlyReport] });
      const broken = breakStorage(world, every, when, error);
      const started = [await start(world), await start(world), await start(world)]; // not all of them get through
      for (const { body } of started) {
        await world.seconds(200);
        await lookAt(world, body.id ?? 'none');
        await lookAround(world);
      }
      expect(broken()).toBeGreaterThan(0);
      expect(await leaksOf(world)).toEqual([]);
    }
  },
);

test('a storage that is down for a while keeps the address no longer than it is needed', async () => {
  const world = canaryWorld({ clock, scenarios: [nightlyReport] });
  let isDown = false;
  const { update, read } = world.app.runs;
  Object.assign(world.app.runs, {
    update: (...args: Parameters<typeof update>) => (isDown ? Promise.reject(crash()) : update(...args)),
    read: (...args: Parameters<typeof read>) => (isDown ? Promise.reject(unavailable()) : read(...args)),
  });
  const travelling = tour(world);
  await world.seconds(30);
  isDown = true;
  await world.seconds(1200);
  isDown = false;
  await travelling;
  await world.seconds(1200);
  expect(await leaksOf(world)).toEqual([]);
  expect(await addressesLeft(world)).toEqual([]);
  expect(world.callbacks).toHaveLength(1);
});
