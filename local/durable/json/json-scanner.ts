/** The words, names, strings, numbers and comments of JSON as Newtonsoft.Json takes them; see lenient-json.ts. */

const BLANK = '[\\0\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const BLANKS = new RegExp(`${BLANK}*`, 'y');
const WORD_END = new RegExp(`$|[}\\],]|/[*/]|${BLANK}`, 'y');
const NUMBER_END = new RegExp(`$|[},\\])/]|${BLANK}`, 'y');
const NAME_END = new RegExp(`:|${BLANK}`, 'y');
const NAME = /[\p{L}\p{Nd}_$]*/uy;
const NUMBER = /[-+a-fA-FxX.0-9]*/y;
const BLOCK_COMMENT = /\*[\s\S]*?\*\//y;
const LINE_COMMENT = /\/[^\r\n]*/y;
const UNICODE_DIGITS = /[0-9a-fA-F]{4}/y;
const PLAIN_CHARACTERS = { '"': /[^"\\]*/y, "'": /[^'\\]*/y };
const ESCAPES = new Map(Object.entries({ b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', '\\': '\\', '/': '/' }));
for (const quote of Object.keys(PLAIN_CHARACTERS)) ESCAPES.set(quote, quote);
const LONE_SURROGATE = /\p{Surrogate}/gu;
// A line break of two characters at the very end counts twice: Newtonsoft.Json looks one character too far.
const LINE_BREAK = /\r\n(?!$)|[\r\n]/g;

export abstract class JsonScanner {
  private at = 0;

  constructor(private readonly text: string) {}

  /** An error at the place the scanner has reached, which is what its text names. */
  protected abstract error(message: string): Error;
  /** What is to be known as soon as a comment was read. */
  protected abstract markStarted(): void;

  /** The next character, or nothing at the end. */
  protected get next(): string {
    return this.text.charAt(this.at);
  }

  /** Whether a pattern, which has to be a sticky one, fits here. */
  protected isAt(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }

  protected advance(): void {
    this.at++;
  }

  /** Counted only when an error needs it. */
  protected get place(): { readonly line: number; readonly position: number } {
    const lineStarts = [...this.text.matchAll(LINE_BREAK)]
      .map((lineBreak) => lineBreak.index + lineBreak[0].length)
      .filter((start) => start <= this.at);
    return { line: lineStarts.length + 1, position: this.at - (lineStarts.at(-1) ?? 0) };
  }

  protected skipBlanksAndComments(): void {
    for (this.take(BLANKS); this.next === '/'; this.take(BLANKS)) {
      this.at++;
      if (this.at + 1 >= this.text.length) throw this.error('Unexpected end while parsing comment.');
      const kind = this.text.charAt(this.at);
      if (kind !== '*' && kind !== '/') throw this.error(`Error parsing comment. Expected: *, got ${kind}.`);
      const comment = this.take(kind === '*' ? BLOCK_COMMENT : LINE_COMMENT);
      if (comment === '') throw this.errorAtEnd('Unexpected end while parsing comment.');
      this.markStarted();
    }
  }

  protected scanWord(word: string, complaint: string): void {
    if (this.at + word.length > this.text.length) throw this.errorAtEnd('Unexpected end when reading JSON.');
    for (const character of word) {
      if (this.next !== character) throw this.error(complaint);
      this.at++;
    }
    if (!this.isAt(WORD_END)) throw this.error(complaint);
  }

  protected scanNumber(): string {
    const number = this.take(NUMBER);
    if (this.isAt(NUMBER_END)) return number;
    throw this.error(`Unexpected character encountered while parsing number: ${this.next}.`);
  }

  /** A property name and the colon behind it; no comment may stand between them. */
  protected scanName(): string {
    const name = this.next === '"' || this.next === "'" ? this.scanString(this.next) : this.scanBareName();
    this.take(BLANKS);
    if (this.next !== ':') {
      const got = this.next || '\0';
      throw this.error(`Invalid character after parsing property name. Expected ':' but got: ${got}.`);
    }
    this.at++;
    return name;
  }

  protected scanString(quote: keyof typeof PLAIN_CHARACTERS): string {
    this.at++;
    let value = this.take(PLAIN_CHARACTERS[quote]);
    while (this.next === '\\') value += this.scanEscape(quote) + this.take(PLAIN_CHARACTERS[quote]);
    if (this.next === '') throw this.error(`Unterminated string. Expected delimiter: ${quote}.`);
    this.at++;
    return value.replace(LONE_SURROGATE, '\ufffd');
  }

  private scanEscape(quote: string): string {
    this.at++;
    const letter = this.next;
    if (letter === '') throw this.error(`Unterminated string. Expected delimiter: ${quote}.`);
    this.at++;
    if (letter === 'u') return this.scanUnicodeDigits();
    const character = ESCAPES.get(letter);
    if (character === undefined) throw this.error(`Bad JSON escape sequence: \\${letter}.`);
    return character;
  }

  private scanUnicodeDigits(): string {
    if (this.at + 4 >= this.text.length) throw this.error('Unexpected end while parsing unicode character.');
    const digits = this.take(UNICODE_DIGITS);
    if (digits) return String.fromCharCode(Number.parseInt(digits, 16));
    throw this.error(`Invalid Unicode escape sequence: \\u${this.text.slice(this.at, this.at + 4)}.`);
  }

  private scanBareName(): string {
    const name = this.take(NAME);
    if (name === '') throw this.error(`Invalid property identifier character: ${this.next}.`);
    if (this.next === '') throw this.error('Unexpected end while parsing unquoted property name.');
    if (this.isAt(NAME_END)) return name;
    throw this.error(`Invalid JavaScript property identifier character: ${this.next}.`);
  }

  private errorAtEnd(message: string): Error {
    this.at = this.text.length;
    return this.error(message);
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [taken = ''] = pattern.exec(this.text) ?? [];
    this.at += taken.length;
    return taken;
  }
}

/** A number as Newtonsoft.Json reads it: 0x… is hexadecimal and 0… octal, both within 64 bits. */
export function toNumber(text: string): number | undefined {
  if (/^0[xX][0-9a-fA-F]{1,16}$/.test(text)) return Number(BigInt.asIntN(64, BigInt(text)));
  if (/^0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  if (/^0[^.eE]/.test(text)) return undefined;
  return /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined;
}
