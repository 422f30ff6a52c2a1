import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { systemClock } from './clock';
import { refuseNamedWorkspace, workspaceFor } from './demo-workspace';
import { Engine } from './durable/engine';
import { createManagementApi } from './durable/management/api';
import { clientBinding, WEBHOOKS_PATH } from './durable/management/instance-urls';
import { startRpcServer } from './durable/rpc-server';
import { lockHub } from './durable/store/hub-lock';
import { openTableStore } from './durable/store/table-store';
import { durableFunctionsOf } from './durable-app';
import { createRegistry } from './host/functions-core';
import { FunctionsHost } from './host/functions-host';
import { loadKeys, refuseAccess } from './host/keys';
import { loadApp } from './host/load-app';
import { applyLocalSettings, readHostSettings } from './host/settings';
import { type HttpHandler, listen } from './http';
import type { Log } from './log';
import { ownStorage } from './own-storage';
import { StartupError } from './startup-error';

export interface LocalHostOptions {
  app: string;
  port: number | undefined;
  data: string;
  enforceKeys: boolean;
  /** Whether the app is one that talks to Databricks, and if only a simulated workspace will do. */
  workspace: 'none' | 'any' | 'simulated';
}

export interface LocalHost {
  port: number;
  host: FunctionsHost;
  routePrefix: string;
  /** Opens the functions, where keys are enforced. */
  functionKey: string | undefined;
  keysFile: string;
  /** How many orchestrations the last process had left unfinished. */
  resumed: number;
  stop(): Promise<void>;
  /** Of the simulated workspace, where there is one. */
  workspaceUrl: string | undefined;
  /** Resolves with the reason when the storage dies under the host. */
  broken: Promise<string>;
}

const DEFAULT_PORT = 7071;

/** Puts everything together: storage, app, engine, and the two ways in. Undone in the opposite order. */
export async function startLocalHost(options: LocalHostOptions, log: Log): Promise<LocalHost> {
  const undo: (() => Promise<void>)[] = [];
  let closeFront = async () => {}; // first of all: requests under way still find everything they need
  const stop = async () => {
    const problems: unknown[] = [];
    for (const step of [closeFront, ...undo.splice(0).reverse()]) await step().catch((error) => problems.push(error));
    if (problems.length > 0) throw problems[0];
  };
  try {
    const { env } = process; // the app reads it, and so it is prepared for the app
    const local = applyLocalSettings(options.app, env);
    const settings = readHostSettings(options.app, env, availableParallelism());
    if (options.workspace === 'simulated') refuseNamedWorkspace(env);
    makeDataFolder(options.data);

    let answer: HttpHandler = async () => ({ status: 503 });
    const port = options.port ?? local.port ?? DEFAULT_PORT;
    const front = await listen(port, ['127.0.0.1', '::1'], (request) => answer(request), {
      onError: (error) => log('error', 'http', `a request failed: ${String(error)}`),
    }).catch(portRefused(port));
    closeFront = front.close;
    const azurite = await ownStorage(options.data, env, log);
    if (azurite) undo.push(azurite.stop);
    const storage = env.AzureWebJobsStorage ?? '';
    if (!/AccountName=/i.test(storage)) {
      throw new StartupError(
        'AzureWebJobsStorage is not a connection string. Correct it, or remove it to use the built-in Azurite.',
      );
    }
    const { keys, file: keysFile } = loadKeys(options.data); // now that the folder is ours
    const enforced = options.enforceKeys ? keys : undefined;

    const workspace = options.workspace === 'none' ? undefined : await workspaceFor(env, log);
    if (workspace) undo.push(workspace.stop);

    env.WEBSITE_HOSTNAME ??= `localhost:${front.port}`;
    env.AZURE_FUNCTIONS_ENVIRONMENT ??= 'Development';
    env.FUNCTIONS_WORKER_RUNTIME ??= 'node';
    process.chdir(options.app);
    const registry = createRegistry(log);
    await loadApp(options.app, registry);

    const hub = { hubName: settings.hubName, systemKey: keys.durable };
    let rpcBaseUrl = '';
    const host = new FunctionsHost({
      registry,
      directory: options.app,
      settings,
      env,
      clock: systemClock,
      log,
      keys: enforced,
      durableClient: () => ({ string: JSON.stringify(clientBinding(publicOrigin(env), rpcBaseUrl, hub)) }),
    });
    undo.push(() => host.stop());

    const store = await openTableStore(storage, settings.hubName, log).catch(storageRefused);
    const lock = await lockHub(storage, settings.hubName, systemClock, log);
    undo.push(lock.release);
    const engine = new Engine({
      store,
      functions: durableFunctionsOf(host),
      clock: systemClock,
      newGuid: randomUUID,
      log,
      defaultVersion: settings.defaultVersion,
      maxActivities: settings.maxActivities,
    });
    const managed = { engine, hub, clock: systemClock, log };
    const rpc = await startRpcServer(managed);
    rpcBaseUrl = rpc.baseUrl;
    undo.push(rpc.close, () => engine.stop());

    const resumed = await engine.recover();
    const management = createManagementApi(WEBHOOKS_PATH, managed);
    answer = async (request) => {
      if (!request.path.toLowerCase().startsWith(WEBHOOKS_PATH)) return host.answer(request);
      return refuseAccess(enforced, 'system', request) ?? management(request);
    };
    host.startTimers();
    const broken = azurite?.ended ?? new Promise<string>(() => {});
    const { routePrefix } = settings;
    const functionKey = enforced?.function;
    const workspaceUrl = workspace?.url;
    return { port: front.port, host, routePrefix, functionKey, keysFile, resumed, workspaceUrl, stop, broken };
  } catch (error) {
    await stop().catch((problem) => log('error', 'host', String(problem)));
    throw error;
  }
}

function makeDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new StartupError(`Cannot use the data folder: ${(error as Error).message}. Choose another with --data.`);
  }
}

/** The real host takes any name but this one for a site behind TLS. */
function publicOrigin(env: NodeJS.ProcessEnv): string {
  const name = env.WEBSITE_HOSTNAME ?? '';
  return `${name.startsWith('localhost:') ? 'http' : 'https'}://${name}`;
}

function portRefused(port: number) {
  return (error: NodeJS.ErrnoException): never => {
    if (error.code === 'EADDRINUSE') {
      throw new StartupError(`Port ${port} is in use. Stop what is using it, or choose another with --port.`);
    }
    throw new StartupError(`Cannot listen on port ${port}: ${error.message}`);
  };
}

function storageRefused(error: Error): never {
  throw new StartupError(
    `The storage that AzureWebJobsStorage names cannot be used: ${error.message.split('\n')[0]} ` +
      'Correct the setting, or remove it to use the built-in Azurite.',
    { cause: error },
  );
}
