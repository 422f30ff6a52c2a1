import type { CatalogJob } from './catalog-jobs.ts';

export const PLACE = 'Service principal';

export interface Step {
  name: string;
  /** What came of it, for people. */
  said: string;
  /** What somebody has to do by hand. Undefined: nothing. */
  left?: Left | undefined;
}

export type Left = { what: 'place' } | { what: 'permission'; job: CatalogJob } | { what: 'catalog'; job: CatalogJob };

export function notTried(jobs: readonly CatalogJob[]): Step[] {
  const said = 'not tried';
  return [
    { name: PLACE, said, left: { what: 'place' } },
    ...jobs.map((job): Step => ({ name: job.label, said, left: { what: 'permission', job } })),
  ];
}

/** Told as it is, without a stack. */
export class CannotGoOn extends Error {}
