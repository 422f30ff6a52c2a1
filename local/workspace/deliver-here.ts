import type { Log } from '../log';
import type { Deliver } from './webhook';

const PATIENCE_MS = 10_000;
const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]'];

/** Posts to this machine only: nobody else is to be told of what is made up. */
export function deliverHere(log: Log): Deliver {
  return async ({ url, headers, body }) => {
    const { origin, hostname, pathname } = new URL(url);
    const what = `webhook to ${origin}${pathname}`;
    if (!THIS_MACHINE.includes(hostname)) return log('warning', 'workspace', `${what}: not sent, as it is elsewhere`);
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
      await response.arrayBuffer();
      log('information', 'workspace', `${what}: ${response.status}`);
    } catch (error) {
      const { message, cause } = error as Error & { cause?: { code?: string } };
      log('warning', 'workspace', `${what}: lost (${cause?.code ?? message})`);
    }
  };
}
