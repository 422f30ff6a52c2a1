import { z } from 'zod';
import { type Catalog, catalogEntrySchema } from '../contract/jobs/catalog';
import { jobAliasSchema } from '../contract/jobs/job-names';
import { readEntries } from './entries';
import type { Settings } from './settings';

interface CatalogSettings extends Pick<Settings, 'jobsFile' | 'jobsFileIsOptional'> {
  /** Those that there are. Undefined: nobody knows, and an entry may name any. */
  workspaces?: readonly Pick<Settings['workspaces'][number], 'alias'>[];
}

/** What the app knows of jobs. Without a file that is nothing. */
export function readCatalog({ jobsFile, jobsFileIsOptional, workspaces }: CatalogSettings): Catalog {
  const catalog = readEntries({
    what: 'The job catalog',
    file: jobsFile,
    isOptional: jobsFileIsOptional,
    setting: 'JOBS_FILE',
    whatItHolds: 'each name in it is an alias, each value says which job that is',
    name: jobAliasSchema,
    entry: workspaces ? entriesFor(workspaces.map(({ alias }) => alias)) : catalogEntrySchema,
  });
  return catalog ?? new Map();
}

const entriesFor = (aliases: readonly string[]) =>
  catalogEntrySchema.extend({
    workspace: z.enum(aliases, `must be one of the workspaces that are set up: ${aliases.join(', ')}`).optional(),
  });
