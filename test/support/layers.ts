import type { Rules } from './import-rules';
import { importsOf, isRelative, resolveImport } from './imports';

const inSrc = (...names: string[]) => names.map((name) => `src/${name}`);

/** Who may import whom. A layer that another one does not name is closed to it. CONTRIBUTING.md shows this as a table. */
export const RULES: Rules = {
  layers: {
    functions: { code: inSrc('composition', 'http', 'orchestration', 'activities', 'upkeep') },
    'src/composition': {
      code: inSrc('domain', 'contract', 'runs', 'orchestration', 'activities', 'upkeep', 'http', 'adapters', 'config'),
    },
    'src/http': { code: inSrc('runs', 'contract', 'domain'), types: inSrc('adapters') },
    'src/activities': { code: inSrc('runs', 'contract', 'domain'), types: inSrc('adapters') },
    'src/upkeep': { code: inSrc('runs', 'contract', 'domain'), types: inSrc('adapters') },
    'src/runs': { code: inSrc('contract', 'domain'), types: inSrc('adapters') },
    'src/orchestration': { code: inSrc('domain', 'contract'), types: inSrc('activities') },
    'src/adapters': { code: inSrc('contract', 'domain') },
    'src/config': { code: inSrc('contract', 'domain') },
    'src/contract': { code: [...inSrc('domain'), 'clients (queries)'] },
    'src/domain': { code: [], noPackages: true },
    clients: { code: inSrc('contract', 'config') },
    'clients (queries)': { code: [] },
    'local/host': { code: ['local (shared)'] },
    'local/durable': { code: ['local (shared)'] },
    'local/azurite': { code: ['local (shared)'] },
    'local/workspace': { code: ['local (shared)'] },
    'local (shared)': { code: [] },
    'local (joining)': { code: ['local/host', 'local/durable', 'local/azurite', 'local/workspace', 'local (shared)'] },
  },

  /** A file directly in `local/` may join its folders; while it does not, they may share it. */
  layerOf(path, files) {
    if (/^clients\/power-query\/\w+\.pq$/.test(path)) return 'clients (queries)';
    const [root = '', ...rest] = path.split('/');
    if (root === 'functions' || root === 'clients') return root;
    if (root === 'src')
      return rest.length > 1 || rest[0] === 'composition.ts' ? `src/${rest[0]?.replace('.ts', '')}` : undefined;
    if (root !== 'local') return undefined;
    if (rest.length > 1) return `local/${rest[0]}`;
    return joinsFolders(path, files) ? 'local (joining)' : 'local (shared)';
  },
};

function joinsFolders(path: string, files: ReadonlyMap<string, string>, seen = new Set<string>()): boolean {
  if (seen.has(path)) return false;
  seen.add(path);
  return importsOf(files.get(path) ?? '')
    .filter(({ specifier }) => isRelative(specifier))
    .map(({ specifier }) => resolveImport(path, specifier, files))
    .some((target) => target.split('/').length > 2 || joinsFolders(target, files, seen));
}
