import { type HttpHandler, type HttpListener, listen } from '../http';
import { brokenRequest } from './management/answers';
import { createManagementApi, type ManagementOptions } from './management/api';

const RPC_PATH = '/durabletask';
const DEFAULT_PORT = 17_071;
const FALLBACK_PORTS = { from: 30_000, to: 31_000 };

export interface RpcServer {
  /** Where the client library of the app finds the engine. */
  baseUrl: string;
  close(): Promise<void>;
}

/**
 * The same management API once more, on a loopback port of its own and without keys: the way by which the durable
 * client of an app reaches the engine.
 */
export async function startRpcServer(options: ManagementOptions, port = DEFAULT_PORT): Promise<RpcServer> {
  const listener = await listenSomewhere(port, guard(createManagementApi(RPC_PATH, options)), (error) =>
    options.log('error', 'durable', `a call of the client failed: ${String(error)}`),
  );
  return { baseUrl: `http://127.0.0.1:${listener.port}${RPC_PATH}/`, close: listener.close };
}

/** Web pages have an origin, or come by another name than the loopback address: they have no business here. */
function guard(handler: HttpHandler): HttpHandler {
  return async (request) => {
    const [host = ''] = (request.headers.host ?? '').split(':');
    const inside = request.path.toLowerCase().startsWith(`${RPC_PATH}/`);
    const fromPage = request.headers.origin !== undefined;
    if (inside && !fromPage && (host === '127.0.0.1' || host === 'localhost')) return handler(request);
    return brokenRequest(
      'System.ArgumentOutOfRangeException',
      "startIndex cannot be larger than length of string. (Parameter 'startIndex')",
    );
  };
}

async function listenSomewhere(
  port: number,
  handler: HttpHandler,
  onError: (error: unknown) => void,
): Promise<HttpListener> {
  const tried = new Set<number>();
  for (let next = port; ; next = anotherPort(tried)) {
    tried.add(next);
    try {
      return await listen(next, ['127.0.0.1'], handler, { onError });
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!taken || tried.size > 100) throw error;
    }
  }
}

function anotherPort(tried: ReadonlySet<number>): number {
  const { from, to } = FALLBACK_PORTS;
  for (;;) {
    const port = from + Math.floor(Math.random() * (to - from));
    if (!tried.has(port)) return port;
  }
}
