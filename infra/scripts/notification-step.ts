import type { CatalogJob } from './catalog-jobs.ts';
import type { NotificationOptions } from './notification-options.ts';

export interface NotificationStep {
  name: string;
  /** What came of it, for people. */
  said: string;
  /** What somebody has to do by hand. */
  left?: LeftOfNotifications;
}

export type LeftOfNotifications =
  /** Undefined: there is none as yet, or nobody knows. */
  | { what: 'destination'; id?: string | undefined }
  | { what: 'doubles' }
  | { what: 'job' | 'unknownJob'; job: CatalogJob };

export const destinationName = ({ name }: Pick<NotificationOptions, 'name'>) => `Destination ${name}`;

/** All of them, in their order. */
export function notTried(options: NotificationOptions): NotificationStep[] {
  const said = 'not tried';
  return [
    { name: destinationName(options), said, left: { what: 'destination' } },
    ...options.jobs.map((job): NotificationStep => ({ name: job.label, said, left: { what: 'job', job } })),
  ];
}
