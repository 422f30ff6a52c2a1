import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpHandler, type HttpResponse, listen } from '../../../local/http';
import { createCertificate } from '../../../local/workspace/certificate';
import { readFaultRule } from '../../../local/workspace/faults/read-fault-rule';
import { createSwitchboard, type Switchboard } from '../../../local/workspace/faults/switchboard';
import { createFront } from '../../../local/workspace/front';
import { createRequestLog, type RequestLog } from '../../../local/workspace/request-log';
import type { Route, Routes } from './route-hosts';

/** A service of Azure on this machine, with the request log and the faults of the simulated workspace. */
export interface StandIn extends Route {
  requests: RequestLog;
  faults: Switchboard;
  /** As `readFaultRule` reads it: `{ route: 'GET /secrets/**', times: 2, fault: { kind: 'reset' } }`. */
  failWith(rule: object): void;
  /** For `routeHosts`. */
  routes: Routes;
  stop(): Promise<void>;
}

/** By https if it has names, which its certificate is for; else in the plain. */
export async function startStandIn(
  handler: HttpHandler,
  { names = [], now = Date.now }: { names?: readonly string[] | undefined; now?: (() => number) | undefined } = {},
): Promise<StandIn> {
  const faults = createSwitchboard(1);
  const requests = createRequestLog(now);
  const front = createFront({
    workspace: handler,
    control: async () => ({ status: 404 }),
    faults,
    requests,
    log: (_level, _source, message) => process.stderr.write(`${message}\n`),
    now,
    sleep: (milliseconds) => sleep(milliseconds, undefined, { ref: false }),
  });
  const identity = names.length > 0 ? createCertificate(names, Date.now()) : undefined;
  const listener = await listen(0, ['127.0.0.1'], front, identity ? { tls: identity } : {});
  const route: Route = { port: listener.port, certificate: identity?.cert ?? '' };
  return {
    ...route,
    requests,
    faults,
    failWith: (rule) => void faults.add(readFaultRule(rule)),
    routes: Object.fromEntries(names.map((name) => [name, route])),
    stop: () => listener.close(),
  };
}

export const json = (status: number, body: object, headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
});
