import { powerQueryFor } from '../../../src/contract/clients/power-query';
import { appCaller } from '../../support/power-query/app-caller';
import { tableWorld } from '../../support/table-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const JOB = {
  origin: 'https://runner.example',
  job: 'sales',
  about: null,
  parameters: [
    { name: 'region', default: 'SUR' },
    { name: 'days', default: '1' },
  ],
  columns: [
    { name: 'units', type: 'number' as const },
    { name: 'region', type: 'text' as const },
  ],
};

const callerOf = async (job: Parameters<typeof powerQueryFor>[0]) => {
  const world = tableWorld({ clock });
  return { world, caller: await appCaller({ world, clock, queries: { Sales: powerQueryFor(job, 'key') } }) };
};

test('a query that was made for a job loads its rows, with the parameters and columns at its top', async () => {
  const { world, caller } = await callerOf(JOB);
  expect(await caller.load('Sales')).toEqual({
    types: { units: 'nullable number', region: 'nullable text' },
    rows: [100, 34, 109].map((units) => ({ units, region: 'SUR' })),
  });
  expect(world.starts()).toBe(1);
});

test('without columns, those of the catalog come', async () => {
  const { caller } = await callerOf({ ...JOB, columns: null, parameters: [] });
  expect(await caller.load('Table.ColumnNames(Sales)')).toEqual(['region', 'units']);
});
