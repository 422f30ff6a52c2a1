import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runRequestSchema } from '../../src/contract/runs/request/run-request';
import { type Body, runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

const PAGES = ['api.md', 'data-factory.md'].map((name) => readFileSync(join(__dirname, '../../docs', name), 'utf8'));

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const bodies = PAGES.flatMap((page) => [...page.matchAll(/```jsonc\n([\s\S]*?)```/g)]).flatMap(([, text = '']) =>
  text
    .trim()
    .split('\n')
    .map((line): Body => JSON.parse(line)),
);

test('the bodies of starts on the pages about the HTTP contract and Data Factory can be read', () => {
  expect(bodies.map((body) => Object.keys(body)[0])).toEqual(expect.arrayContaining(['submit', 'pipeline', 'sql']));
  for (const body of bodies) expect(runRequestSchema.safeParse(body).error).toBeUndefined();
});

test.each(['submit', 'pipeline', 'sql'])('its body for %s succeeds in a fresh workspace', async (kind) => {
  const world = runWorld({ clock });
  const body = bodies.find((each) => kind in each);
  expect(await world.ended(await world.start(body))).toMatchObject({ outcome: 'succeeded' });
});
