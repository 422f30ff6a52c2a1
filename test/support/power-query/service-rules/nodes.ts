import { Language } from '@microsoft/powerquery-parser';
import { nameOf, valueOfLiteral } from '../language/literals';

const { NodeKind } = Language.Ast;

export type Node = Language.Ast.TNode;

export function childrenOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode);
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'kind' in value && 'tokenRange' in value;

/** Parents before children. */
export function nodesOf(node: Node): Node[] {
  return [node, ...childrenOf(node).flatMap(nodesOf)];
}

/** Without the parentheses around it. */
export function bare(node: Node): Node {
  return node.kind === NodeKind.ParenthesizedExpression ? bare(node.content) : node;
}

export const isName = (node: Node, name: string): boolean =>
  node.kind === NodeKind.IdentifierExpression && nameOf(node.identifier) === name;

/** The arguments of each call of that function. */
export function callsOf(name: string, query: Node): Node[][] {
  return nodesOf(query).flatMap((node) => {
    if (node.kind !== NodeKind.RecursivePrimaryExpression || !isName(node.head, name)) return [];
    const [call] = node.recursiveExpressions.elements;
    return call?.kind === NodeKind.InvokeExpression ? [call.content.elements.map((element) => element.node)] : [];
  });
}

export function textOf(node: Node | undefined): string | undefined {
  const value = node?.kind === NodeKind.LiteralExpression ? valueOfLiteral(node) : undefined;
  return value?.kind === 'text' ? value.value : undefined;
}

/** The fields of a record that is written down; undefined for all else. */
export function fieldsOf(node: Node | undefined): Map<string, Node> | undefined {
  if (node?.kind !== NodeKind.RecordExpression) return undefined;
  return new Map(node.content.elements.map(({ node: { key, value } }) => [nameOf(key), value]));
}

/** Every name that the query itself gives to something. */
export function namesGivenIn(query: Node): Set<string> {
  return new Set(
    nodesOf(query).flatMap((node) => {
      if (node.kind === NodeKind.IdentifierPairedExpression) return [nameOf(node.key)];
      if (node.kind === NodeKind.GeneralizedIdentifierPairedExpression) return [nameOf(node.key)];
      return node.kind === NodeKind.Parameter ? [nameOf(node.name)] : [];
    }),
  );
}

/** What the query calls by that name, if there is one such thing. */
export function namedIn(query: Node, name: string): Node | undefined {
  for (const node of nodesOf(query)) {
    if (node.kind === NodeKind.IdentifierPairedExpression && nameOf(node.key) === name) return node.value;
  }
  return undefined;
}
