import type { NotificationOptions } from './notification-options.ts';
import { destinationName, type LeftOfNotifications, type NotificationStep } from './notification-step.ts';
import type { Ask } from './workspace.ts';

export const DESTINATIONS = '/api/2.0/notification-destinations';
const MOST_PAGES = 1000;

type Wanted = Pick<NotificationOptions, 'name' | 'url' | 'user' | 'dryRun'>;

export interface GivenDestination {
  step: NotificationStep;
  /** Undefined: there is none as yet. */
  id: string | undefined;
}

/**
 * Makes the destination, or brings the one of this name up to date. Databricks never shows where a destination leads, so
 * it is known by its name only, and written each time.
 */
export async function giveDestination(ask: Ask, wanted: Wanted, password: string): Promise<GivenDestination> {
  const { name, dryRun } = wanted;
  const step = (said: string, left?: LeftOfNotifications): NotificationStep => ({
    name: destinationName(wanted),
    said,
    ...(left && { left }),
  });
  const found = await findAll(ask, name);
  if (!Array.isArray(found)) return { step: step(`refused (${found.why})`, { what: 'destination' }), id: undefined };
  const [id, another] = found;
  if (another) {
    const said = `is there ${found.length} times: delete all but one, or give another --name`;
    return { step: step(said, { what: 'doubles' }), id: undefined };
  }
  if (dryRun) return { step: step(id ? `would be updated (id ${id})` : 'would be created'), id };
  const answer = id
    ? await ask('PATCH', `${DESTINATIONS}/${id}`, destinationOf(wanted, password))
    : await ask('POST', DESTINATIONS, destinationOf(wanted, password));
  if (!answer.ok) return { step: step(`refused (${answer.why})`, { what: 'destination', id }), id };
  const known = id ?? String(answer.body.id);
  return { step: step(`${id ? 'is there, and up to date now' : 'created'} (id ${known})`), id: known };
}

/** What is sent for that; also shown, with another password, to those who do it by hand. */
export function destinationOf({ name, url, user }: Pick<Wanted, 'name' | 'url' | 'user'>, password: string) {
  return { display_name: name, config: { generic_webhook: { url, username: user, password } } };
}

async function findAll(ask: Ask, name: string): Promise<string[] | { why: string }> {
  const ids: string[] = [];
  let token = '';
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await ask('GET', `${DESTINATIONS}${token && `?page_token=${encodeURIComponent(token)}`}`);
    if (!answer.ok) return answer;
    const results = (answer.body.results ?? []) as { id: string; display_name?: string; destination_type?: string }[];
    const ours = results.filter((each) => each.display_name === name && each.destination_type === 'WEBHOOK');
    ids.push(...ours.map(({ id }) => id));
    token = String(answer.body.next_page_token ?? '');
    if (!token) break;
  }
  return ids;
}
