import { type CanaryOptions, canaryWorld } from '../support/canaries/canary-world';
import { ECHOES, echoing } from '../support/canaries/echoes';
import { addressesLeft, leaksOf } from '../support/canaries/leaks';
import { lookAround, start } from '../support/canaries/tour';
import { jobThatTakes } from '../support/made-up-job';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

/** Whoever explains an error may repeat what was sent, in any words and with any status. */
let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const echoes = Object.entries(ECHOES).map(([name, echo]) => ({ name, echo }));

async function runMany(count: number, options: Partial<CanaryOptions>) {
  const world = canaryWorld({ clock, scenarios: [jobThatTakes(20)], ...options });
  const started = [];
  for (let run = 0; run < count; run++) started.push(await start(world, { timeoutSeconds: 120 }));
  await lookAround(world);
  for (const { body } of started) await world.ended(body.id);
  await lookAround(world);
  await world.seconds(60);
  expect(await leaksOf(world)).toEqual([]);
  expect(await addressesLeft(world)).toEqual([]);
}

test.each(echoes)('$name in answer to a start', async ({ echo }) => {
  await runMany(12, { intercept: echoing(echo, ({ path }) => path.endsWith('/run-now')), way: 'pat' });
});

test.each(echoes)('$name in answer to everything else', async ({ echo }) => {
  await runMany(3, { intercept: echoing(echo, ({ method }, count) => method === 'GET' && count % 3 > 0) });
});

test.each(echoes)('$name in the place of a token', async ({ echo }) => {
  await runMany(2, { intercept: echoing(echo, ({ path }) => path.endsWith('/token')) });
});
