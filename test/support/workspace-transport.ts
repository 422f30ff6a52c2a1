import axios, { type AxiosAdapter, AxiosHeaders } from 'axios';
import type { HttpHandler, HttpRequest } from '../../local/http';

export interface WorkspaceTransport extends AxiosAdapter {
  /** All that was asked so far, as it would have gone over the wire. */
  requests: HttpRequest[];
}

/** An axios adapter that asks a workspace in memory. Connections that break need sockets, and so the real one. */
export function transportTo(handle: HttpHandler): WorkspaceTransport {
  const requests: HttpRequest[] = [];
  const adapter: AxiosAdapter = async (config) => {
    const { host, pathname, search } = new URL(axios.getUri(config));
    const request: HttpRequest = {
      method: (config.method ?? 'get').toUpperCase(),
      path: pathname,
      query: search.slice(1),
      headers: { host, ...lowerCased(config.headers.toJSON()) },
      body: Buffer.from(config.data ?? ''),
    };
    requests.push(request);
    const { status, headers = {}, body = '', takeOver } = await handle(request);
    if (takeOver) throw new Error('A connection that breaks needs sockets.');
    const data = Buffer.from(body).toString();
    return { status, statusText: '', headers: new AxiosHeaders(headers), data, config };
  };
  return Object.assign(adapter, { requests });
}

function lowerCased(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
