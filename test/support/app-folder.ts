import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from './host-process';

const ROOT = join(__dirname, '../..');
const made: { remove(): Promise<void> }[] = [];

/**
 * Writes a functions app, as little of it as the test names, into a folder of its own. It finds the packages of this
 * repository. A file given as undefined is left out, host.json and package.json are there unless they are.
 */
export function writeApp(files: Record<string, string | undefined>): string {
  const folder = temporaryFolder();
  made.push(folder);
  symlinkSync(join(ROOT, 'node_modules'), join(folder.path, 'node_modules'), 'junction');
  const all = { 'host.json': '{"version":"2.0"}', 'package.json': '{"main":"app.js"}', ...files };
  for (const [name, text] of Object.entries(all)) {
    if (text === undefined) continue;
    const file = join(folder.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder.path;
}

export async function removeApps(): Promise<void> {
  await Promise.all(made.splice(0).map((folder) => folder.remove()));
}
