import { ExpressionError } from './expression-error';
import { parseAt, parseExpression } from './parse';
import type { Expression } from './syntax';

/** What a text of a pipeline stands for. */
export type Content =
  | { kind: 'text'; text: string }
  | { kind: 'expression'; expression: Expression; source: string }
  /** `a @{b} c`, which is a text whatever `b` is. */
  | { kind: 'mixed'; parts: readonly (string | { expression: Expression; source: string })[] };

/**
 * `@` before all the rest makes it an expression, `@{…}` puts one into a text, `@@` stands for the character itself where it
 * would begin either of them.
 */
export function readContent(text: string): Content {
  if (text.startsWith('@') && text[1] !== '@' && text[1] !== '{') {
    const source = text.slice(1);
    return { kind: 'expression', expression: parseExpression(source), source };
  }
  const parts = readParts(text);
  if (parts.some((part) => typeof part !== 'string')) return { kind: 'mixed', parts };
  const [plain = ''] = parts;
  return { kind: 'text', text: typeof plain === 'string' ? plain : '' };
}

function readParts(text: string): (string | { expression: Expression; source: string })[] {
  const parts: (string | { expression: Expression; source: string })[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    if (text.startsWith('@@', at) && (at === 0 || text[at + 2] === '{')) {
      plain += '@';
      at += 2;
    } else if (text.startsWith('@{', at)) {
      const { expression, end } = parseAt(text, at + 2);
      if (text[end] !== '}') throw new ExpressionError(`'${text}' has a '@{' that is not closed`);
      if (plain !== '') parts.push(plain);
      plain = '';
      parts.push({ expression, source: text.slice(at + 2, end) });
      at = end + 1;
    } else {
      plain += text[at];
      at++;
    }
  }
  if (plain !== '' || parts.length === 0) parts.push(plain);
  return parts;
}

/** All the expressions of a content. */
export function expressionsOf(content: Content): Expression[] {
  if (content.kind === 'text') return [];
  if (content.kind === 'expression') return [content.expression];
  return content.parts.flatMap((part) => (typeof part === 'string' ? [] : [part.expression]));
}
