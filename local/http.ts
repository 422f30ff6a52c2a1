import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

/** A request as it came in: the path is still percent-encoded. */
export interface HttpRequest {
  method: string;
  path: string;
  /** The raw query, without its question mark. */
  query: string;
  headers: Record<string, string>;
  body: Buffer;
  /** By https. */
  isEncrypted?: boolean;
}

export interface HttpResponse {
  status: number;
  headers?: Record<string, string | string[]>;
  body?: string | Uint8Array;
  /** Sends the answer in the place of this module, for what a status and a body cannot say: a connection that breaks. */
  takeOver?: (response: ServerResponse) => void;
}

export type HttpHandler = (request: HttpRequest) => Promise<HttpResponse>;

export interface HttpListener {
  port: number;
  /** Takes no new request, lets those under way end for a moment, then cuts the connections. */
  close(): Promise<void>;
}

/** What a listener shows of itself to those who connect by https, both as PEM. */
export interface TlsIdentity {
  key: string;
  cert: string;
}

/** What the front of the real host takes at most. */
const LONGEST_BODY = 104_857_600;
const CLOSE_GRACE_MS = 2000;
/** Headers that this server alone may set: a handler's would contradict what goes over the wire. */
const OF_THE_CONNECTION = new Set(['content-length', 'keep-alive', 'trailer', 'transfer-encoding', 'upgrade']);

export interface ListenOptions {
  /** Told of what a handler throws, which the caller is not. */
  onError?: (error: unknown) => void;
  tls?: TlsIdentity;
}

/** Listens on one port of several addresses. Rejects with the error of `listen`, for example EADDRINUSE. */
export async function listen(
  port: number,
  addresses: readonly string[],
  handler: HttpHandler,
  { onError = () => {}, tls }: ListenOptions = {},
): Promise<HttpListener> {
  const onRequest = (request: IncomingMessage, response: ServerResponse) =>
    void answer(request, response, handler, onError);
  const servers: Server[] = [];
  let bound = port;
  for (const address of addresses) {
    const server = tls ? createTlsServer(tls, onRequest) : createServer(onRequest);
    try {
      bound = await bind(server, bound, address);
      servers.push(server);
    } catch (error) {
      // A machine without IPv6 is no reason not to start.
      if (servers.length > 0 && isMissingAddress(error)) continue;
      await Promise.all(servers.map(shut));
      throw error;
    }
  }
  return {
    port: bound,
    close: async () => {
      await Promise.all(servers.map(shut));
    },
  };
}

/** The origin under which the caller reached this server. */
export function originOf(request: HttpRequest): string {
  return `${request.isEncrypted ? 'https' : 'http'}://${request.headers.host ?? 'localhost'}`;
}

export function urlOf(request: HttpRequest): string {
  return `${originOf(request)}${request.path}${request.query ? `?${request.query}` : ''}`;
}

function bind(server: Server, port: number, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.off('error', reject);
      const bound = server.address();
      resolve(typeof bound === 'object' && bound ? bound.port : port);
    });
  });
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function isMissingAddress(error: unknown): boolean {
  return ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes((error as NodeJS.ErrnoException).code ?? '');
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  handler: HttpHandler,
  onError: (error: unknown) => void,
): Promise<void> {
  let result: HttpResponse;
  try {
    const body = await readBody(message);
    result = body ? await handler(toRequest(message, body)) : { status: 413, headers: { connection: 'close' } };
  } catch (error) {
    if (!message.aborted) onError(error);
    result = { status: 500 };
  }
  if (response.destroyed) return;
  if (result.takeOver) {
    result.takeOver(response);
    return;
  }
  try {
    for (const [name, value] of Object.entries(result.headers ?? {})) {
      if (!OF_THE_CONNECTION.has(name.toLowerCase())) response.setHeader(name, value);
    }
    response.statusCode = result.status;
  } catch {
    response.statusCode = 500; // a header or status that HTTP has no room for
  }
  if (response.statusCode === 204 || response.statusCode === 304) response.end();
  else {
    const body = Buffer.from(result.body ?? '');
    response.setHeader('content-length', body.length);
    response.end(body);
  }
}

function toRequest(message: IncomingMessage, body: Buffer): HttpRequest {
  const [path = '/', ...query] = (message.url ?? '/').split('?');
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  const method = message.method ?? 'GET';
  return {
    method,
    path,
    query: query.join('?'),
    headers,
    body,
    ...('encrypted' in message.socket && { isEncrypted: true }),
  };
}

/** Undefined when the body is longer than the host takes. */
async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    length += chunk.length;
    if (length > LONGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
