import type { Clock } from '../../clock';
import type { HttpHandler, HttpRequest, HttpResponse } from '../../http';
import { originOf, urlOf } from '../../http';
import type { Log } from '../../log';
import type { Engine } from '../engine';
import { json, notFound, refusal } from './answers';
import { answerRaiseEvent, answerRewind, answerSuspendOrResume, answerTerminate } from './control';
import { type HubAddress, WEBHOOKS_PATH } from './instance-urls';
import { answerBulkPurge, answerList, answerPurge, CONTINUATION_HEADER } from './list';
import { parseQuery, type Query } from './query';
import { type ApiContext, answerRestart, answerStart } from './start';
import { answerStatus } from './status';
import { decodeEscapes, decodeUrlText } from './url-text';

export interface ManagementOptions {
  engine: Engine;
  hub: HubAddress;
  clock: Clock;
  log: Log;
}

/** The standard management API of Durable Functions, for requests whose path begins with `base`. */
export function createManagementApi(base: string, { engine, hub, clock }: ManagementOptions): HttpHandler {
  return async (request) => {
    const query = parseQuery(request.query);
    const path = decodedPath(request.path);
    if (path === undefined) return { status: 400 };
    if (!path.toLowerCase().startsWith(`${base}/`)) return notFound;
    const hubAsked = query.text('taskHub');
    if (hubAsked !== undefined && hubAsked.toLowerCase() !== hub.hubName.toLowerCase()) return notFound;
    const context: ApiContext = {
      engine,
      hub,
      base: `${originOf(request)}${WEBHOOKS_PATH}`,
      clock,
    };
    return route(
      request,
      path
        .slice(base.length + 1)
        .replace(/\/$/, '')
        .split('/'),
      query,
      context,
      clock.now(),
    );
  };
}

async function route(
  request: HttpRequest,
  [area = '', ...rest]: string[],
  query: Query,
  context: ApiContext,
  now: number,
): Promise<HttpResponse> {
  const { engine } = context;
  const [first, second, third] = rest;
  switch (`${request.method} ${area.toLowerCase()}`) {
    case 'POST orchestrators':
      if (!first || rest.length > 2) return notFound;
      return answerStart(context, first, second, textOf(request), query);
    case 'GET instances':
      if (rest.length === 0) return answerList(engine, query, request.headers[CONTINUATION_HEADER]);
      return first && rest.length === 1 ? answerStatus(engine, first, query, urlOf(request)) : notFound;
    case 'DELETE instances':
      if (rest.length === 0) return answerBulkPurge(engine, query);
      return first && rest.length === 1 ? answerPurge(engine, first) : notFound;
    case 'POST instances':
      if (!first || !second || rest.length > 3) return notFound;
      return operate(request, first, [second.toLowerCase(), third], query, context, now);
    case 'GET entities':
      return rest.length === 0 ? json(200, '[]') : notFound;
    case 'POST entities':
      return refusal(
        400,
        `The function '${(first ?? '').toLowerCase()}' doesn't exist, is disabled, or is not an entity function. ` +
          "Additional info: The following are the known entity functions: ''.",
      );
    case 'POST makeprimary':
      return { status: 200 };
    default:
      return notFound;
  }
}

async function operate(
  request: HttpRequest,
  id: string,
  [operation, detail]: [string, string | undefined],
  query: Query,
  context: ApiContext,
  now: number,
): Promise<HttpResponse> {
  const { engine } = context;
  if (operation === 'raiseevent') {
    if (!detail) return notFound;
    const contentType = request.headers['content-type'] ?? '';
    return answerRaiseEvent(engine, id, detail, contentType, textOf(request), now);
  }
  if (detail !== undefined) return notFound;
  const reason = query.text('reason') ?? null;
  switch (operation) {
    case 'terminate':
      return answerTerminate(engine, id, reason, now);
    case 'suspend':
    case 'resume':
      return answerSuspendOrResume(engine, id, operation, reason, now);
    case 'rewind':
      return answerRewind(engine, id);
    case 'restart':
      return answerRestart(context, id, query);
    default:
      return notFound;
  }
}

/**
 * The path as the extension sees it: decoded by the web server, which leaves an encoded slash alone and resolves dots,
 * and then once more. Undefined for what the web server refuses.
 */
function decodedPath(raw: string): string | undefined {
  if (/%00/.test(raw)) return undefined;
  const once = raw.replace(/%2f/gi, '%252F');
  const resolved = withoutDots(decodeEscapes(once));
  return decodeUrlText(resolved);
}

function withoutDots(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/');
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment === '..') kept.pop();
    if (segment === '.' || segment === '..') {
      if (last) kept.push('');
    } else kept.push(segment);
  }
  return kept.join('/');
}

function textOf({ body }: HttpRequest): string {
  return body.toString('utf8').replace(/^\uFEFF/, '');
}
