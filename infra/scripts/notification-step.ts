import type { CatalogJob } from './catalog-jobs.ts';

export interface NotificationStep {
  name: string;
  /** What came of it, for people. */
  said: string;
  /** What somebody has to do by hand. */
  left?: LeftOfNotifications;
}

export type LeftOfNotifications = { what: 'destination' } | { what: 'job'; job: CatalogJob };
