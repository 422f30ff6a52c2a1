import { rmSync } from 'node:fs';
import { eventually } from './eventually';

/** Removes a folder in which a process that is ending may still be writing. */
export function removeFolder(path: string): Promise<void> {
  return eventually(() => rmSync(path, { recursive: true, force: true }), 20_000);
}
