import type { Advice, FailureClass } from './failure-class';
import { adviceByText } from './hints/by-text';
import { BY_WORD, KINDS_OF_FAILURE } from './hints/by-word';

/** What is known of a run, or task run, that did not end well: Databricks' words for it, and its texts. */
export interface FailureFacts {
  terminationCode?: string | undefined;
  terminationType?: string | undefined;
  result?: string | undefined;
  lifeCycle?: string | undefined;
  message: string;
  error?: string | undefined;
}

const NONE: Advice = { class: 'unknown', hint: undefined };

/**
 * What kind of failure it is, and what to do about it, for somebody who started the run from a report or a pipeline and
 * may never have seen Databricks. A word that names the cause says most; then an error that is known by its text; then
 * a word that names only the kind of failure. Nothing for a success, and for what nobody knows.
 */
export function adviceFor(facts: FailureFacts): Advice {
  const { terminationCode, terminationType, result, lifeCycle } = facts;
  if ((terminationCode ?? result) === 'SUCCESS') return NONE;
  const words = [terminationCode, terminationType, result, lifeCycle].filter(isKnown);
  const causes = words.filter((word) => !KINDS_OF_FAILURE.includes(word));
  // A run stopped at the job's own time limit is cancelled too, and its result says why.
  const cause = causes.find((word) => word !== 'CANCELED') ?? causes[0];
  if (cause !== undefined) return BY_WORD[cause] ?? NONE;
  const [kind = ''] = words;
  return adviceByText(facts.error, facts.message) ?? blaming(terminationType ?? '', BY_WORD[kind] ?? NONE);
}

function isKnown(word: string | undefined): word is string {
  return word !== undefined && Object.hasOwn(BY_WORD, word);
}

/** Whose failure it is, by these classes. The others may be anybody's. */
const TYPE_OF_CLASS: Readonly<Partial<Record<FailureClass, string>>> = {
  userError: 'CLIENT_ERROR',
  userCode: 'CLIENT_ERROR',
  cloud: 'CLOUD_FAILURE',
  platform: 'INTERNAL_ERROR',
};

/** A word that names only the kind of failure must not blame somebody else than Databricks itself does by the type. */
function blaming(type: string, advice: Advice): Advice {
  const byType = Object.values(TYPE_OF_CLASS).includes(type) ? BY_WORD[type] : undefined;
  const blamed = TYPE_OF_CLASS[advice.class];
  if (!byType || blamed === undefined || blamed === type) return advice;
  return type === 'CLIENT_ERROR' ? { ...advice, class: byType.class } : byType; // a hint about machines is still of use
}
