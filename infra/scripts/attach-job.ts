import type { CatalogJob } from './catalog-jobs.ts';
import type { NotificationStep } from './notification-step.ts';
import type { Ask } from './workspace.ts';

/** The start of a run tells the app nothing that it would have to know sooner, and Databricks has few places. */
const EVENTS = ['on_success', 'on_failure'];
const MOST_DESTINATIONS = 3;

/** Also those events of which this script knows nothing. */
type Notifications = Record<string, { id: string }[]>;

// An id may have more digits than a number of JavaScript. Node can write one digit by digit, which no type says yet.
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

interface Wanted {
  job: CatalogJob;
  /** Undefined: there is no destination as yet. */
  destination: string | undefined;
  dryRun: boolean;
}

/** Has the destination told of the ends of a job's runs. Databricks replaces the whole, so what is there is written again. */
export async function attachJob(ask: Ask, { job, destination, dryRun }: Wanted): Promise<NotificationStep> {
  const done = (said: string): NotificationStep => ({ name: job.label, said });
  const left = (said: string): NotificationStep => ({ name: job.label, said, left: { what: 'job', job } });
  const found = await ask('GET', `/api/2.2/jobs/get?job_id=${job.id}`);
  if (!found.ok) {
    const said = `refused (${found.why})`;
    return isUnknown(found) ? { name: job.label, said, left: { what: 'unknownJob', job } } : left(said);
  }
  const now = notificationsIn(found.body);
  const missing = EVENTS.filter((event) => !now[event]?.some(({ id }) => id === destination));
  if (missing.length === 0) return done('is told of already');
  const full = missing.filter((event) => (now[event]?.length ?? 0) >= MOST_DESTINATIONS);
  if (full.length > 0) return left(`is full (${full.join(' and ')}: ${MOST_DESTINATIONS} destinations are the most)`);
  if (dryRun) return done(`would be told of (${missing.join(', ')})`);
  if (destination === undefined) return left('not tried, without a destination');
  const added = Object.fromEntries(missing.map((event) => [event, [...(now[event] ?? []), { id: destination }]]));
  const new_settings = { webhook_notifications: { ...now, ...added } };
  const answer = await ask('POST', '/api/2.2/jobs/update', { job_id: rawJSON(job.id), new_settings });
  return answer.ok ? done(`is told of now (${missing.join(', ')})`) : left(`refused (${answer.why})`);
}

/** Databricks has two words for it, an old and a new one. */
const isUnknown = ({ status, why }: { status: number; why: string }) =>
  status === 404 || (status === 400 && /does not exist/i.test(why));

function notificationsIn({ settings }: Record<string, unknown>): Notifications {
  return (settings as { webhook_notifications?: Notifications } | undefined)?.webhook_notifications ?? {};
}
