import { invalid } from '../refusal';
import type { Ending } from '../runs/ending';
import type { Run } from '../runs/run';
import type { JobSettings, RunEvent } from '../settings';
import type { World } from '../world';
import type { Destination } from './destination';

export interface Notification {
  destination: Destination;
  event: RunEvent;
  run: Run;
}

const MOST_DESTINATIONS = 3;

/** Tells all that the run's settings name for this. A destination that was deleted since is told no more. */
export function notify(world: World, run: Run, event: RunEvent | undefined): void {
  if (!event) return;
  for (const { id } of run.settings.webhook_notifications?.[event] ?? []) {
    const destination = world.destinations.get(id);
    if (destination) world.sendOut({ destination, event, run });
  }
}

/** What this end is told as. Undefined: whoever wrote the settings wants to hear nothing of such ends. */
export function eventOfEnd({ lifeCycle, result }: Ending, settings: JobSettings): RunEvent | undefined {
  const { no_alert_for_skipped_runs: skipped, no_alert_for_canceled_runs: canceled } =
    settings.notification_settings ?? {};
  if (result === 'SUCCESS' || result === 'SUCCESS_WITH_FAILURES') return 'on_success';
  const isUnwanted = (lifeCycle === 'SKIPPED' && skipped) || (result === 'CANCELED' && canceled);
  return isUnwanted ? undefined : 'on_failure';
}

/** Refuses what Databricks would refuse of the settings that a caller has written. */
export function checkNotifications(world: World, given: Pick<JobSettings, 'webhook_notifications'>): void {
  for (const [event, wanted] of Object.entries(given.webhook_notifications ?? {})) {
    if (wanted.length > MOST_DESTINATIONS)
      throw invalid(`At most ${MOST_DESTINATIONS} destinations can be specified for ${event}.`);
    const unknown = wanted.find(({ id }) => !world.destinations.has(id));
    if (unknown) throw invalid(`Notification destination ${unknown.id} does not exist.`);
  }
}
