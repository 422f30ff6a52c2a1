import type { Clock } from '../../local/clock';
import { Engine, type EngineOptions } from '../../local/durable/engine';
import { createManagementApi } from '../../local/durable/management/api';
import { clientBinding } from '../../local/durable/management/instance-urls';
import { createMemoryStore } from '../../local/durable/store/memory-store';
import type { Store } from '../../local/durable/store/store';
import { durableFunctionsOf } from '../../local/durable-app';
import type { Registry } from '../../local/host/functions-core';
import { FunctionsHost } from '../../local/host/functions-host';
import { readHostSettings } from '../../local/host/settings';
import type { HttpHandler, HttpRequest, HttpResponse } from '../../local/http';
import type { LogLevel } from '../../local/log';
import { recordOrchestrators } from './recorded-orchestrators';

export interface InMemoryHostOptions {
  registry: Registry;
  directory: string;
  clock: Clock;
  store?: Store;
  systemKey?: string;
  defaultVersion?: string;
  rpcBaseUrl?: () => string;
  publicOrigin?: () => string;
  limits?: Pick<EngineOptions, 'longestTimerMs' | 'longTimerStepMs' | 'maxActions'>;
}

/** An app on the embedded host, with everything in memory and without a socket. */
export function createInMemoryHost(options: InMemoryHostOptions) {
  const { registry, directory, clock, store = createMemoryStore() } = options;
  const settings = readHostSettings(directory, {}, 1);
  const hub = { hubName: settings.hubName, systemKey: options.systemKey ?? 'KEY' };
  const lines: { level: LogLevel; source: string; message: string }[] = [];
  const log = (level: LogLevel, source: string, message: string) => void lines.push({ level, source, message });
  registry.log = log;
  let guids = 0;
  const host = new FunctionsHost({
    registry,
    directory,
    settings,
    env: {},
    clock,
    log,
    keys: undefined,
    durableClient: () => ({
      string: JSON.stringify(
        clientBinding(options.publicOrigin?.() ?? 'http://localhost', options.rpcBaseUrl?.() ?? '', hub),
      ),
    }),
  });
  const { recording, replayAll, listen } = recordOrchestrators(durableFunctionsOf(host));
  const engine = new Engine({
    store,
    functions: recording,
    clock,
    newGuid: () => `00000000-0000-4000-8000-${String(++guids).padStart(12, '0')}`,
    log,
    defaultVersion: options.defaultVersion ?? settings.defaultVersion,
    maxActivities: 100,
    ...options.limits,
  });
  const management = createManagementApi('/runtime/webhooks/durabletask', { engine, hub, clock, log });
  const orchestrators = { invoke: recording.invokeOrchestrator, listen };
  return { host, engine, store, hub, lines, management, orchestrators, replayAll: () => replayAll(store) };
}

/** A request to a handler, as a socket would have delivered it. */
export function ask(
  handler: HttpHandler,
  method: string,
  url: string,
  { body = '', headers = {} }: { body?: string | Uint8Array; headers?: Record<string, string> } = {},
): Promise<HttpResponse> {
  const [path = '', ...query] = url.split('?');
  const request: HttpRequest = {
    method,
    path,
    query: query.join('?'),
    headers: { host: 'localhost:7071', ...headers },
    body: Buffer.from(body),
  };
  return handler(request);
}
