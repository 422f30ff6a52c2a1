import { readFileSync } from 'node:fs';
import { Language, type Node, Parser } from 'web-tree-sitter';

export type { Node };

export interface Bicep {
  /** From `infra/`, with forward slashes. */
  path: string;
  root: Node;
  /** What it declares at its top and in its resources, by symbol. */
  declarations: Map<string, Declaration>;
}

export interface Declaration {
  kind: 'param' | 'var' | 'resource' | 'module' | 'output';
  name: string;
  node: Node;
  /** As written: `'Microsoft.Web/sites@2025-03-01'`, or the path of a module. */
  type: string;
  /** Those in front of it, as written. */
  decorators: string[];
}

const KINDS: Readonly<Record<string, Declaration['kind']>> = {
  parameter_declaration: 'param',
  variable_declaration: 'var',
  resource_declaration: 'resource',
  module_declaration: 'module',
  output_declaration: 'output',
};

async function createParser(): Promise<Parser> {
  await Parser.init();
  const parser = new Parser();
  const grammar = require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm');
  return parser.setLanguage(await Language.load(readFileSync(grammar)));
}

export async function parseBicep(texts: Readonly<Record<string, string>>): Promise<Bicep[]> {
  const parser = await createParser();
  return Object.entries(texts).map(([path, text]) => {
    const root = parser.parse(text)?.rootNode;
    if (!root) throw new Error(`${path} could not be parsed.`);
    return { path, root, declarations: new Map(declarationsIn(root).map((found) => [keyOf(found), found])) };
  });
}

/** Outputs have names of their own: `output name` does not stand in the way of `param name`. */
export const keyOf = ({ kind, name }: Pick<Declaration, 'kind' | 'name'>): string =>
  kind === 'output' ? `output ${name}` : name;

function declarationsIn(root: Node): Declaration[] {
  return root.descendantsOfType(Object.keys(KINDS)).flatMap((node) => {
    const kind = KINDS[node.type];
    const [name, type] = children(node);
    if (!kind || !name) return [];
    const before = node.previousNamedSibling;
    const decorators = before?.type === 'decorators' ? children(before).map(({ text }) => text.replace(/^@/, '')) : [];
    return [{ kind, name: name.text, node, type: unquoted(type?.text ?? ''), decorators }];
  });
}

export const children = (node: Node): Node[] =>
  node.namedChildren.filter((child): child is Node => child !== null && child.type !== 'comment');

export const unquoted = (text: string): string => text.replace(/^'(.*)'$/s, '$1');

export const declared = ({ declarations }: Bicep, kind: Declaration['kind']): Declaration[] =>
  [...declarations.values()].filter((declaration) => declaration.kind === kind);

/** The object in which a resource, module or variable ends, behind its condition or loop. */
export function bodyOf(node: Node): Node | undefined {
  const last = children(node).at(-1);
  if (!last || last.type === 'object') return last;
  return /_statement$/.test(last.type) ? bodyOf(last) : undefined;
}

/** The properties of an object, by name. */
export function propertiesOf(object: Node | undefined): Map<string, Node> {
  const pairs = (object ? children(object) : []).filter(({ type }) => type === 'object_property').map(children);
  return new Map(pairs.flatMap(([key, value]) => (key && value ? [[unquoted(key.text), value] as const] : [])));
}

/** The value at a path of names, through objects. */
export function valueAt(object: Node | undefined, path: string): Node | undefined {
  return path.split('.').reduce<Node | undefined>((node, name) => propertiesOf(node).get(name), object);
}
