import type { Cluster, ClusterEvent } from '../simulation/clusters/cluster';
import { invalid } from '../simulation/refusal';
import type { Arguments } from './arguments';
import { makePageToken, readPageToken } from './page';
import type { Call } from './route';

const USUAL_PAGE = 50;
const MOST_A_PAGE = 500;
const KIND = 'cluster events';

interface Numbered {
  event: ClusterEvent;
  /** Among all events of the cluster. */
  index: number;
}

/** Pages by token, or in the deprecated way by offset and limit. The latest event is first, unless asked otherwise. */
export function clusterEvents(cluster: Cluster, { args, world }: Call) {
  const order = orderOf(args);
  const all = filtered(cluster, args);
  if (order === 'DESC') all.reverse();
  const byToken = args.text('page_token') ? tokenPage(all, args, order) : undefined;
  const { start, size } = byToken ?? { start: offsetOf(args, order), size: sizeOf(args) };
  const items = all.slice(start, start + size);
  const [first, last] = [items[0], items.at(-1)];
  const hasMore = start + items.length < all.length && last !== undefined;
  const next = hasMore ? makePageToken(KIND, `${order} after ${last.index}`) : undefined;
  return {
    ...(items.length > 0 && { events: items.map(({ event }) => ({ cluster_id: cluster.clusterId, ...event })) }),
    ...(next && { next_page_token: next, next_page: nextPage(args, next, start + items.length, world.timeline.now) }),
    ...(start > 0 && first && { prev_page_token: makePageToken(KIND, `${order} before ${first.index}`) }),
    total_count: byToken ? 0 : all.length,
  };
}

function filtered({ events }: Cluster, args: Arguments): Numbered[] {
  const [from, to] = [args.whole('start_time') ?? 0, args.whole('end_time') ?? Number.POSITIVE_INFINITY];
  const types = args.texts('event_types') ?? [];
  return events
    .map((event, index) => ({ event, index }))
    .filter(({ event }) => event.timestamp >= from && event.timestamp <= to)
    .filter(({ event }) => types.length === 0 || types.includes(event.type));
}

/** A token names the event beside which the page lies: new ones move nothing. */
function tokenPage(all: readonly Numbered[], args: Arguments, order: string) {
  const [madeFor, side, anchor] = (readPageToken(KIND, args.text('page_token')) ?? '').split(' ');
  if (madeFor !== order) throw invalid('The page token was made for another order.');
  const size = pageSizeOf(args);
  const place = all.findIndex(({ index }) => (order === 'ASC' ? index >= Number(anchor) : index <= Number(anchor)));
  if (place < 0) return { start: all.length, size };
  if (side === 'before') return { start: Math.max(0, place - size), size: Math.min(place, size) };
  return { start: all[place]?.index === Number(anchor) ? place + 1 : place, size };
}

function nextPage(args: Arguments, token: string, offset: number, now: number) {
  const { page_token: _token, offset: _offset, ...asked } = args.fields;
  const isByToken = args.fields.page_size !== undefined || _token !== undefined;
  if (isByToken) return { ...asked, page_token: token };
  return { end_time: now, ...asked, offset, limit: sizeOf(args) };
}

function orderOf(args: Arguments): 'ASC' | 'DESC' {
  const order = args.text('order') ?? 'DESC';
  if (order !== 'ASC' && order !== 'DESC') throw invalid(`${order} is not a valid order: ASC or DESC.`);
  return order;
}

function offsetOf(args: Arguments, order: string): number {
  const offset = args.whole('offset') ?? 0;
  if (offset > 0 && order === 'DESC' && args.whole('end_time') === undefined)
    throw invalid('end_time is required when an offset is specified and the order is DESC.');
  return offset;
}

function sizeOf(args: Arguments): number {
  const limit = args.whole('limit');
  if (limit === undefined) return pageSizeOf(args);
  if (limit > MOST_A_PAGE) throw invalid(`limit must be at most ${MOST_A_PAGE}.`);
  return limit || USUAL_PAGE;
}

/** More than there can be is no mistake here. */
const pageSizeOf = (args: Arguments) => Math.min(args.whole('page_size') || USUAL_PAGE, MOST_A_PAGE);
