import { resolve } from 'node:path';
import { z } from 'zod';
import { type CallerRule, type CallerRules, callerIdSchema, callerRuleSchema } from '../contract/caller-rules';
import type { Catalog } from '../contract/catalog';
import { isJobId } from '../contract/run-request';
import { parseObject, readText } from './json-file';
import type { Settings } from './settings';
import { SettingsError } from './settings-error';

interface CallersSettings extends Pick<Settings, 'callerAuth' | 'callersFile' | 'callersFileIsOptional'> {
  workspaces: readonly Pick<Settings['workspaces'][number], 'alias'>[];
}

/** What each caller may do. Undefined: the roles alone decide; with function keys nobody is told apart from others. */
export function readCallers(settings: CallersSettings, catalog: Catalog): CallerRules | undefined {
  const { callerAuth, callersFile, callersFileIsOptional } = settings;
  if (callerAuth === 'key') return undefined;
  const file = resolve(callersFile);
  const refuse = (...faults: string[]) => new SettingsError(`The list of callers ${file} must be corrected`, faults);
  const text = readText(file, refuse);
  if (text === undefined && callersFileIsOptional) return undefined;
  if (text === undefined) throw refuse('It is not there: correct CALLERS_FILE, or remove it.');
  const { $schema: _, ...callers } = parseObject(text, refuse, WHAT_IT_HOLDS);

  const faults = repeated(text).map((id) => `${id} is there twice, and only one of them would count.`);
  const rules = new Map<string, CallerRule>();
  for (const [id, written] of Object.entries(callers)) {
    const name = callerIdSchema.safeParse(id);
    const rule = callerRuleSchema.safeParse(written);
    for (const { path, message } of [...(name.error?.issues ?? []), ...(rule.error?.issues ?? [])]) {
      faults.push(`${[id, z.core.toDotPath(path)].filter(Boolean).join('.')}: ${message}.`);
    }
    const unknown = rule.data?.jobs?.filter((job) => !isKnown(job, settings, catalog)) ?? [];
    faults.push(
      ...unknown.map(
        (job) =>
          `${id}.jobs: ${job} is no alias of the catalog, and its workspace is not one that is set up beside the default one.`,
      ),
    );
    if (rule.data) rules.set(id.toLowerCase(), rule.data);
  }
  if (faults.length > 0) throw refuse(...faults);
  return rules;
}

const WHAT_IT_HOLDS = 'each name in it is the application id of a caller, each value says what that may do';

/** What is misspelt would open nothing, and nobody would see why. */
function isKnown(job: string, { workspaces }: CallersSettings, catalog: Catalog): boolean {
  const [workspace, id] = job.includes('/') ? job.split('/') : [undefined, job];
  if (workspace !== undefined) return workspaces.slice(1).some(({ alias }) => alias === workspace);
  return catalog.has(job) || isJobId(id ?? '');
}

/** JSON takes the last of several fields of one name, and ids may be written in large letters, too. */
function repeated(text: string): string[] {
  const ids = [...text.matchAll(/"([0-9a-f-]{36}|\*)"\s*:/gi)].map(([, id = '']) => id.toLowerCase());
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}
