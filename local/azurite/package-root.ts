import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const NAME = 'databricks-job-runner';

/** The folder of this project, whether the code runs from its source or from the bundle under `dist/`. */
export function packageRoot(from = __dirname): string {
  const file = join(from, 'package.json');
  if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === NAME) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error(`No package.json above ${__dirname} is that of ${NAME}.`);
  return packageRoot(parent);
}
