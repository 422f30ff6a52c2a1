import { isIdentifier, isNode, memberName, nodesOf, type SyntaxNode } from './syntax';

/** Whether a module decides anything by itself. */
export function hasIfOrTry(source: string): boolean {
  return nodesOf(source).some(({ type }) => type === 'IfStatement' || type === 'TryStatement');
}

/** Whether a module can read the environment: `process.env`, or `process` taken apart, passed on or imported. */
export function readsEnvironment(source: string): boolean {
  return nodesOf(source).some((node) => {
    if (node.type === 'ImportDeclaration') return /^(node:)?process$/.test((node.source as { value: string }).value);
    if (node.type === 'MemberExpression') return memberName(node) === 'env' && isProcess(node.object);
    return node.type === 'VariableDeclarator' && isProcess(node.init);
  });
}

/** Whether a module asks the machine what time it is. */
export function readsTime(source: string): boolean {
  return nodesOf(source).some((node) => {
    if (node.type === 'MemberExpression') return memberName(node) === 'now' && isIdentifier(node.object, 'Date');
    if (node.type === 'NewExpression') return isIdentifier(node.callee, 'Date') && argumentCount(node) === 0;
    return node.type === 'CallExpression' && isIdentifier(node.callee, 'Date');
  });
}

function isProcess(value: unknown): boolean {
  if (isIdentifier(value, 'process')) return true;
  return isNode(value) && value.type === 'MemberExpression' && memberName(value) === 'process';
}

function argumentCount(node: SyntaxNode): number {
  return ((node.arguments ?? []) as unknown[]).length;
}
