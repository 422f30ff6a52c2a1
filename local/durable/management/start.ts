import type { Clock } from '../../clock';
import type { HttpResponse } from '../../http';
import type { Engine } from '../engine';
import { hasEnded, InstanceExists } from '../instance';
import { InvalidJsonError, parseLenientJson } from '../json/lenient-json';
import { toKey } from '../store/table-key';
import { internalError, invalidJson, json, refusal } from './answers';
import { type HubAddress, instanceUrls } from './instance-urls';
import type { Query } from './query';
import { answerStatus } from './status';

const START_RETRY_SECONDS = '10';
const POLL_SECONDS = 10;
const SHORTEST_POLL_MS = 100;
/** A table key holds 1 KiB of UTF-16. */
const LONGEST_KEY = 512;

export interface ApiContext {
  engine: Engine;
  hub: HubAddress;
  /** Of the URLs that the caller is given. */
  base: string;
  clock: Clock;
}

/** `POST orchestrators/{name}/{id?}`. With `timeout` it waits for the end, and answers with the bare output. */
export async function answerStart(
  context: ApiContext,
  name: string,
  id: string | undefined,
  body: string,
  query: Query,
): Promise<HttpResponse> {
  const { engine } = context;
  if (id && toKey(id).length > LONGEST_KEY) {
    return internalError(
      'DurableTask.AzureStorage.Storage.DurableTaskStorageException',
      'An error occurred while communicating with Azure Storage',
    );
  }
  const input = body.trim() === '' ? null : body; // kept as it came: the history shows the caller's own spelling
  try {
    if (input !== null) parseLenientJson(input);
  } catch (error) {
    if (error instanceof InvalidJsonError) return invalidJson(error);
    throw error;
  }
  let started: string;
  try {
    started = await engine.start({ name, input, instanceId: id, version: query.text('version') });
  } catch (error) {
    if (error instanceof InstanceExists) return refusal(409, error.message);
    throw error;
  }
  const timeout = query.wholeNumber('timeout');
  return timeout === undefined ? started202(context, started) : answerWhenEnded(context, started, timeout, query);
}

/** `POST instances/{id}/restart`: runs the same input once more, under a new id unless told otherwise. */
export async function answerRestart(context: ApiContext, id: string, query: Query): Promise<HttpResponse> {
  const instance = await context.engine.read(id);
  if (!instance) {
    return refusal(400, 'InstanceId does not match a valid orchestration instance.', {
      type: 'System.ArgumentException',
      message: `No instance with ID '${id}' was found. (Parameter 'instanceId')`,
    });
  }
  const sameId = !query.flag('restartWithNewInstanceId', true);
  const { name, input, version } = instance;
  try {
    return started202(
      context,
      await context.engine.start({ name, input, version, instanceId: sameId ? id : undefined }),
    );
  } catch (error) {
    if (!(error instanceof InstanceExists)) throw error;
    return refusal(409, 'A non-terminal instance with this instance ID already exists.', {
      type: 'DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException',
      message: error.message,
    });
  }
}

function started202({ base, hub }: ApiContext, id: string): HttpResponse {
  const { rewindPostUri: _, ...urls } = instanceUrls(base, id, hub);
  const headers = { location: urls.statusQueryGetUri, 'retry-after': START_RETRY_SECONDS };
  return json(202, JSON.stringify({ id, ...urls }), headers);
}

async function answerWhenEnded(
  context: ApiContext,
  id: string,
  timeoutSeconds: number,
  query: Query,
): Promise<HttpResponse> {
  const pollSeconds = query.wholeNumber('pollingInterval') ?? POLL_SECONDS;
  if (pollSeconds > timeoutSeconds) {
    return refusal(400, `Total timeout ${timeoutSeconds} should be bigger than retry timeout ${pollSeconds}`);
  }
  const { clock } = context;
  const deadline = clock.now() + timeoutSeconds * 1000;
  for (;;) {
    const instance = await context.engine.read(id);
    if (instance && hasEnded(instance)) {
      if (instance.status === 'Completed') return json(200, instance.output ?? 'null');
      return answerStatus(context.engine, id, query, '');
    }
    const left = deadline - clock.now();
    if (left <= 0) return started202(context, id);
    const pause = Math.max(pollSeconds * 1000, SHORTEST_POLL_MS);
    await new Promise<void>((resolve) => void clock.schedule(clock.now() + Math.min(left, pause), resolve));
  }
}
