import { invalid } from '../simulation/refusal';
import { makePageToken, readPageToken } from './page';
import type { Call } from './route';

export interface Listed<T> {
  items: T[];
  /** What the answer says about the rest, besides the items. */
  rest: Record<string, unknown>;
}

export interface ListLimits {
  kind: string;
  limit: number;
  /** The old versions page by offset, too, but not for ever. */
  longestOffset: number;
}

/**
 * One page of a list that grows at its head: newest first. Tokens name the item beside which the page lies, so nothing
 * is repeated or left out when something new comes in between.
 */
export function listPage<T>(
  call: Call,
  all: readonly T[],
  orderOf: (item: T) => number,
  limits: ListLimits,
): Listed<T> {
  const { kind, limit } = limits;
  const token = readPageToken(kind, call.args.text('page_token'));
  const start = token ? startAt(token, all, orderOf, limit) : offsetOf(call, limits);
  const items = all.slice(start, start + limit);
  const [first, last] = [items[0], items.at(-1)];
  const hasMore = start + limit < all.length;
  return {
    items,
    rest: {
      // Version 2.2 has taken it away: there, only the token tells.
      ...(call.version !== '2.2' && { has_more: hasMore }),
      ...(hasMore && last && { next_page_token: makePageToken(kind, `after ${orderOf(last)}`) }),
      ...(start > 0 && first && { prev_page_token: makePageToken(kind, `before ${orderOf(first)}`) }),
    },
  };
}

function startAt<T>(token: string, all: readonly T[], orderOf: (item: T) => number, limit: number): number {
  const [side, order] = token.split(' ');
  const firstOlder = all.findIndex((item) => orderOf(item) < Number(order));
  if (side === 'after') return firstOlder < 0 ? all.length : firstOlder;
  const anchor = all.findIndex((item) => orderOf(item) <= Number(order));
  return Math.max(0, (anchor < 0 ? all.length : anchor) - limit);
}

function offsetOf({ version, args }: Call, { longestOffset }: ListLimits): number {
  const offset = version === '2.2' ? 0 : (args.whole('offset') ?? 0);
  if (offset > longestOffset) {
    const advice =
      'Please use the page_token parameter to paginate: https://docs.databricks.com/api/workspace/jobs/listruns.';
    throw invalid(
      `The supplied offset ${offset} has exceeded the value of ${longestOffset} allowed for this parameter.${advice}`,
    );
  }
  return offset;
}
