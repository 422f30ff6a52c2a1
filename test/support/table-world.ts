import { salesTable } from '../../local/workspace/scenarios/sales-table';
import type { CatalogEntry } from '../../src/contract/jobs/catalog';
import { type Body, type Reply, runWorld, type WorldOptions } from './run-world';

export const tableCatalog = new Map<string, CatalogEntry>([
  [
    'sales',
    {
      job: '101',
      defaults: { job_parameters: { days: '1' } },
      columns: [
        { name: 'region', type: 'text', nullable: false },
        { name: 'units', type: 'integer' },
      ],
    },
  ],
]);

/** A world that is asked for tables. */
export function tableWorld(options: WorldOptions) {
  const world = runWorld({ scenarios: [salesTable], catalog: tableCatalog, ...options });
  const table = (query = '', job = world.jobId) => world.get(`jobs/${job}/table${query}`);
  return {
    ...world,
    table,
    /** The rows, once the run that this leads to has ended. */
    async rows(query = '', job = world.jobId): Promise<Reply> {
      const asking = table(`${query}${query === '' ? '?' : '&'}wait=200`, job);
      await world.seconds(200);
      return asking;
    },
    starts: () => world.asked().filter((line) => line === 'POST run-now').length,
    startedWith: (): Body =>
      JSON.parse(String(world.requests.findLast(({ path }) => path.endsWith('run-now'))?.body ?? 'null')),
    /** What Databricks is asked while this goes on. */
    async askedBy(doing: () => Promise<unknown>): Promise<string[]> {
      const before = world.asked().length;
      await doing();
      return world.asked().slice(before);
    },
  };
}
