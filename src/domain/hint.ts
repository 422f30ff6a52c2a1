import { hintByText } from './hints/by-text';
import { HINTS, KINDS_OF_FAILURE } from './hints/by-word';

/** What is known of a run, or task run, that did not end well: Databricks' words for it, and its texts. */
export interface FailureFacts {
  terminationCode?: string | undefined;
  terminationType?: string | undefined;
  result?: string | undefined;
  lifeCycle?: string | undefined;
  message: string;
  error?: string | undefined;
}

/**
 * What to do about it, for somebody who started the run from a report or a pipeline and may never have seen Databricks.
 * A word that names the cause says most; then an error that is known by its text; then a word that names only the kind
 * of failure. Nothing for a success, and for what nobody knows.
 */
export function hintFor(facts: FailureFacts): string | undefined {
  const { terminationCode, terminationType, result, lifeCycle } = facts;
  if ((terminationCode ?? result) === 'SUCCESS') return undefined;
  const words = [terminationCode, terminationType, result, lifeCycle].filter(hasHint);
  const causes = words.filter((word) => !KINDS_OF_FAILURE.includes(word));
  // A run stopped at the job's own time limit is cancelled too, and its result says why.
  const cause = causes.find((word) => word !== 'CANCELED') ?? causes[0];
  if (cause !== undefined) return HINTS[cause];
  const [kind] = words;
  return hintByText(facts.error, facts.message) ?? (kind === undefined ? undefined : HINTS[kind]);
}

function hasHint(word: string | undefined): word is string {
  return word !== undefined && Object.hasOwn(HINTS, word);
}
