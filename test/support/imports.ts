import { posix } from 'node:path';
import { isIdentifier, isNode, nodesOf, type SyntaxNode, textOf } from './syntax';

export interface Import {
  specifier: string;
  /** Gone when the code runs. `import { type A }` is not: its module is still loaded. */
  typeOnly: boolean;
}

/** Every way in which a module names another one. */
export function importsOf(source: string): Import[] {
  return nodesOf(source).flatMap((node) => importOf(node) ?? []);
}

function importOf(node: SyntaxNode): Import | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return named(node.source, node.typeOnly === true);
    case 'TsImportType':
      return named(node.argument, true);
    case 'TsExternalModuleReference':
      return named(node.expression, false);
    case 'CallExpression':
      return loadsModule(node) ? named(firstArgument(node), false) : undefined;
    default:
      return undefined;
  }
}

function named(source: unknown, typeOnly: boolean): Import | undefined {
  const specifier = textOf(source);
  return specifier === undefined ? undefined : { specifier, typeOnly };
}

function loadsModule({ callee }: SyntaxNode): boolean {
  return isIdentifier(callee, 'require') || (isNode(callee) && callee.type === 'Import');
}

function firstArgument(call: SyntaxNode): unknown {
  return (call.arguments as { expression: unknown }[])[0]?.expression;
}

/** The file that a relative specifier means, as a path from the root of the repository. */
export function resolveImport(from: string, specifier: string, files: Pick<ReadonlySet<string>, 'has'>): string {
  const path = posix.join(posix.dirname(from), specifier);
  return [path, `${path}.ts`, `${path}/index.ts`].find((candidate) => files.has(candidate)) ?? path;
}

export const isRelative = (specifier: string) => specifier.startsWith('.');
