import type { HttpResponse } from '../../http';
import type { Engine } from '../engine';
import { hasEnded, type Instance } from '../instance';
import { toDotnetJson } from '../json/dotnet-text';
import { parseStored } from '../json/stored-json';
import { brokenRequest, json, notFound } from './answers';
import { AmbiguousHistory, viewHistory } from './history-view';
import type { Query } from './query';

const POLL_AFTER_SECONDS = '5';

/** `GET instances/{id}`: the heart of every polling loop. */
export async function answerStatus(
  engine: Engine,
  id: string,
  query: Query,
  requestUrl: string,
): Promise<HttpResponse> {
  const instance = await engine.read(id);
  if (!instance) return notFound;
  const showInput = query.flag('showInput', true);
  const body = viewInstance(instance, showInput);
  if (query.flag('showHistory', false) && instance.status !== 'Pending') {
    try {
      body.historyEvents = viewHistory(await engine.history(id), {
        showInput,
        showOutput: query.flag('showHistoryOutput', false),
      });
    } catch (error) {
      if (error instanceof AmbiguousHistory) return brokenRequest('System.ArgumentException', error.message);
      throw error;
    }
  }
  if (!hasEnded(instance)) {
    return json(202, toDotnetJson(body), { location: requestUrl, 'retry-after': POLL_AFTER_SECONDS });
  }
  const asError = instance.status === 'Failed' && query.flag('returnInternalServerErrorOnFailure', false);
  return json(asError ? 500 : 200, toDotnetJson(body));
}

/** An instance as the status API tells it. */
export function viewInstance(instance: Instance, showInput: boolean): Record<string, unknown> {
  return {
    name: instance.name,
    instanceId: instance.instanceId,
    runtimeStatus: instance.status,
    input: showInput ? parseStored(instance.input) : null,
    customStatus: parseStored(instance.customStatus),
    output: parseStored(instance.output),
    createdTime: wholeSeconds(instance.createdAt),
    lastUpdatedTime: wholeSeconds(instance.updatedAt),
  };
}

function wholeSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
