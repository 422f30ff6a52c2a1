import type { Changeable } from '../contract/allowed-changes';
import { ProblemError } from '../contract/problem';
import type { App } from './app';

/** What changes something in Databricks has to be asked for by whoever runs this app. */
export function refuseChange(what: Changeable, { allowedChanges }: Pick<App, 'allowedChanges'>): void {
  if (allowedChanges.includes(what)) return;
  throw new ProblemError({
    status: 403,
    code: 'changeNotAllowed',
    detail: `This app may not change ${what}. Whoever runs it can allow that with the setting ALLOW_CHANGES: add ${what} to it.`,
  });
}
