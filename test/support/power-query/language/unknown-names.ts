import { Language } from '@microsoft/powerquery-parser';
import { nameOf } from './literals';

const { NodeKind } = Language.Ast;
type Node = Language.Ast.TNode;

interface Scope {
  names: ReadonlySet<string>;
  outer?: Scope | undefined;
  defining?: string | undefined;
}

/**
 * The names that mean nothing where they stand: Power Query refuses the whole query, also if that place is never
 * evaluated.
 */
export function unknownNames(query: Node, known: (name: string) => boolean): string[] {
  const unknown = new Set<string>();
  look(query, undefined);
  return [...unknown];

  function look(node: Node, scope: Scope | undefined): void {
    switch (node.kind) {
      case NodeKind.IdentifierExpression: {
        const name = nameOf(node.identifier);
        if (!isMeant(name, node.inclusiveConstant !== undefined, scope) && !known(name)) unknown.add(name);
        return;
      }
      case NodeKind.LetExpression: {
        const names = define(node.variableList, scope);
        look(node.expression, { names, outer: scope });
        return;
      }
      case NodeKind.RecordExpression:
        define(node.content, scope);
        return;
      case NodeKind.FunctionExpression: {
        const names = new Set(node.parameters.content.elements.map((element) => nameOf(element.node.name)));
        look(node.expression, { names, outer: scope });
        return;
      }
      case NodeKind.EachExpression:
        look(node.paired, { names: new Set(['_']), outer: scope });
        return;
      default:
        for (const child of childrenOf(node)) look(child, scope);
    }
  }

  type Pair = Language.Ast.IdentifierPairedExpression | Language.Ast.GeneralizedIdentifierPairedExpression;

  function define(definitions: Language.Ast.ICsvArray<Pair>, outer: Scope | undefined): ReadonlySet<string> {
    const pairs = definitions.elements.map((element) => element.node);
    const names = new Set(pairs.map(({ key }) => nameOf(key)));
    for (const { key, value } of pairs) look(value, { names, outer, defining: nameOf(key) });
    return names;
  }
}

function isMeant(name: string, isInclusive: boolean, scope: Scope | undefined): boolean {
  for (let at = scope; at; at = at.outer) {
    if ((isInclusive || at.defining !== name) && at.names.has(name)) return true;
  }
  return false;
}

function* childrenOf(node: Node): Iterable<Node> {
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield child;
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'kind' in value && 'tokenRange' in value;
