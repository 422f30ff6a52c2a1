import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type Catalog, type CatalogEntry, catalogEntrySchema, jobAliasSchema } from '../contract/catalog';
import type { Settings } from './settings';
import { SettingsError } from './settings-error';

interface CatalogSettings extends Pick<Settings, 'jobsFile' | 'jobsFileIsOptional'> {
  /** The only one that there is. Undefined: nobody knows, and an entry may name any. */
  workspace?: { alias: string };
}

/** Reads the job catalog. Its path begins where the process runs, which is the folder of the app. */
export function readCatalog({ jobsFile, jobsFileIsOptional, workspace }: CatalogSettings): Catalog {
  const file = resolve(jobsFile);
  const refuse = (...faults: string[]) => new SettingsError(`The job catalog ${file} must be corrected`, faults);
  const text = readText(file, refuse);
  if (text === undefined && !jobsFileIsOptional) throw refuse('It is not there: correct JOBS_FILE, or remove it.');
  const { $schema: _, ...jobs } = text === undefined ? {} : parseObject(text, refuse);

  const entrySchema = workspace ? entriesFor(workspace.alias) : catalogEntrySchema;
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

const entriesFor = (alias: string) =>
  catalogEntrySchema.extend({
    workspace: z.literal(alias, `must be ${alias}: no other workspace is set up`).optional(),
  });

type Refusal = (...faults: string[]) => SettingsError;

function readText(file: string, refuse: Refusal): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, ''); // which some editors put there
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw refuse(`It can't be read (${code}).`);
  }
}

function parseObject(text: string, refuse: Refusal): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse(`It is not JSON: ${(error as Error).message}.`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw refuse('It must be an object: each name in it is an alias, each value says which job that is.');
}
