import { openApiDocument } from '../../src/contract/openapi/document';
import { operations } from '../support/openapi/conformance';
import { runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

/** Probers may add what they like, and Databricks calls the address that somebody has given it. */
const TAKES_ANY_OPTION = ['/health', '/notifications/databricks'];

const ROUTES = operations(openApiDocument('/api')).filter(({ template }) => !TAKES_ANY_OPTION.includes(template));

async function asking({ method, template }: (typeof ROUTES)[number]) {
  const world = runWorld({ clock });
  const { id, statusPath } = (await world.post('runs', { job: '101' })).body;
  await world.ended(id);
  const token = statusPath.split('/').at(-1);
  const place = template.replace('{id}', id).replace('{token}', token).replace('{job}', '101').slice(1);
  const before = world.asked().length;
  const refusedFor = async (query: string): Promise<string[]> => {
    const body = method.toUpperCase() === 'POST' ? { body: { job: '101' } } : {};
    const { errors = [] } = (await world.send(method.toUpperCase(), `${place}?${query}`, body)).body ?? {};
    return errors.map(({ field, detail }: { field: string; detail: string }) => `${field} ${detail.split('.')[0]}`);
  };
  return { refusedFor, askedNow: () => world.asked().slice(before), runs: () => world.app.runs.list({ limit: 10 }) };
}

test.each(ROUTES)('$method $template refuses an option that it does not know, and does nothing', async (route) => {
  const { refusedFor, askedNow, runs } = await asking(route);
  expect(await refusedFor('wiat=60')).toEqual(['wiat is not known']);
  expect(await refusedFor('Wait=60&code=KEY')).toEqual(['Wait is not known']);
  expect(askedNow()).toEqual([]);
  expect((await runs()).runs).toHaveLength(1);
});

test.each(ROUTES)(
  '$method $template knows the options that the document names, and those of the platform',
  async (route) => {
    const { refusedFor } = await asking(route);
    const named = (route.operation.parameters ?? []).filter((one) => one.in === 'query' && one.style === undefined);
    const ofOutputsOnly = route.template === '/links/{token}' ? ['task', 'view', 'format', 'chunk'] : [];
    for (const { name } of named.filter((one) => !ofOutputsOnly.includes(one.name))) {
      expect(await refusedFor(`${name}=~`)).not.toContain(`${name} is not known`);
    }
    expect(await refusedFor('code=KEY&clientId=default&more=1')).toEqual(['more is not known']);
  },
);
