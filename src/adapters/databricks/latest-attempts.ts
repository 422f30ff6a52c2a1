interface Attempt {
  task_key?: string | undefined;
  run_id: string;
  attempt_number?: number | undefined;
  state?: { result_state?: string | undefined } | undefined;
}

/** A row, under a key that no other one has. */
export interface Keyed<R> {
  key: string;
  row: R;
}

const attemptOf = ({ attempt_number = 0 }: Attempt) => attempt_number;
/** A key is never missing as far as anyone knows. */
const keyOf = ({ task_key, run_id }: Attempt) => task_key ?? run_id;

/** Of a task that was tried again, or repaired, every attempt has a row. The last one counts. */
export function latestOfTasks<R extends Attempt>(rows: readonly R[]): Keyed<R>[] {
  const latest = new Map<string, R>();
  for (const row of rows) {
    const known = latest.get(keyOf(row));
    if (!known || attemptOf(row) >= attemptOf(known)) latest.set(keyOf(row), row);
  }
  return [...latest].map(([key, row]) => ({ key, row }));
}

/**
 * The same for iterations, whose keys Databricks does not promise to be different. A first attempt is always an
 * iteration of its own; a later one belongs to the first iteration of its key that was waiting for it.
 */
export function latestOfIterations<R extends Attempt>(rows: readonly R[]): Keyed<R>[] {
  const iterations: { place: number; row: R }[] = [];
  const inTurn = rows.map((row, place) => ({ place, row })).sort((a, b) => attemptOf(a.row) - attemptOf(b.row));
  for (const { place, row } of inTurn) {
    const earlier = iterations.find((iteration) => isRetryOf(row, iteration.row));
    if (!earlier) iterations.push({ place, row });
    else Object.assign(earlier, { place: Math.min(place, earlier.place), row });
  }
  return withOwnKeys(iterations.sort((a, b) => a.place - b.place).map(({ row }) => row));
}

function isRetryOf(row: Attempt, earlier: Attempt): boolean {
  const isNext = attemptOf(row) === attemptOf(earlier) + 1 && keyOf(row) === keyOf(earlier);
  return isNext && earlier.state?.result_state !== 'SUCCESS';
}

function withOwnKeys<R extends Attempt>(rows: readonly R[]): Keyed<R>[] {
  const areDifferent = new Set(rows.map(keyOf)).size === rows.length;
  return rows.map((row, index) => ({ key: areDifferent ? keyOf(row) : `${keyOf(row)}_${index}`, row }));
}
