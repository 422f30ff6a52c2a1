import { ExpressionError } from './expression-error';
import type { Expression } from './syntax';

/** A text that is one expression, from its first to its last character. */
export function parseExpression(text: string): Expression {
  const { expression, end } = parseAt(text, 0);
  if (end < text.length) throw unexpected(text, end);
  return expression;
}

/** The expression that begins here, and where it ends: spaces after it belong to it. */
export function parseAt(text: string, start: number): { expression: Expression; end: number } {
  let at = start;

  const skipSpace = () => {
    while (/\s/.test(text[at] ?? '')) at++;
  };
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    if (found !== undefined) at += found.length;
    return found;
  };
  const need = (what: string) => {
    if (!text.startsWith(what, at)) throw unexpected(text, at);
    at += what.length;
  };

  const parse = (): Expression => {
    skipSpace();
    let expression = parsePrimary();
    for (;;) {
      skipSpace();
      const access = take(/\?\.|\?\[|\.|\[/y);
      if (access === undefined) return expression;
      const key = access.endsWith('[') ? parseIndex() : parseName();
      expression = { kind: 'access', of: expression, key, isSafe: access.startsWith('?') };
    }
  };

  const parseIndex = (): Expression => {
    const key = parse();
    need(']');
    return key;
  };

  const parseName = (): Expression => {
    const value = take(NAME);
    if (value === undefined) throw unexpected(text, at);
    return { kind: 'literal', value };
  };

  const parsePrimary = (): Expression => {
    const quoted = take(/'(?:[^']|'')*'/y);
    if (quoted !== undefined) return { kind: 'literal', value: quoted.slice(1, -1).replaceAll("''", "'") };
    const number = take(/-?\d+(?:\.\d+)?/y);
    if (number !== undefined) return { kind: 'literal', value: Number(number) };
    const name = take(NAME);
    if (name === undefined) throw unexpected(text, at);
    skipSpace();
    if (text[at] === '(') return { kind: 'call', name, args: parseArguments() };
    const word = WORDS.get(name.toLowerCase());
    if (word === undefined) throw new ExpressionError(`'${name}' in '${text}' is neither a value nor a function`);
    return { kind: 'literal', value: word };
  };

  const parseArguments = (): Expression[] => {
    need('(');
    skipSpace();
    if (take(/\)/y)) return [];
    const args = [parse()];
    while (take(/,/y)) args.push(parse());
    need(')');
    return args;
  };

  const expression = parse();
  return { expression, end: at };
}

const NAME = /[A-Za-z_]\w*/y;
const WORDS = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function unexpected(text: string, at: number): ExpressionError {
  const what = at < text.length ? `'${text[at]}' at position ${at}` : 'an end';
  return new ExpressionError(`The expression '${text}' is not valid: it has ${what} where that is not expected`);
}
