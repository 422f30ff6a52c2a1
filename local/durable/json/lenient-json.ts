/**
 * JSON as the real engine reads it from a caller: Newtonsoft.Json takes more than the standard does (single quotes,
 * comments, bare names, trailing and missing values), and its error texts reach the caller word by word.
 *
 * Left out: `new Date(…)` constructors are refused, and `undefined` and missing values become null.
 */

import { toDotnetJson } from './dotnet-text';
import { JsonScanner, toNumber } from './json-scanner';

export class InvalidJsonError extends Error {
  override readonly name = 'InvalidJsonError';
}

/** What is open around the reader; its label is the element or the name last seen in it. */
type Frame = { readonly kind: 'Object' | 'Array'; label: string | number | undefined };

const MAX_DEPTH = 64;
const MAX_INTEGER_LENGTH = 380;
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;
const SPECIAL_IN_PATH = /[. '/"[\]()\t\n\r\f\b\\\u0085\u2028\u2029]/;
// What Newtonsoft.Json writes back for NaN and the infinities is a string.
const WORDS: readonly (readonly [start: RegExp, word: string, value: unknown, kind: string])[] = [
  [/t/y, 'true', true, 'boolean'],
  [/f/y, 'false', false, 'boolean'],
  [/n(?:u|$)/y, 'null', null, 'null'],
  [/u/y, 'undefined', null, 'undefined'],
  [/N/y, 'NaN', 'NaN', 'NaN'],
  [/I/y, 'Infinity', 'Infinity', 'Infinity'],
  [/-I/y, '-Infinity', '-Infinity', '-Infinity'],
];

/** The value of a text, or an InvalidJsonError with the words of Newtonsoft.Json. */
export function parseLenientJson(text: string): unknown {
  // Newtonsoft.Json replaces half a surrogate pair, JSON.parse keeps it.
  if (!SURROGATE_ESCAPE.test(text)) {
    try {
      const value: unknown = JSON.parse(text);
      if (!isNestedDeeper(value, MAX_DEPTH)) return value;
    } catch {
      // The reader says what is wrong, or that nothing is.
    }
  }
  return new LenientReader(text).readDocument();
}

class LenientReader extends JsonScanner {
  private hasStarted = false;
  private readonly frames: Frame[] = [];

  readDocument(): unknown {
    this.skipBlanksAndComments();
    if (this.next === '') throw this.error('Error reading JToken from JsonReader.');
    const value = this.readValue();
    this.skipBlanksAndComments();
    if (this.next === '') return value;
    throw this.error(`Additional text encountered after finished reading JSON content: ${this.next}.`);
  }

  private readValue(): unknown {
    const first = this.next;
    if (first === '{') return this.readObject();
    if (first === '[') return this.readArray();
    if (first === '"' || first === "'") return this.finish(this.scanString(first));
    // A missing value; the comma stays for whoever reads on.
    if (first === ',') return this.finish(null);
    if (first === ']' || first === ')') throw this.wrongEnd();
    for (const [start, word, value, kind] of WORDS) {
      if (!this.isAt(start)) continue;
      this.scanWord(word, `Error parsing ${kind} value.`);
      return this.finish(value);
    }
    if (/[-.\p{N}]/u.test(first)) return this.readNumber();
    if (this.isAt(/ne/y)) this.refuseConstructor();
    throw this.error(`Unexpected character encountered while parsing value: ${first}.`);
  }

  private refuseConstructor(): never {
    const complaint = 'Unexpected content while parsing JSON.';
    this.scanWord('new', complaint);
    throw this.error(complaint);
  }

  private readNumber(): unknown {
    // A broken number counts as an element of the array around it, other broken values do not.
    const text = this.finish(this.scanNumber());
    if (/^-?\d+$/.test(text) && text.length > MAX_INTEGER_LENGTH) {
      throw this.error(`JSON integer ${text} is too large to parse.`);
    }
    const number = toNumber(text);
    if (number === undefined) throw this.error(`Input string '${text}' is not a valid number.`);
    return Number.isFinite(number) ? number : String(number);
  }

  private readObject(): unknown {
    const frame = this.open('Object');
    const members = new Map<string, unknown>();
    for (this.skipInside(); this.next !== '}'; this.skipInside()) {
      const name = this.scanName();
      frame.label = name;
      this.skipInside();
      members.set(name, this.readValue());
      if (!this.readComma('}')) break;
    }
    this.close();
    // Unlike an assignment, this makes a plain member of `__proto__`.
    return Object.fromEntries(members);
  }

  private readArray(): unknown {
    this.open('Array');
    const elements: unknown[] = [];
    for (this.skipInside(); this.next !== ']'; this.skipInside()) {
      elements.push(this.readValue());
      if (!this.readComma(']')) break;
    }
    this.close();
    return elements;
  }

  private readComma(end: '}' | ']'): boolean {
    this.skipInside();
    if (this.next === end) return false;
    if (/[}\])]/.test(this.next)) throw this.wrongEnd();
    if (this.next !== ',') {
      throw this.error(`After parsing a value an unexpected character was encountered: ${this.next}.`);
    }
    this.advance();
    return true;
  }

  private open(kind: Frame['kind']): Frame {
    this.advance();
    this.finish(undefined);
    const frame: Frame = { kind, label: undefined };
    this.frames.push(frame);
    if (this.frames.length <= MAX_DEPTH) return frame;
    throw this.error(`The reader's MaxDepth of ${MAX_DEPTH} has been exceeded.`);
  }

  private close(): void {
    this.advance();
    this.frames.pop();
  }

  private finish<Value>(value: Value): Value {
    this.hasStarted = true;
    const frame = this.frames.at(-1);
    if (frame?.kind === 'Array') frame.label = Number(frame.label ?? -1) + 1;
    return value;
  }

  private skipInside(): void {
    this.skipBlanksAndComments();
    const [root] = this.frames;
    if (this.next !== '' || root === undefined) return;
    const isEmpty = this.frames.length === 1 && root.label === undefined;
    throw this.error(
      isEmpty
        ? `Error reading J${root.kind} from JsonReader.`
        : `Unexpected end of content while loading J${root.kind}.`,
    );
  }

  private wrongEnd(): Error {
    const end = this.next === '}' ? 'EndObject' : this.next === ']' ? 'EndArray' : 'EndConstructor';
    this.advance();
    const open = this.frames.pop()?.kind ?? 'None';
    return this.error(`JsonToken ${end} is not valid for closing JsonType ${open}.`);
  }

  protected override markStarted(): void {
    this.hasStarted = true;
  }

  protected override error(message: string): Error {
    const path = this.frames.reduce(toPath, '');
    const { line, position } = this.place;
    const shownLine = this.hasStarted || position > 0 ? line : 0;
    return new InvalidJsonError(`${message} Path '${path}', line ${shownLine}, position ${position}.`);
  }
}

function toPath(path: string, { label }: Frame): string {
  if (label === undefined) return path;
  if (typeof label === 'number') return `${path}[${label}]`;
  if (!SPECIAL_IN_PATH.test(label)) return path === '' ? label : `${path}.${label}`;
  const escaped = toDotnetJson(label).slice(1, -1);
  return `${path}['${escaped.replace(/\\.|'/g, (part) => (part === '\\"' ? '"' : part === "'" ? "\\'" : part))}']`;
}

function isNestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isNestedDeeper(member, levels - 1));
}
