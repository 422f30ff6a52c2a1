import type { CollectedOutput } from '../contract/activity-io';
import { chooseOutputs } from '../domain/choose-outputs';
import { parseOutput } from '../domain/parse-output';
import type { Left } from './collect-output';

/** What is larger stays in the blobs: it would be kept several times over in the history of the orchestration. */
const MOST_INLINE_BYTES = 32 * 1024;

type Inline = Pick<CollectedOutput, 'output' | 'outputs' | 'outputBytes' | 'outputTruncated'>;

export function inlineOutput(left: readonly Left[]): Inline {
  const chosen = chooseOutputs(left);
  const outputBytes = chosen.reduce((sum, { bytes }) => sum + bytes, 0);
  const outputTruncated = chosen.some(({ truncated }) => truncated);
  const [only, ...others] = chosen;
  if (!only || outputBytes > MOST_INLINE_BYTES) return { outputBytes, outputTruncated };
  if (others.length === 0) return { outputBytes, outputTruncated, output: parseOutput(only.text) };
  const outputs = Object.fromEntries(chosen.map(({ taskKey, text }) => [taskKey, parseOutput(text)]));
  return { outputBytes, outputTruncated, outputs };
}
