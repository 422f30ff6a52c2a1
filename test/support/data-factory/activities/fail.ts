import { ExpressionError } from '../expressions/expression-error';
import { resolve } from '../expressions/resolve';
import type { Json } from '../json';
import { failed, type Outcome } from '../runs/outcome';
import { surroundings } from '../runs/run';
import type { Execution } from './execution';

/** It always fails, also if it can't say why. */
export async function fail({ activity, input, run, scope }: Execution): Promise<Outcome> {
  const read = (value: Json | undefined): string | undefined => {
    try {
      const text = resolve(value ?? null, surroundings(run, scope));
      return typeof text === 'string' && text.trim() !== '' ? text : undefined;
    } catch (error) {
      if (error instanceof ExpressionError) return undefined;
      throw error;
    }
  };
  const unread = `Failed to interpret ${activity.name} fail message or error code`;
  return failed(read(input.errorCode) ?? 'ErrorCodeNotString', read(input.message) ?? unread);
}
