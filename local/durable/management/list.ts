import type { HttpResponse } from '../../http';
import type { Engine } from '../engine';
import { hasEnded, type Instance } from '../instance';
import { toDotnetJson } from '../json/dotnet-text';
import { toKey } from '../store/table-key';
import { bareRefusal, brokenRequest, json, notFound } from './answers';
import type { Query } from './query';
import { viewInstance } from './status';

const PAGE = 100;
export const CONTINUATION_HEADER = 'x-ms-continuation-token';

/** The numbers of Durable Task, which the filter accepts in place of names. */
const STATUS_BY_NUMBER: Record<string, string> = {
  '0': 'Running',
  '1': 'Completed',
  '2': 'ContinuedAsNew',
  '3': 'Failed',
  '4': 'Canceled',
  '5': 'Terminated',
  '6': 'Pending',
  '7': 'Suspended',
};

const STATUS_NAMES = new Set(Object.values(STATUS_BY_NUMBER));
const FINAL_NAMES = new Set(['Completed', 'Failed', 'Terminated', 'Canceled']);

/** `GET instances/`: a page of instances, by id. The token of a page is the id that the next one begins with. */
export async function answerList(engine: Engine, query: Query, token: string | undefined): Promise<HttpResponse> {
  const top = query.wholeNumber('top') ?? PAGE;
  if (top < 0) {
    return brokenRequest('System.ArgumentNullException', "Value cannot be null. (Parameter 'value')");
  }
  const from = token ? Buffer.from(token, 'base64').toString('utf8') : '';
  if (token && Buffer.from(from).toString('base64') !== token) return json(200, '[]');
  const asked = askedStatuses(query);
  const inRange = createdWithin(query);
  const showInput = query.flag('showInput', true);

  const page: unknown[] = [];
  for await (const instance of engine.list(query.text('instanceIdPrefix'))) {
    if (toKey(instance.instanceId) < toKey(from) || !inRange(instance)) continue;
    if (asked.size > 0 && !asked.has(instance.status)) continue;
    if (page.length === top) {
      const next = Buffer.from(instance.instanceId).toString('base64');
      return json(200, toDotnetJson(page), { [CONTINUATION_HEADER]: next });
    }
    page.push(viewInstance(instance, showInput));
  }
  return json(200, toDotnetJson(page));
}

/**
 * `DELETE instances/`: purges by time and status. Statuses count only where one of them is final: a filter that names
 * none purges everything in the range, and what still runs with it. So does the real extension.
 */
export async function answerBulkPurge(engine: Engine, query: Query): Promise<HttpResponse> {
  if (query.time('createdTimeFrom') === undefined) {
    return bareRefusal(400, "Please provide value for 'createdTimeFrom' parameter.");
  }
  const final = [...askedStatuses(query)].filter((status) => FINAL_NAMES.has(status));
  const inRange = createdWithin(query);
  const doomed: string[] = [];
  for await (const instance of engine.list()) {
    if (inRange(instance) && (final.length === 0 || final.includes(instance.status))) doomed.push(instance.instanceId);
  }
  for (const id of doomed) await engine.purge(id);
  return doomed.length > 0 ? json(200, JSON.stringify({ instancesDeleted: doomed.length })) : notFound;
}

/** `DELETE instances/{id}`. */
export async function answerPurge(engine: Engine, id: string): Promise<HttpResponse> {
  const instance = await engine.read(id);
  if (!instance) return notFound;
  if (!hasEnded(instance)) {
    return bareRefusal(
      412,
      'Only orchestrations in a terminal state can be purged, ' +
        `but the orchestration with instance ID ${id} has status ${instance.status}`,
    );
  }
  await engine.purge(id);
  return json(200, JSON.stringify({ instancesDeleted: 1 }));
}

/** Names as they are written, or numbers; anything else is ignored. */
function askedStatuses(query: Query): Set<string> {
  const named = query.all('runtimeStatus').flatMap((value) => value.split(','));
  const known = named.map((name) => STATUS_BY_NUMBER[name.trim()] ?? name.trim());
  return new Set(known.filter((name) => STATUS_NAMES.has(name)));
}

function createdWithin(query: Query): (instance: Instance) => boolean {
  const from = query.time('createdTimeFrom') ?? Number.NEGATIVE_INFINITY;
  const to = query.time('createdTimeTo') ?? Number.POSITIVE_INFINITY;
  return ({ createdAt }) => createdAt >= from && createdAt <= to;
}
