import { salesTable } from '../../local/workspace/scenarios/sales-table';
import type { CallerAuth } from '../../src/contract/callers/caller';
import { dataFactoryTemplate } from '../../src/contract/clients/data-factory/template';
import { powerQueryFor } from '../../src/contract/clients/power-query';
import type { CatalogEntry } from '../../src/contract/jobs/catalog';
import { runWorld } from '../support/run-world';
import { signedIn } from '../support/signed-in';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const catalog = new Map<string, CatalogEntry>([
  [
    'sales',
    {
      job: '101',
      about: 'Sales by day',
      defaults: { job_parameters: { days: '1' } },
      allowedParameters: ['region', 'days'],
      columns: [{ name: 'units', type: 'integer', nullable: false }],
    },
  ],
]);
const SALES = {
  origin: 'https://runner.example',
  job: 'sales',
  about: 'Sales by day',
  parameters: [
    { name: 'region', default: 'ALL' },
    { name: 'days', default: '1' },
  ],
  columns: [{ name: 'units', type: 'integer' as const }],
};
const BY_ID = {
  ...SALES,
  job: '101',
  about: 'Sales table',
  parameters: [
    { name: 'region', default: 'ALL' },
    { name: 'from', default: '2026-01-01' },
    { name: 'days', default: '3' },
  ],
  columns: null,
};

const open = (callerAuth: CallerAuth = 'key') => runWorld({ clock, catalog, scenarios: [salesTable], callerAuth });

describe('GET /jobs/{job}/power-query', () => {
  const queryOf = async (path: string) => {
    const { status, text, headers } = await open().get(`jobs/${path}/power-query`);
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    return { text, name: headers['content-disposition'] };
  };

  test('is filled in with the host and the alias, what the job declares, and what the catalog says of it', async () => {
    expect(await queryOf('sales')).toEqual({ text: powerQueryFor(SALES, 'key'), name: 'inline; filename="sales.pq"' });
  });

  test('takes an id, and a name, too', async () => {
    const expected = { text: powerQueryFor(BY_ID, 'key'), name: 'inline; filename="101.pq"' };
    expect(await queryOf('101')).toEqual(expected);
    expect(await queryOf('Sales%20table')).toEqual(expected);
  });

  test('says so where no key opens the app', async () => {
    const { text } = await open('entra').get('jobs/sales/power-query', signedIn());
    expect(text).toBe(powerQueryFor(SALES, 'entra'));
  });
});

describe('GET /jobs/{job}/data-factory', () => {
  const templateOf = async (path: string) => {
    const { status, body, headers } = await open().get(`jobs/${path}`);
    expect([status, headers['content-type']]).toEqual([200, 'application/json']);
    return body;
  };
  const json = (value: object) => JSON.parse(JSON.stringify(value));

  test('is filled in with the host and the alias, what the job declares, and what the catalog says of it', async () => {
    expect(await templateOf('sales/data-factory')).toEqual(json(dataFactoryTemplate(SALES, 'key')));
  });

  test.each(['key', 'entra'] as const)('signs in as the app asks of its callers: by %s', async (callerAuth) => {
    const { body } = await open(callerAuth).get('jobs/sales/data-factory', signedIn());
    expect(body).toEqual(json(dataFactoryTemplate(SALES, callerAuth)));
  });

  test.each(['key', 'entra'] as const)('signs in by %s if it is to', async (signIn) => {
    const template = await templateOf(`sales/data-factory?signIn=${signIn}`);
    expect(template).toEqual(json(dataFactoryTemplate(SALES, signIn)));
  });

  test('takes an id, and a name, too', async () => {
    const expected = json(dataFactoryTemplate(BY_ID, 'key'));
    expect(await templateOf('101/data-factory')).toEqual(expected);
    expect(await templateOf('Sales%20table/data-factory')).toEqual(expected);
  });

  test('has the name of a file', async () => {
    const { headers } = await open().get('jobs/Sales%20table/data-factory');
    expect(headers['content-disposition']).toBe('inline; filename="101.data-factory.json"');
  });
});

test('nothing is started by that', async () => {
  const world = open();
  await world.get('jobs/sales/power-query');
  await world.get('jobs/sales/data-factory');
  expect(world.asked()).toEqual(['GET get', 'GET get']);
  expect((await world.get('runs')).body.runs).toEqual([]);
});
