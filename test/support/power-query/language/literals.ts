import { Language } from '@microsoft/powerquery-parser';
import { NotSimulated } from './m-error';
import { logical, nullValue, number, type Value } from './values';

const { LiteralKind } = Language.Ast;

/** `#"a name"` names the same as `a name`. */
export function nameOf(identifier: Language.Ast.Identifier | Language.Ast.GeneralizedIdentifier): string {
  const { literal } = identifier;
  return literal.startsWith('#"') ? textOfLiteral(literal.slice(1)) : literal;
}

export function valueOfLiteral({ literal, literalKind }: Language.Ast.LiteralExpression): Value {
  switch (literalKind) {
    case LiteralKind.Text:
      return { kind: 'text', value: textOfLiteral(literal), isLiteral: true };
    case LiteralKind.Numeric:
      return number(numberOfLiteral(literal));
    case LiteralKind.Logical:
      return logical(literal === 'true');
    case LiteralKind.Null:
      return nullValue;
    default:
      throw new NotSimulated(`the literal ${literal}`);
  }
}

function numberOfLiteral(literal: string): number {
  if (literal === '#infinity') return Number.POSITIVE_INFINITY;
  return literal === '#nan' ? Number.NaN : Number(literal);
}

const CONTROL: Readonly<Record<string, string>> = { cr: '\r', lf: '\n', tab: '\t', '#': '#' };

function textOfLiteral(literal: string): string {
  return literal.slice(1, -1).replace(/""|#\(([^)]*)\)/g, (written, escaped: string | undefined) =>
    escaped === undefined
      ? '"'
      : escaped
          .split(',')
          .map((part) => character(part.trim(), written))
          .join(''),
  );
}

function character(escaped: string, written: string): string {
  const control = CONTROL[escaped];
  if (control !== undefined) return control;
  if (/^([0-9A-Fa-f]{4}|[0-9A-Fa-f]{8})$/.test(escaped)) return String.fromCodePoint(Number.parseInt(escaped, 16));
  throw new SyntaxError(`${written} is no escape sequence.`);
}
