import { resolve } from 'node:path';
import type { z } from 'zod';
import { fieldProblems } from '../contract/schema-problem';
import { readJsonObject } from './json-file';
import { SettingsError } from './settings-error';
import type { SettingName } from './settings-schema';

/** A JSON file of entries by their names. `$schema`, by which editors know what may stand in it, is none. */
interface EntriesFile<Entry> {
  /** As a sentence about it begins: `The job catalog`. */
  what: string;
  /** Its path begins where the process runs, which is the folder of the app. */
  file: string;
  isOptional: boolean;
  /** By which somebody names another file. */
  setting: SettingName;
  /** For people. */
  whatItHolds: string;
  name: z.ZodType<string>;
  entry: z.ZodType<Entry>;
  /** What else may be wrong with an entry, beginning with the field. */
  faultsOf?(entry: Entry): readonly string[];
}

/** Undefined: there is no such file. All that is wrong with one is told at once. */
export function readEntries<Entry>(options: EntriesFile<Entry>): Map<string, Entry> | undefined {
  const { what, isOptional, setting, whatItHolds, faultsOf = () => [] } = options;
  const file = resolve(options.file);
  const refuse = (...faults: string[]) => new SettingsError(`${what} ${file} must be corrected`, faults);
  const content = readJsonObject(file, refuse, whatItHolds);
  if (!content && !isOptional) throw refuse(`It is not there: correct ${setting}, or remove it.`);
  if (!content) return undefined;

  const { $schema: _, ...written } = content;
  const faults: string[] = [];
  const entries = new Map<string, Entry>();
  for (const [title, value] of Object.entries(written)) {
    const name = options.name.safeParse(title);
    const entry = options.entry.safeParse(value);
    for (const { field, detail } of [name, entry].flatMap(({ error }) => (error ? fieldProblems(error) : []))) {
      faults.push(`${[title, field].filter(Boolean).join('.')}: ${detail}.`);
    }
    if (entry.success) faults.push(...faultsOf(entry.data).map((fault) => `${title}.${fault}`));
    if (!name.success || !entry.success) continue;
    if (entries.has(name.data)) faults.push(`${title} is there twice, and only one of them would count.`);
    entries.set(name.data, entry.data);
  }
  if (faults.length > 0) throw refuse(...faults);
  return entries;
}
