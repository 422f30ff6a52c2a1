import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type Catalog, type CatalogEntry, catalogEntrySchema, jobAliasSchema } from '../contract/catalog';
import type { Settings } from './settings';
import { SettingsError } from './settings-error';

type CatalogSettings = Pick<Settings, 'jobsFile' | 'jobsFileIsOptional' | 'workspace'>;

/** Reads the job catalog. Its path begins where the process runs, which is the folder of the app. */
export function readCatalog({ jobsFile, jobsFileIsOptional, workspace }: CatalogSettings): Catalog {
  const file = resolve(jobsFile);
  const refuse = (...faults: string[]) => new SettingsError(`The job catalog ${file} must be corrected`, faults);
  const text = readText(file, refuse);
  if (text === undefined && !jobsFileIsOptional) throw refuse('It is not there: correct JOBS_FILE, or remove it.');
  const { $schema: _, ...jobs } = text === undefined ? {} : parseObject(text, refuse);

  const known = z.literal(workspace.alias, `must be ${workspace.alias}: no other workspace is set up`);
  const entrySchema = catalogEntrySchema.extend({ workspace: known.optional() });
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
