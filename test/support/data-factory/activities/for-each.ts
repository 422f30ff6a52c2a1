import { isArray } from '../json';
import { blocksOf } from '../pipeline/definition';
import { failed, type Outcome } from '../runs/outcome';
import { newScope } from '../runs/run';
import type { Failure } from '../runs/verdict';
import type { Execution } from './execution';
import { outcomeOfInner } from './inner';

const MOST_ITEMS = 100_000;
const DEFAULT_AT_ONCE = 20;

/** All items get their turn, also after one of them has failed. */
export async function forEach({ activity, input, scope, signal, runInner }: Execution): Promise<Outcome> {
  const { items, isSequential = false, batchCount = DEFAULT_AT_ONCE } = input;
  if (!isArray(items) || items.length > MOST_ITEMS)
    return failed('InvalidItems', 'The items are no array, or too many');
  const inner = blocksOf(activity).flatMap((block) => block.activities);
  const failures: Failure[] = [];
  const left = [...items];
  const work = async () => {
    for (let value = left.shift(); value !== undefined; value = left.shift()) {
      failures.push(...(await runInner(inner, newScope(scope, { value }), signal)));
    }
  };
  const atOnce = isSequential === true ? 1 : Number(batchCount);
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcomeOfInner(failures);
}
