import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpRequest, HttpResponse } from '../http';
import { StartupError } from '../startup-error';

/** The keys of a function app: of the host, of all its functions, and of the durable extension. */
export interface Keys {
  master: string;
  function: string;
  durable: string;
}

export type AuthLevel = 'anonymous' | 'function' | 'admin' | 'system';
type Access = 'granted' | 'unauthorized' | 'forbidden';

/** Keys live beside the data, so that a URL handed out before a restart is good after it. */
export function loadKeys(dataDirectory: string): { keys: Keys; file: string } {
  const file = join(dataDirectory, 'keys.json');
  if (!existsSync(file)) {
    const keys: Keys = { master: newKey(), function: newKey(), durable: newKey() };
    try {
      writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
    } catch (error) {
      throw new StartupError(`Cannot write ${file}: ${(error as Error).message}`);
    }
  }
  try {
    const { master, function: forFunctions, durable } = JSON.parse(readFileSync(file, 'utf8'));
    if ([master, forFunctions, durable].every((key) => typeof key === 'string' && key.length >= 20)) {
      return { keys: { master, function: forFunctions, durable }, file };
    }
  } catch {
    // told below
  }
  throw new StartupError(`The keys in ${file} cannot be read. Delete the file to get new ones.`);
}

/** The answer to a request that lacks the key it needs; undefined lets it in. Without keys everyone is let in. */
export function refuseAccess(keys: Keys | undefined, level: AuthLevel, request: HttpRequest): HttpResponse | undefined {
  const access = keys ? checkAccess(keys, level, givenKey(request)) : 'granted';
  if (access === 'unauthorized') return { status: 401, headers: { 'www-authenticate': 'Bearer' } };
  return access === 'forbidden' ? { status: 403 } : undefined;
}

/** A key comes in a header or in the query; the header goes first. */
function givenKey(request: HttpRequest): string | undefined {
  const query = [...new URLSearchParams(request.query)];
  return request.headers['x-functions-key'] ?? query.find(([name]) => name.toLowerCase() === 'code')?.[1];
}

/** A key that is known but opens something else is told apart from one that is not, as in Azure. */
function checkAccess(keys: Keys, level: AuthLevel, given: string | undefined): Access {
  if (level === 'anonymous') return 'granted';
  if (given === undefined) return 'unauthorized';
  const holds = (key: string) => sameText(given, key);
  if (holds(keys.master)) return 'granted';
  if (level === 'function' && holds(keys.function)) return 'granted';
  if (level === 'system' && holds(keys.durable)) return 'granted';
  return holds(keys.function) || holds(keys.durable) ? 'forbidden' : 'unauthorized';
}

function newKey(): string {
  return randomBytes(33).toString('base64url');
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
