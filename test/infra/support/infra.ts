import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bicep, bodyOf, type Node, parseBicep, valueAt } from './bicep';

const INFRA = join(__dirname, '../../../infra');

/** The Bicep of this repository, and short ways into it. */
export interface Infra {
  files: Bicep[];
  at(path: string): Bicep;
  /** The object that a resource, module or variable is given. */
  body(path: string, symbol: string): Node | undefined;
  /** One of its properties, as written. */
  textAt(path: string, symbol: string, property: string): string | undefined;
}

export async function readInfra(): Promise<Infra> {
  const paths = readdirSync(INFRA, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.bicep'));
  const texts = paths.sort().map((path) => [path.replaceAll('\\', '/'), readFileSync(join(INFRA, path), 'utf8')]);
  const files = await parseBicep(Object.fromEntries(texts));

  const at = (path: string) => {
    const file = files.find((one) => one.path === path);
    if (!file) throw new Error(`There is no infra/${path}.`);
    return file;
  };
  const body = (path: string, symbol: string) => {
    const node = at(path).declarations.get(symbol)?.node;
    return node && bodyOf(node);
  };
  return { files, at, body, textAt: (path, symbol, property) => valueAt(body(path, symbol), property)?.text };
}
