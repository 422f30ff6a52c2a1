import { readFileSync } from 'node:fs';
import { CannotGoOn } from './step.ts';

export interface CatalogJob {
  id: string;
  /** With the aliases that lead to it. */
  label: string;
}

/** The jobs that the catalog names, each once. */
export function readJobs(file: string | undefined): CatalogJob[] {
  if (file === undefined) return [];
  const { $schema: _, ...entries } = read(file);
  const aliases = new Map<string, string[]>();
  for (const [alias, entry] of Object.entries(entries)) {
    const { job } = (entry ?? {}) as { job?: unknown };
    if (!/^\d+$/.test(String(job))) throw new CannotGoOn(`${file}: ${alias}.job must be the id of a job.`);
    aliases.set(String(job), [...(aliases.get(String(job)) ?? []), alias]);
  }
  return [...aliases].map(([id, names]) => ({ id, label: `Job ${id} (${names.join(', ')})` }));
}

function read(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CannotGoOn(`The job catalog ${file} can't be read: ${(error as Error).message}`);
  }
}
