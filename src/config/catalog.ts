import { resolve } from 'node:path';
import { z } from 'zod';
import { type Catalog, type CatalogEntry, catalogEntrySchema, jobAliasSchema } from '../contract/catalog';
import { parseObject, readText } from './json-file';
import type { Settings } from './settings';
import { SettingsError } from './settings-error';

interface CatalogSettings extends Pick<Settings, 'jobsFile' | 'jobsFileIsOptional'> {
  /** Those that there are. Undefined: nobody knows, and an entry may name any. */
  workspaces?: readonly Pick<Settings['workspaces'][number], 'alias'>[];
}

/** Reads the job catalog. Its path begins where the process runs, which is the folder of the app. */
export function readCatalog({ jobsFile, jobsFileIsOptional, workspaces }: CatalogSettings): Catalog {
  const file = resolve(jobsFile);
  const refuse = (...faults: string[]) => new SettingsError(`The job catalog ${file} must be corrected`, faults);
  const text = readText(file, refuse);
  if (text === undefined && !jobsFileIsOptional) throw refuse('It is not there: correct JOBS_FILE, or remove it.');
  const { $schema: _, ...jobs } = text === undefined ? {} : parseObject(text, refuse, WHAT_IT_HOLDS);

  const entrySchema = workspaces ? entriesFor(workspaces.map(({ alias }) => alias)) : catalogEntrySchema;
  const faults: string[] = [];
  const catalog = new Map<string, CatalogEntry>();
  for (const [alias, written] of Object.entries(jobs)) {
    const name = jobAliasSchema.safeParse(alias);
    const entry = entrySchema.safeParse(written);
    for (const { path, message } of [...(name.error?.issues ?? []), ...(entry.error?.issues ?? [])]) {
      faults.push(`${[alias, z.core.toDotPath(path)].filter(Boolean).join('.')}: ${message}.`);
    }
    if (entry.data) catalog.set(alias, entry.data);
  }
  if (faults.length > 0) throw refuse(...faults);
  return catalog;
}

const WHAT_IT_HOLDS = 'each name in it is an alias, each value says which job that is';

const entriesFor = (aliases: readonly string[]) =>
  catalogEntrySchema.extend({
    workspace: z.enum(aliases, `must be one of the workspaces that are set up: ${aliases.join(', ')}`).optional(),
  });
