import fc from 'fast-check';
import { systemClock } from '../../../local/clock';
import type { ClientJob } from '../../../src/contract/clients/client-job';
import { powerQueryFor } from '../../../src/contract/clients/power-query';
import { COLUMN_TYPES } from '../../../src/domain/table/table';
import { appCaller } from '../../support/power-query/app-caller';
import { openMashup } from '../../support/power-query/mashup';
import { tableWorld } from '../../support/table-world';
import { VirtualClock } from '../../support/virtual-clock';

const SALES: ClientJob = {
  origin: 'https://runner.example',
  job: 'sales',
  about: 'Sales by day,\nregion and product.',
  parameters: [
    { name: 'region', default: 'NORTE' },
    { name: 'days', default: '1' },
  ],
  columns: [
    { name: 'region', type: 'text' },
    { name: 'units', type: 'integer' },
  ],
};

describe('a query filled in for one job', () => {
  const clock = new VirtualClock();
  let giveBack = () => {};
  beforeAll(() => {
    giveBack = clock.takeOver();
  });
  afterAll(() => giveBack());

  test.each([
    ['with the columns of the catalog', SALES.columns],
    ['without columns', null],
  ])('gives its rows from one run, %s', async (_what, columns) => {
    const world = tableWorld({ clock });
    const caller = await appCaller({ world, clock, queries: { Sales: powerQueryFor({ ...SALES, columns }, 'key') } });
    const refresh = caller.refresh();
    const [table, preview] = await caller.during(Promise.all([refresh.load('Sales'), refresh.preview('Sales')]));
    expect(table.types).toEqual({ region: 'nullable text', units: 'nullable Int64.Type' });
    expect(table.rows).toEqual(Array(3).fill({ region: 'NORTE', units: expect.any(Number) }));
    expect(preview).toEqual(table);
    expect(world.starts()).toBe(1);
    expect(world.startedWith().job_parameters).toEqual({ region: 'NORTE', days: '1' });
  });

  test('gives what the route gives', async () => {
    const world = tableWorld({ clock });
    const { status, text } = await world.get('jobs/sales/power-query');
    expect(status).toBe(200);
    const caller = await appCaller({ world, clock, queries: { Sales: text } });
    expect((await caller.load('Sales')).rows).toHaveLength(12);
  });
});

const name = fc.stringMatching(/^\S(.{0,20}\S)?$/u);
const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom('#(lf)', '"', '""', '#{0}', '\n'),
);

test('whatever its names and values are, they are asked for and read as they are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.record({ name, default: value }), { selector: (one) => one.name, maxLength: 4 }),
      fc.uniqueArray(fc.record({ name, type: fc.constantFrom(...COLUMN_TYPES) }), {
        selector: (one) => one.name,
        minLength: 1,
        maxLength: 4,
      }),
      fc.string({ unit: 'grapheme' }),
      async (parameters, columns, about) => {
        const asked: URL[] = [];
        const mashup = await openMashup({
          clock: systemClock,
          credentials: new Map([[SALES.origin, { kind: 'key', key: 'K' }]]),
          queries: { Query: powerQueryFor({ ...SALES, about, parameters, columns }, 'key') },
          async send({ url }) {
            asked.push(new URL(url));
            const cells = Object.fromEntries(columns.map((column) => [column.name, null]));
            const answer = { id: 'run-1', outcome: 'succeeded', columns, rows: [cells] };
            return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(answer)) };
          },
        });
        const table = await mashup.refresh().load('Query');
        expect(Object.keys(table.types).sort()).toEqual(columns.map((column) => column.name).sort());
        expect(Object.values(table.rows[0])).toEqual(columns.map(() => null));
        const [only, ...others] = asked.map(({ searchParams }) => searchParams);
        expect(others).toEqual([]);
        expect(parameters.map((parameter) => only?.get(`p.${parameter.name}`))).toEqual(
          parameters.map((parameter) => parameter.default),
        );
      },
    ),
    { numRuns: 40 },
  );
});
