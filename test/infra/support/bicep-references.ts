import { type Bicep, children, type Node } from './bicep';

export interface Reference {
  name: string;
  node: Node;
}

/** Every use of a name in a file, but of those that a loop or lambda has made for itself. */
export function referencesIn({ root }: Bicep): Reference[] {
  const found: Reference[] = [];
  visit(root, new Set(), found);
  return found;
}

function visit(node: Node, local: ReadonlySet<string>, found: Reference[]): void {
  const inside = new Set([...local, ...madeBy(node)]);
  if (node.type === 'identifier' && !isOnlyAName(node) && !inside.has(node.text)) found.push({ name: node.text, node });
  for (const child of children(node)) visit(child, inside, found);
}

function madeBy(node: Node): string[] {
  if (node.type === 'lambda_expression') {
    return children(node)
      .slice(0, -1)
      .flatMap((parameter) => parameter.text.match(/\w+/g) ?? []);
  }
  if (node.type !== 'for_statement') return [];
  return children(node)[0]?.text.match(/\w+/g) ?? [];
}

/** What names a declaration, a property or a function, rather than uses a symbol. */
function isOnlyAName(node: Node): boolean {
  const parent = node.parent;
  if (!parent) return false;
  const isFirst = children(parent)[0]?.id === node.id;
  if (/_declaration$|^object_property$/.test(parent.type)) return isFirst;
  if (parent.type === 'call_expression') return isFirst;
  return parent.type === 'resource_expression' && !isFirst;
}

/** The functions that a file calls. */
export const callsIn = ({ root }: Bicep): string[] =>
  root.descendantsOfType('call_expression').flatMap((call) => children(call ?? root)[0]?.text ?? []);

/** `module.outputs.name`, wherever a file says it. */
export function outputsReadIn({ root }: Bicep): { module: string; output: string }[] {
  return root.descendantsOfType('member_expression').flatMap((node) => {
    const read = /^(\w+)!?\.outputs\.(\w+)$/.exec(node?.text ?? '');
    return read?.[1] && read[2] ? [{ module: read[1], output: read[2] }] : [];
  });
}
