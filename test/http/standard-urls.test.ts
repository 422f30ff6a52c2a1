import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { salesTable } from '../../local/workspace/scenarios/sales-table';
import type { Scenario } from '../../local/workspace/scenarios/scenario';
import { openApiDocument } from '../../src/contract/openapi/document';
import { standard } from '../support/engine-room';
import { operations } from '../support/openapi/conformance';
import { type Reply, runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const createWorld = (scenario: Scenario = salesTable) => runWorld({ clock, scenarios: [scenario] });

/** The key of all orchestrations, or the way to them. */
const opensEverything = ({ text, headers }: Reply) =>
  /durabletask\/(instances|orchestrators)\/run|[?&]code=KEY|"\w+(Get|Post|Delete)Uri":"/.test(
    text + JSON.stringify(headers),
  );

const ROUTES = operations(openApiDocument('/api'))
  .map(({ method, template }) => ({ method: method.toUpperCase(), template }))
  .filter(({ method, template }) => `${method} ${template}` !== 'POST /runs');

test('they are in the answer of a start, and of one that joins a run', async () => {
  const world = createWorld();
  for (const joined of [false, true]) {
    const reply = await world.post('runs', { job: world.jobId }, { 'idempotency-key': 'k' });
    expect([reply.body.joined, opensEverything(reply)]).toEqual([joined, true]);
    expect(Object.keys(reply.body).filter((name) => name.startsWith('rewind'))).toEqual([]);
  }
});

test('a start that is answered with the end of its run has none, for such answers get into logs', async () => {
  const world = createWorld();
  const start = () => world.post('runs', { job: world.jobId }, { 'idempotency-key': 'k' });
  await world.ended((await start()).body.id);
  const reply = await start();
  expect([reply.status, reply.body.joined, opensEverything(reply)]).toEqual([200, true, false]);
});

describe.each(ROUTES)('$method $template', ({ method, template }) => {
  test.each([
    ['while a run goes on', salesTable, 0, false],
    ['once it has ended', salesTable, 600, false],
    ['once it has failed', failingNotebook, 600, false],
    ['once its orchestration is gone', salesTable, 600, true],
  ])('has none of them %s', async (_, scenario, seconds, isDeleted) => {
    const world = createWorld(scenario);
    const { id, statusPath } = (await world.post('runs', { job: world.jobId })).body;
    await world.seconds(seconds);
    const outputPath = (await world.get(`runs/${id}?onFailure=200`)).body.outputPath ?? statusPath;
    if (isDeleted) await standard(world, 'DELETE', `instances/${id}`);
    for (const link of [statusPath, outputPath]) {
      const token = link.split('/').at(-1);
      const path = template.replace('{id}', id).replace('{token}', token).replace('{job}', world.jobId).slice(1);
      for (const query of ['', '?onFailure=200']) {
        expect(opensEverything(await world.send(method, `${path}${query}`))).toBe(false);
      }
    }
  });
});

test('they are nowhere when a start is refused, and nowhere at all if the settings say so', async () => {
  const world = createWorld();
  expect(opensEverything(await world.post('runs', { job: 0 }))).toBe(false);
  Object.assign(world.app, { showsStandardUrls: false });
  const reply = await world.post('runs', { job: world.jobId });
  expect([reply.status, opensEverything(reply)]).toEqual([202, false]);
});
