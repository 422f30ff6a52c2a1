import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, systemClock } from '../clock';
import { type HttpHandler, type HttpListener, listen, type TlsIdentity } from '../http';
import type { Log } from '../log';
import { StartupError } from '../startup-error';
import { DEMO_TOKEN, type User } from './access';
import { createCertificate } from './certificate';
import { createControl } from './control';
import { deliverHere } from './deliver-here';
import { createSwitchboard, type Switchboard } from './faults/switchboard';
import { createFront } from './front';
import { createRequestLog, type RequestLog } from './request-log';
import { createResettableWorkspace, type ResettableWorkspace } from './resettable-workspace';
import { createScaledClock, type ScaledClock } from './scaled-clock';
import type { AzureSide } from './sign-in/entra-token';

/** Loopback only: there is nothing here that anyone else should reach. */
const ADDRESSES = ['127.0.0.1', '::1'];

export interface SimulatedWorkspaceOptions {
  port: number;
  /** Undefined: no https. */
  tlsPort?: number | undefined;
  speed: number;
  /** Decides all ids, and which requests the faults by chance hit. */
  seed: number;
  log: Log;
  /** What the workspace's clock follows, at its speed. */
  clock?: Clock;
  /** Who is let in; by default one user, who is an admin. */
  users?: readonly User[];
  /** Whose tokens are good here besides its own. */
  azure?: AzureSide;
  /** Host names that the certificate is for, besides those of this machine. */
  names?: readonly string[];
}

export interface SimulatedWorkspace extends ResettableWorkspace {
  url: string;
  tlsPort: number | undefined;
  /** As PEM. A client by https takes it as an authority. */
  certificate: string;
  token: string;
  faults: Switchboard;
  requests: RequestLog;
  clock: ScaledClock;
  stop(): Promise<void>;
}

/** Puts everything together: the workspace, the front before it, and the ways in. */
export async function startSimulatedWorkspace(options: SimulatedWorkspaceOptions): Promise<SimulatedWorkspace> {
  const { speed, seed, log, users, azure, names = [] } = options;
  const identity = createCertificate(['localhost', ...ADDRESSES, ...names], Date.now());
  const clock = createScaledClock(options.clock ?? systemClock, speed);
  const faults = createSwitchboard(seed);
  const requests = createRequestLog(clock.now);
  const deliver = deliverHere(log);
  const workspace = createResettableWorkspace({
    clock,
    seed,
    deliver,
    ...(users && { users }),
    ...(azure && { azure }),
  });
  const { stop: stopWorkspace } = workspace;
  const front = createFront({
    workspace: workspace.handle,
    control: createControl({ faults, requests, clock, workspace, certificate: identity.cert }),
    faults,
    requests,
    log,
    now: Date.now, // a date in Retry-After is for clients, whose clock is the real one
    sleep: (milliseconds) => sleep(milliseconds, undefined, { ref: false }),
  });
  const { port, tlsPort, stop: closePorts } = await openPorts(options, front, identity);
  return Object.assign(workspace, {
    url: `http://127.0.0.1:${port}`,
    tlsPort,
    certificate: identity.cert,
    token: DEMO_TOKEN,
    faults,
    requests,
    clock,
    stop: async () => {
      stopWorkspace();
      await closePorts();
    },
  });
}

async function openPorts(wanted: SimulatedWorkspaceOptions, front: HttpHandler, identity: TlsIdentity) {
  const plain = await open(wanted.port, front);
  const stopPlain = () => plain.close();
  if (wanted.tlsPort === undefined) return { port: plain.port, tlsPort: undefined, stop: stopPlain };
  try {
    const tls = await open(wanted.tlsPort, front, identity);
    const stop = async () => void (await Promise.all([plain.close(), tls.close()]));
    return { port: plain.port, tlsPort: tls.port, stop };
  } catch (error) {
    await stopPlain();
    throw error;
  }
}

async function open(port: number, front: HttpHandler, identity?: TlsIdentity): Promise<HttpListener> {
  try {
    return await listen(port, ADDRESSES, front, identity ? { tls: identity } : {});
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new StartupError(`Port ${port} is in use. Choose another one, or 0 for any.`);
    throw new StartupError(`Port ${port} cannot be used: ${message}.`);
  }
}
