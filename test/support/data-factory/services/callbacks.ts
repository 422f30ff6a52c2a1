import { isObject, type Json, type JsonObject } from '../json';
import { headerOf, type WebAnswer, type WebRequest } from './web';

const HOST = 'https://dpnortheurope.svc.datafactory.azure.com';

/** The addresses at which webhooks of the factory wait to be called back. */
export interface Callbacks {
  open(): { uri: string; called: Promise<JsonObject>; close(): void };
  /** Answers a request to one of these addresses. Undefined if another host is asked. */
  receive(request: WebRequest): WebAnswer | undefined;
}

/** Each address is called once. What comes after that, or after nobody waits any more, is refused. */
export function createCallbacks(newGuid: () => string): Callbacks {
  const waiting = new Map<string, (body: JsonObject) => void>();
  return {
    open() {
      const uri = `${HOST}/workflow/callback/${newGuid()}?callbackUrl=&token=${newGuid()}`;
      const called = new Promise<JsonObject>((resolve) => void waiting.set(uri, resolve));
      return { uri, called, close: () => void waiting.delete(uri) };
    },
    receive(request) {
      if (!request.url.startsWith(`${HOST}/`)) return undefined;
      const waits = waiting.get(request.url);
      if (!waits || request.method !== 'POST') return answer(404);
      if (!/^application\/json\b/.test(headerOf(request, 'content-type') ?? '')) return answer(415);
      const body = readJson(request.body ?? '');
      if (!isObject(body)) return answer(400);
      waiting.delete(request.url);
      waits(body);
      return answer(200);
    },
  };
}

const answer = (status: number): WebAnswer => ({ status, headers: {}, body: '' });

function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
