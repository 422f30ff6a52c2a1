import { ExpressionError } from '../expressions/expression-error';
import { resolve } from '../expressions/resolve';
import { blocksOf } from '../pipeline/definition';
import { readTimeSpan } from '../pipeline/time-span';
import { failed, type Outcome, timedOut } from '../runs/outcome';
import { newScope, surroundings } from '../runs/run';
import { within } from '../runs/time';
import type { Execution } from './execution';
import { outcomeOfInner } from './inner';

const DEFAULT_TIMEOUT = '7.00:00:00';
/** A loop that turns so often at one point in time would never let time go on. */
const MOST_TURNS_AT_ONCE = 100;

/**
 * Goes round until its condition holds, whatever becomes of the activities in it. That the last turn alone makes it a failure
 * is what its documentation suggests, and does not say.
 */
export async function until(execution: Execution): Promise<Outcome> {
  const { activity, input, run, signal } = execution;
  const limitMs = readTimeSpan(input.timeout ?? DEFAULT_TIMEOUT);
  const outcome = await within(run.clock, limitMs, signal, (inTime) => loop({ ...execution, signal: inTime }));
  return outcome ?? timedOut(`The condition of '${activity.name}' has not come true within ${limitMs / 1000} s`);
}

async function loop({ activity, input, scope, run, signal, runInner }: Execution): Promise<Outcome> {
  const inner = blocksOf(activity).flatMap((block) => block.activities);
  for (let turns = 0, since = run.clock.now(); ; turns++) {
    if (run.clock.now() > since) [turns, since] = [0, run.clock.now()];
    if (turns >= MOST_TURNS_AT_ONCE) throw new Error(`'${activity.name}' goes round and round, and never waits`);
    const turn = newScope(scope);
    const failures = await runInner(inner, turn, signal);
    try {
      const isOver = resolve(input.expression ?? null, surroundings(run, turn));
      if (typeof isOver !== 'boolean') return failed('InvalidCondition', `${JSON.stringify(isOver)} is no condition`);
      if (isOver) return outcomeOfInner(failures);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return failed('InvalidTemplate', error.message);
    }
  }
}
