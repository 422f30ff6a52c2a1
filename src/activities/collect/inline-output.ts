import type { CollectedOutput } from '../../contract/runs/orchestration/activity-io';
import type { OutputSummary } from '../../contract/runs/run-result';
import { chooseOutputs } from '../../domain/choose-outputs';
import { parseOutput } from '../../domain/texts/parse-output';

/** What is larger stays in the blobs: it would be kept several times over in the history of the orchestration. */
export const MOST_INLINE_BYTES = 32 * 1024;

/** What a task has left, and its place among the blobs of the run. */
export interface Left extends OutputSummary {
  /** Empty when it is too long to go anywhere but into the blob. */
  text: string;
}

export function leftOf(facts: Omit<OutputSummary, 'bytes'>, text: string): Left {
  const bytes = Buffer.byteLength(text);
  return { ...facts, bytes, text: bytes > MOST_INLINE_BYTES ? '' : text };
}

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
