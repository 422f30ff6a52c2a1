import type { Content } from '../expressions/content';
import { parseExpression } from '../expressions/parse';

/** `[…]` is an expression, and `[[` a bracket that begins a text. Everything else is meant as it stands. */
export function readArmText(text: string): Exclude<Content, { kind: 'mixed' }> {
  if (!text.startsWith('[') || !text.endsWith(']')) return { kind: 'text', text };
  if (text.startsWith('[[')) return { kind: 'text', text: text.slice(1) };
  const source = text.slice(1, -1);
  return { kind: 'expression', expression: parseExpression(source), source };
}
