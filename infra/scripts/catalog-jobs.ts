import { readFileSync } from 'node:fs';
import { CannotGoOn } from './step.ts';

export interface CatalogJob {
  id: string;
  /** With the aliases that lead to it. */
  label: string;
}

export interface CatalogJobs {
  /** Those of the workspace, each once. */
  here: CatalogJob[];
  /** Those of other workspaces, where the same id is another job. */
  elsewhere: (CatalogJob & { workspace: string })[];
}

/** What the catalog calls the workspace of entries that name none. */
export const DEFAULT_WORKSPACE = 'default';

/** The jobs that the catalog names. */
export function readJobs(file: string | undefined, workspace: string): CatalogJobs {
  const jobs = new Map<string, { id: string; workspace: string; aliases: string[] }>();
  for (const [alias, entry] of Object.entries(file === undefined ? {} : entriesOf(file))) {
    const { job, workspace: of = DEFAULT_WORKSPACE } = (entry ?? {}) as { job?: unknown; workspace?: unknown };
    if (!/^\d+$/.test(String(job))) throw new CannotGoOn(`${file}: ${alias}.job must be the id of a job.`);
    if (typeof of !== 'string') throw new CannotGoOn(`${file}: ${alias}.workspace must be the alias of a workspace.`);
    const key = `${of}/${job}`;
    const { aliases } = jobs.get(key) ?? { aliases: [] };
    jobs.set(key, { id: String(job), workspace: of, aliases: [...aliases, alias] });
  }
  const labelled = [...jobs.values()].map((job) => ({ ...job, label: `Job ${job.id} (${job.aliases.join(', ')})` }));
  return {
    here: labelled.filter((job) => job.workspace === workspace).map(({ id, label }) => ({ id, label })),
    elsewhere: labelled.filter((job) => job.workspace !== workspace),
  };
}

function entriesOf(file: string): Record<string, unknown> {
  const { $schema: _, ...entries } = read(file);
  return entries;
}

function read(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CannotGoOn(`The job catalog ${file} can't be read: ${(error as Error).message}`);
  }
}
