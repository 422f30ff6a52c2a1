import { arbitraryNumber } from './arbitrary-number';
import { notebookTask } from './notebook-task';
import type { Scenario } from './scenario';

const REGIONS = ['NORTE', 'SUR', 'ESTE', 'OESTE'];
const PRODUCTS = ['Coffee', 'Tea', 'Cocoa'];
const DAY_MS = 86_400_000;

/** One row for each day, region and product; dates and units depend on what was asked. */
function salesRows({ region = 'ALL', from = '2026-01-01', days = '3' }: Readonly<Record<string, string>>) {
  const start = Date.parse(`${from}T00:00:00Z`);
  const dates = Array.from({ length: Math.min(Number(days) || 0, 10_000) }, (_, day) =>
    new Date(start + day * DAY_MS).toISOString().slice(0, 10),
  );
  const regions = region === 'ALL' ? REGIONS : [region];
  return dates.flatMap((date) =>
    regions.flatMap((where) =>
      PRODUCTS.map((product) => {
        const units = 20 + arbitraryNumber(180, date, where, product);
        return { date, region: where, product, units, revenue: Math.round(units * 345) / 100 };
      }),
    ),
  );
}

export const salesTable: Scenario = {
  name: 'sales-table',
  about: 'Rows of sales that depend on the parameters region, from and days.',
  jobId: 101n,
  settings: {
    name: 'Sales table',
    max_concurrent_runs: 10,
    parameters: [
      { name: 'region', default: 'ALL' },
      { name: 'from', default: '2026-01-01' },
      { name: 'days', default: '3' },
    ],
    tasks: [notebookTask('sales', '/Demo/Sales table')],
  },
  programs: {
    '/Demo/Sales table': {
      pace: { pendingMs: 2000, runningMs: 5000 },
      run: ({ parameters }) => salesRows(parameters),
    },
  },
};
