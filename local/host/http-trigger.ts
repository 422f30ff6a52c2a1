import { type HttpRequest, type HttpResponse, urlOf } from '../http';
import { StartupError } from '../startup-error';
import { triggerOf } from './bindings';
import type { RegisteredFunction, TypedData } from './functions-core';
import type { AuthLevel } from './keys';
import { matchRoute, parseRoute, type Route } from './route';

/** A function that answers requests, and where. */
export interface HttpFunction {
  target: RegisteredFunction;
  trigger: string;
  methods: string[];
  template: string;
  authLevel: AuthLevel;
}

export interface RoutedRequest {
  endpoint: HttpFunction;
  params: Record<string, string>;
}

export type Router = (method: string, path: string) => RoutedRequest | undefined;

export function httpFunctions(functions: Iterable<RegisteredFunction>): HttpFunction[] {
  const found: HttpFunction[] = [];
  for (const target of functions) {
    const { name, binding } = triggerOf(target);
    if (binding.type !== 'httpTrigger') continue;
    found.push({
      target,
      trigger: name,
      methods: ((binding.methods as string[] | undefined) ?? ['GET', 'POST']).map((method) => method.toUpperCase()),
      template: String(binding.route ?? '').trim() || target.name,
      authLevel: readLevel(target.name, binding.authLevel),
    });
  }
  for (const [index, endpoint] of found.entries()) refuseRoute(endpoint, found.slice(0, index));
  return found;
}

function readLevel(functionName: string, given: unknown): AuthLevel {
  const level = String(given ?? 'function').toLowerCase();
  if (level === 'anonymous' || level === 'function' || level === 'admin') return level;
  throw new StartupError(
    `Function ${functionName} has the authLevel "${given}": it must be anonymous, function or admin.`,
  );
}

/** What Azure does not start, in the terms of its check. */
function refuseRoute({ target, template, methods }: HttpFunction, others: readonly HttpFunction[]): void {
  const plain = (route: string) => route.replace(/^\/+|\/+$/g, '').toLowerCase();
  if (/^(admin|runtime)/.test(plain(template))) {
    throw new StartupError(`Function ${target.name}: the routes of "admin" and "runtime" belong to the host.`);
  }
  const same = others.find((other) => plain(other.template) === plain(template));
  if (same?.methods.some((method) => methods.includes(method))) {
    throw new StartupError(
      `Function ${target.name}: function ${same.target.name} has the route "${template}" already.`,
    );
  }
}

/** Tries the routes in the order of their functions' names, whatever they look like: so does the real host. */
export function createRouter(endpoints: readonly HttpFunction[], prefix: string): Router {
  const root = prefix === '' ? '/' : `/${prefix}/`;
  const routes = endpoints
    .map((endpoint) => ({ endpoint, route: readRoute(endpoint) }))
    .sort((a, b) => (a.endpoint.target.name.toLowerCase() < b.endpoint.target.name.toLowerCase() ? -1 : 1));
  return (method, path) => {
    if (!path.toLowerCase().startsWith(root.toLowerCase())) return undefined;
    for (const { endpoint, route } of routes) {
      if (!endpoint.methods.includes(method)) continue;
      const params = matchRoute(route, path.slice(root.length));
      if (params) return { endpoint, params };
    }
    return undefined;
  };
}

function readRoute({ target, template }: HttpFunction): Route {
  try {
    return parseRoute(template);
  } catch (error) {
    throw new StartupError(`Function ${target.name}: ${(error as Error).message}`);
  }
}

/** A request as the worker gets it. A parameter that comes twice is joined by a comma, as .NET hands it on. */
export function toHttpData(request: HttpRequest, params: Record<string, string>): TypedData {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(request.query)) {
    query.set(name, query.has(name) ? `${query.get(name)},${value}` : value);
  }
  return {
    http: {
      method: request.method,
      url: urlOf(request),
      headers: request.headers,
      query: Object.fromEntries(query),
      params,
      ...(request.body.length > 0 && { body: { bytes: request.body } }),
    },
  };
}

interface HttpReturn {
  statusCode: string;
  headers: Record<string, string>;
  cookies: Cookie[];
  body?: { bytes?: Uint8Array; string?: string };
}

/** What a handler answered; one that returned nothing answers 204. */
export function fromHttpData(returned: TypedData | null | undefined): HttpResponse {
  if (!returned?.http) return { status: 204 };
  const { statusCode, headers, cookies, body } = returned.http as unknown as HttpReturn;
  return {
    status: Number(statusCode),
    headers: { ...headers, ...(cookies.length > 0 && { 'set-cookie': cookies.map(toSetCookie) }) },
    body: body?.bytes ?? body?.string ?? '',
  };
}

interface Cookie {
  name: string;
  value: string;
  domain?: { value: string };
  path?: { value: string };
  expires?: { value: { seconds: number } };
  secure?: { value: boolean };
  httpOnly?: { value: boolean };
  sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone';
  maxAge?: { value: number };
}

const SAME_SITE: Record<string, string> = { lax: 'lax', strict: 'strict', explicitNone: 'none' };

function toSetCookie(cookie: Cookie): string {
  const parts = [`${cookie.name}=${encodeURIComponent(cookie.value)}`];
  if (cookie.expires) parts.push(`expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}`);
  if (cookie.maxAge) parts.push(`max-age=${cookie.maxAge.value}`);
  if (cookie.domain) parts.push(`domain=${cookie.domain.value}`);
  parts.push(`path=${cookie.path?.value ?? '/'}`);
  if (cookie.secure?.value) parts.push('secure');
  const sameSite = SAME_SITE[cookie.sameSite ?? ''];
  if (sameSite) parts.push(`samesite=${sameSite}`);
  if (cookie.httpOnly?.value) parts.push('httponly');
  return parts.join('; ');
}
