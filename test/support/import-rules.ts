import { importsOf, isRelative, resolveImport } from './imports';

export interface Rule {
  /** Whose code may be loaded, besides that of the own layer. */
  code: readonly string[];
  /** Of whom only types may be named. */
  types?: readonly string[];
  /** No package, and nothing that Node brings. */
  noPackages?: true;
}

export interface Rules {
  /** The layer of a file, if it belongs to one. */
  layerOf(path: string, files: ReadonlyMap<string, string>): string | undefined;
  layers: Readonly<Record<string, Rule>>;
}

/** One line for each import that the rules do not allow, and for each file outside the layers. */
export function violations(files: ReadonlyMap<string, string>, rules: Rules): string[] {
  return [...files].flatMap(([path, source]) => {
    const layer = rules.layerOf(path, files);
    const rule = layer === undefined ? undefined : rules.layers[layer];
    if (!rule) return [`${path} belongs to no layer`];
    return importsOf(source)
      .filter(({ specifier, typeOnly }) => {
        if (!isRelative(specifier)) return rule.noPackages;
        const target = rules.layerOf(resolveImport(path, specifier, files), files);
        const allowed = [layer, ...rule.code, ...(typeOnly ? (rule.types ?? []) : [])];
        return !allowed.includes(target);
      })
      .map(({ specifier, typeOnly }) => `${path} imports ${typeOnly ? 'types of ' : ''}${specifier}`);
  });
}

/** Each way round in a circle of modules that load each other, as one line. Types that are imported load nothing. */
export function importCycles(files: ReadonlyMap<string, string>): string[] {
  const known = new Set(files.keys());
  const cycles: string[] = [];
  const finished = new Set<string>();
  const walk = (path: string, way: string[]): void => {
    if (way.includes(path)) {
      cycles.push([...way.slice(way.indexOf(path)), path].join(' → '));
      return;
    }
    if (finished.has(path)) return;
    for (const { specifier, typeOnly } of importsOf(files.get(path) ?? '')) {
      if (typeOnly || !isRelative(specifier)) continue;
      const target = resolveImport(path, specifier, known);
      if (known.has(target)) walk(target, [...way, path]);
    }
    finished.add(path);
  };
  for (const path of known) walk(path, []);
  return cycles;
}
