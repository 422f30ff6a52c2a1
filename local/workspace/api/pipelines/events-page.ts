import type { Pipeline } from '../../simulation/pipelines/pipeline';
import { invalid } from '../../simulation/refusal';
import { makePageToken, readPageToken } from '../page';
import type { Call } from '../route';
import { readEventFilter } from './event-filter';
import { eventView } from './pipeline-view';

const USUAL_PAGE = 25;
const MOST_A_PAGE = 250;

interface Wanted {
  filter: string;
  ascending: boolean;
  /** Of the last event that was shown. */
  after?: number;
}

/** A page of the event log, newest first. A token stands for the whole question, and nothing may stand beside it. */
export function eventsPage({ args, place }: Call, pipeline: Pipeline) {
  const token = readPageToken('events', args.text('page_token'));
  if (token !== undefined && ['filter', 'order_by'].some((name) => args.fields[name] !== undefined))
    throw invalid('page_token cannot be specified together with anything but max_results.');
  const wanted: Wanted =
    token === undefined
      ? { filter: args.text('filter') ?? '', ascending: isAscending(args.fields.order_by) }
      : JSON.parse(token);
  const { filter, ascending, after } = wanted;
  const size = args.whole('max_results') ?? USUAL_PAGE;
  if (size < 1 || size > MOST_A_PAGE) throw invalid(`max_results must be between 1 and ${MOST_A_PAGE}.`);

  const isWanted = readEventFilter(filter);
  const inOrder = ascending ? pipeline.events : pipeline.events.toReversed();
  const rest = inOrder.filter(
    (event) => isWanted(event) && (after === undefined || (ascending ? event.order > after : event.order < after)),
  );
  const items = rest.slice(0, size);
  const last = items.at(-1);
  const next = last && items.length < rest.length && JSON.stringify({ filter, ascending, after: last.order });
  return {
    events: items.map((event) => eventView(event, pipeline, place)),
    ...(next && { next_page_token: makePageToken('events', next) }),
  };
}

function isAscending(orderBy: unknown): boolean {
  const text = String(Array.isArray(orderBy) ? orderBy[0] : (orderBy ?? 'timestamp desc'));
  const [, order] = /^timestamp(?:\s+(asc|desc))?$/i.exec(text) ?? [];
  if (!/^timestamp/i.test(text)) throw invalid(`Invalid order_by: ${text}`);
  return order?.toLowerCase() !== 'desc';
}
