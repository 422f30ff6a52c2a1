import { cleanText } from './clean-text';
import { redact } from './redact';

const LONGEST = 1000;
/** More than this is not even looked at. */
const MOST_READ = 100_000;

/** Any text from outside, as a message for people: one line, not too long, without secrets. */
export function oneLine(text: string): string {
  const line = cleanText(text, MOST_READ).replace(/\s+/g, ' ');
  // Not cut before it is redacted: half a secret could no longer be told from other text.
  return cleanText(redact(line), LONGEST);
}
