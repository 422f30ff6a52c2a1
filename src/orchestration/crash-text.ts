const PREFIX = /^Activity function '[^']*' failed(?::| with an unhandled exception\.)/;
/** The exception around it, as JSON, with stacks. */
const DETAILS = '{"$type"';
const STACK_LINE = /^ *at [^\n]*$/gm;

/** What an activity said when it crashed: the platform puts it between words of its own, and adds stacks, with paths. */
export function crashText(error: unknown): string {
  const told = error instanceof Error ? error.message : String(error);
  const details = told.indexOf(DETAILS);
  const text = (details === -1 ? told : told.slice(0, details)).replace(/ \n null$/, '');
  return text.replace(PREFIX, '').replace(STACK_LINE, '').trim() || 'A step crashed, and did not say why.';
}
