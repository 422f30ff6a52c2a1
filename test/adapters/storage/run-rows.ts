import type { RunQuery, Runs } from '../../../src/adapters/storage/runs';
import type { RunRow } from '../../../src/contract/runs/run-row';

export const row = (id: string, more: Partial<RunRow> = {}): RunRow => ({
  id,
  nonce: `nonce of ${id}`,
  submittedAt: '2026-03-01T10:00:00.000Z',
  timeoutSeconds: 3600,
  job: 'nightly-sales',
  ...more,
});

export const idsOf = (runs: RunRow[]) => runs.map(({ id }) => id);

export async function everyPage(runs: Runs, query: RunQuery): Promise<RunRow[][]> {
  const pages: RunRow[][] = [];
  let pageToken: string | undefined;
  do {
    const page = await runs.list({ ...query, pageToken });
    pages.push(page.runs);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return pages;
}
