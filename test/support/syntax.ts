import { parseSync } from '@swc/core';

/** A node of the syntax tree, of which the tests look at a few kinds only. */
export interface SyntaxNode {
  type: string;
  [property: string]: unknown;
}

/** Every node of a TypeScript source, parents before children. */
export function nodesOf(source: string): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  visit(parseSync(source, { syntax: 'typescript', target: 'es2022' }), nodes);
  return nodes;
}

function visit(value: unknown, nodes: SyntaxNode[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (isNode(value)) nodes.push(value);
  for (const child of Object.values(value)) visit(child, nodes);
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

export function isIdentifier(value: unknown, name: string): boolean {
  return isNode(value) && value.type === 'Identifier' && value.value === name;
}

/** The text of a string literal, or of a template without holes. */
export function textOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'StringLiteral') return value.value as string;
  if (value.type !== 'TemplateLiteral') return undefined;
  const { quasis } = value as unknown as { quasis: { raw: string }[] };
  return quasis.length === 1 ? quasis[0]?.raw : undefined;
}

/** The name after the dot, or between the brackets, of `object.name`. */
export function memberName({ property }: SyntaxNode): string | undefined {
  if (!isNode(property)) return undefined;
  if (property.type === 'Computed') return textOf(property.expression);
  return property.type === 'Identifier' ? (property.value as string) : undefined;
}
