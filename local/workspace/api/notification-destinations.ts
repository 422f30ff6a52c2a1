import type { Destination } from '../simulation/notifications/destination';
import { invalid, Refusal } from '../simulation/refusal';
import { PermissionDenied } from './errors';
import { pageOf } from './page';
import type { Call, Routes } from './route';

const PATH = 'notification-destinations';
const MOST_A_PAGE = 100;
/** A webhook of this machine needs no https: it is the only one that this workspace ever calls. */
const WEBHOOK = /^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/])/i;

export const notificationDestinationsRoutes: Routes = {
  [`POST ${PATH}`]: (call) => {
    mustBeAdmin(call);
    const { args, world } = call;
    const displayName = args.text('display_name');
    if (!displayName) throw invalid('Missing required field: display_name');
    const { url, username, password } = readWebhook(call);
    if (url === undefined) throw invalid('Missing required field: config.generic_webhook.url');
    const created: Destination = { id: world.ids.uuid(), displayName, url, username, password };
    world.destinations.set(created.id, created);
    return view(call, created);
  },

  [`GET ${PATH}`]: ({ args, world }) => {
    const size = Math.min(args.whole('page_size') || MOST_A_PAGE, MOST_A_PAGE);
    const { items, next } = pageOf(PATH, [...world.destinations.values()], size, args.text('page_token'));
    const results = items.map(({ id, displayName }) => ({ id, ...named(displayName) }));
    return { results, ...(next !== undefined && { next_page_token: next }) };
  },

  [`GET ${PATH}/*`]: (call) => view(call, find(call)),

  [`PATCH ${PATH}/*`]: (call) => {
    mustBeAdmin(call);
    const known = find(call);
    const displayName = call.args.text('display_name');
    const webhook = call.args.object('config') ? readWebhook(call) : undefined;
    if (!displayName && !webhook) throw invalid('At least one field has to be given.');
    if (displayName) known.displayName = displayName;
    Object.assign(known, webhook);
    return view(call, known);
  },

  [`DELETE ${PATH}/*`]: (call) => {
    mustBeAdmin(call);
    call.world.destinations.delete(find(call).id);
    return {};
  },
};

function mustBeAdmin({ user }: Call): void {
  if (!user.admin) throw new PermissionDenied(`User ${user.name} is not an admin of this workspace.`);
}

function find({ world, target }: Call): Destination {
  const known = world.destinations.get(target);
  if (!known) throw new Refusal('RESOURCE_DOES_NOT_EXIST', `Notification destination ${target} does not exist.`);
  return known;
}

/** Only what is given. */
function readWebhook({ args }: Call): Partial<Pick<Destination, 'url' | 'username' | 'password'>> {
  const config = args.object('config') ?? {};
  const kinds = Object.keys(config);
  if (kinds.length !== 1) throw invalid('config must have exactly one of its kinds.');
  if (kinds[0] !== 'generic_webhook') throw invalid(`Destinations of the kind ${kinds[0]} are not simulated.`);
  const given = (config.generic_webhook ?? {}) as Record<string, unknown>;
  const fields = ['url', 'username', 'password'].filter((field) => given[field] !== undefined && given[field] !== null);
  const wrong = fields.find((field) => typeof given[field] !== 'string');
  if (wrong) throw invalid(`config.generic_webhook.${wrong} must be a string.`);
  if (fields.includes('url') && !(WEBHOOK.test(String(given.url)) && URL.canParse(String(given.url))))
    throw invalid('config.generic_webhook.url must be an address by https.');
  return Object.fromEntries(fields.map((field) => [field, given[field]]));
}

/** What was written stays secret; whether it was is shown, to admins. */
function view({ user }: Call, { id, displayName, username, password }: Destination) {
  const webhook = { url_set: true, username_set: username !== undefined, password_set: password !== undefined };
  return { id, ...named(displayName), ...(user.admin && { config: { generic_webhook: webhook } }) };
}

const named = (displayName: string) => ({ display_name: displayName, destination_type: 'WEBHOOK' });
