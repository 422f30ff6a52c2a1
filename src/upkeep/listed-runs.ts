import { createHash } from 'node:crypto';
import type { RunQuery, Runs } from '../adapters/storage/runs';
import type { RunRow } from '../contract/runs/run-row';

const PAGE = 1000;

/** Every run that the list has, newest first. */
export async function* listedRuns(
  query: Omit<RunQuery, 'limit' | 'pageToken'>,
  runs: Pick<Runs, 'list'>,
): AsyncGenerator<RunRow> {
  let pageToken: string | undefined;
  do {
    const page = await runs.list({ ...query, limit: PAGE, pageToken });
    yield* page.runs;
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
}

/** In another order each time: what there is no time for now, or fails and takes the others with it, comes later then. */
export async function* shuffled<T extends { id: string }>(rows: AsyncIterable<T>, now: number): AsyncGenerator<T> {
  const placed: { row: T; place: string }[] = [];
  for await (const row of rows) placed.push({ row, place: placeOf(row, now) });
  placed.sort((one, other) => (one.place < other.place ? -1 : 1));
  for (const { row } of placed) yield row;
}

const placeOf = ({ id }: { id: string }, now: number) => createHash('sha256').update(`${now} ${id}`).digest('hex');
