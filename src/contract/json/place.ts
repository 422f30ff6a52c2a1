/** Where in a JSON text the reader stands: what it reads from, how far it has come, and inside of which fields. */
export interface Place {
  readonly text: string;
  /** The text, as a sentence about it begins: `The body`. */
  readonly what: string;
  at: number;
  readonly path: (string | number)[];
}

const LONGEST_NAME = 60;
const MOST_STEPS = 8;
const LINE_BREAK = /\r\n|[\r\n]/g;
// Whatever is not printed, or changes the direction of what is: controls, format characters, halves of pairs, breaks.
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** `line 3, column 5`, both counted from one, as an editor does. */
export function lineAndColumn({ text, at }: Pick<Place, 'text' | 'at'>): string {
  const before = text.slice(0, at);
  const breaks = [...before.matchAll(LINE_BREAK)];
  const last = breaks.at(-1);
  return `line ${breaks.length + 1}, column ${at - (last ? last.index + last[0].length : 0) + 1}`;
}

/** `runNow.job_parameters.region`, `submit.tasks[0]`; of a very deep path its end. Empty at the top. */
export function pathText(path: readonly (string | number)[]): string {
  const shown = path.slice(-MOST_STEPS);
  const steps = shown.map((step) => (typeof step === 'number' ? `[${step}]` : `.${shownName(step)}`)).join('');
  return `${shown.length < path.length ? '…' : ''}${steps}`.replace(/^\./, '');
}

/** A field's name comes from outside: cut, and without what could forge a line of a log. */
function shownName(name: string): string {
  const printable = name.replace(UNPRINTABLE, '');
  if (printable.length <= LONGEST_NAME) return printable;
  return `${printable.slice(0, LONGEST_NAME - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
