import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** The text of every module in some folders of this repository, by its path from the root. */
export function readSources(...folders: string[]): Map<string, string> {
  const paths = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  );
  const modules = paths.map((path) => path.replaceAll('\\', '/')).filter((path) => /\.[cm]?[jt]s$/.test(path));
  return new Map(modules.sort().map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
}
