import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from './functions-core';
import { GOLDEN_APP } from './golden';

/**
 * Registers the recorded app anew, with none of what it remembers of earlier runs: its activities count their calls by
 * instance id, and the recordings use an id more than once.
 */
export function loadGoldenApp(...files: ('scen.js' | 'http.js')[]): typeof registry {
  registry.functions.clear();
  for (const hooks of Object.values(registry.hooks)) hooks.clear();
  for (const file of files) {
    const source = readFileSync(join(GOLDEN_APP, 'src/functions', file), 'utf8');
    new Function('require', source)(require);
  }
  return registry;
}
