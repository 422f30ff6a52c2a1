import { type CallerRules, callerIdSchema, callerRuleSchema } from '../contract/callers/caller-rules';
import type { Catalog } from '../contract/jobs/catalog';
import { isJobId } from '../contract/runs/request/run-request';
import { readEntries } from './entries';
import type { Settings } from './settings';

interface CallersSettings extends Pick<Settings, 'callerAuth' | 'callersFile' | 'callersFileIsOptional'> {
  workspaces: readonly Pick<Settings['workspaces'][number], 'alias'>[];
}

/** What each caller may do. Undefined: the roles alone decide; with function keys nobody is told apart from others. */
export function readCallers(settings: CallersSettings, catalog: Catalog): CallerRules | undefined {
  const { callerAuth, callersFile, callersFileIsOptional } = settings;
  if (callerAuth === 'key') return undefined;
  return readEntries({
    what: 'The list of callers',
    file: callersFile,
    isOptional: callersFileIsOptional,
    setting: 'CALLERS_FILE',
    whatItHolds: 'each name in it is the application id of a caller, each value says what that may do',
    name: callerIdSchema,
    entry: callerRuleSchema,
    faultsOf({ jobs = [] }) {
      const unknown = jobs.filter((job) => !isKnown(job, settings, catalog));
      return unknown.map((job) => `jobs: ${job} ${IS_UNKNOWN}`);
    },
  });
}

const IS_UNKNOWN = 'is no alias of the catalog, and its workspace is not one that is set up beside the default one.';

/** What is misspelt would open nothing, and nobody would see why. */
function isKnown(job: string, { workspaces }: CallersSettings, catalog: Catalog): boolean {
  const [workspace, id] = job.includes('/') ? job.split('/') : [undefined, job];
  if (workspace !== undefined) return workspaces.slice(1).some(({ alias }) => alias === workspace);
  return catalog.has(job) || isJobId(id ?? '');
}
