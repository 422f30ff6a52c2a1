import { Language } from '@microsoft/powerquery-parser';
import { nameOf } from '../language/literals';
import { childrenOf, type Node } from './nodes';

const { NodeKind } = Language.Ast;

interface Definition {
  name: string;
  needs: Set<Definition>;
}

interface Scope {
  definitions: ReadonlyMap<string, Definition>;
  outer: Scope | undefined;
}

/** The stack of Power Query is not made for waiting. Two functions of one `let` may call each other without any `@`. */
export function recursionFaults(query: Node): string[] {
  const all: Definition[] = [];
  look(query, undefined, []);
  return all.filter((definition) => isNeededBy(definition, definition)).map(({ name }) => `${name} calls itself`);

  /** Whatever is named inside a definition, however deep, is needed by it. */
  function look(node: Node, scope: Scope | undefined, within: readonly Definition[]): void {
    if (node.kind === NodeKind.IdentifierExpression) {
      const hidden = node.inclusiveConstant ? [] : within; // a definition sees itself by `@` only
      const meant = find(nameOf(node.identifier), scope, hidden);
      if (meant) for (const definition of within) definition.needs.add(meant);
    }
    const inner = definitionsIn(node, scope);
    for (const child of childrenOf(node)) lookInto(child, inner, within);
  }

  function lookInto(node: Node, scope: Scope | undefined, within: readonly Definition[]): void {
    const definition = isPair(node) ? scope?.definitions.get(nameOf(node.key)) : undefined;
    if (isPair(node)) look(node.value, scope, definition ? [...within, definition] : within);
    else if (isWrapper(node)) for (const child of childrenOf(node)) lookInto(child, scope, within);
    else look(node, scope, within);
  }

  function definitionsIn(node: Node, outer: Scope | undefined): Scope | undefined {
    const names = namesIn(node);
    if (names.length === 0) return outer;
    const definitions = names.map((name) => ({ name, needs: new Set<Definition>() }));
    all.push(...definitions);
    return { definitions: new Map(definitions.map((definition) => [definition.name, definition])), outer };
  }
}

function namesIn(node: Node): string[] {
  if (node.kind === NodeKind.LetExpression) return node.variableList.elements.map(({ node: { key } }) => nameOf(key));
  if (node.kind === NodeKind.RecordExpression) return node.content.elements.map(({ node: { key } }) => nameOf(key));
  if (node.kind !== NodeKind.FunctionExpression) return [];
  return node.parameters.content.elements.map(({ node: { name } }) => nameOf(name));
}

const isPair = (node: Node) =>
  node.kind === NodeKind.IdentifierPairedExpression || node.kind === NodeKind.GeneralizedIdentifierPairedExpression;

const isWrapper = (node: Node) => node.kind === NodeKind.ArrayWrapper || node.kind === NodeKind.Csv;

function find(name: string, scope: Scope | undefined, hidden: readonly Definition[]): Definition | undefined {
  const found = scope?.definitions.get(name);
  if (!scope || (found && !hidden.includes(found))) return found;
  return find(name, scope.outer, hidden);
}

function isNeededBy(wanted: Definition, { needs }: Definition, seen = new Set<Definition>()): boolean {
  for (const needed of needs) {
    if (needed === wanted) return true;
    if (seen.has(needed)) continue;
    seen.add(needed);
    if (isNeededBy(wanted, needed, seen)) return true;
  }
  return false;
}
