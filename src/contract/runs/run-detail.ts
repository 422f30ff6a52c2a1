import type { RunView } from './run-view';

/** What happened, where to look, and what to do. */
export function detailOf({ message, outcome, run, failures = [] }: RunView): string {
  const [first] = failures;
  const what =
    first && first.taskKey !== null ? `Task ${first.taskKey}: ${first.message}` : (message ?? first?.message);
  const sentences = [what ?? `The run ended as ${outcome}`, run?.pageUrl && `See ${run.pageUrl} for more`, first?.hint];
  return sentences.flatMap((sentence) => (sentence ? sentence.replace(/[.\s]*$/, '.') : [])).join(' ');
}
