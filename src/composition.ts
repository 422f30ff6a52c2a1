import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InvocationContext } from '@azure/functions';
import { getClient, input } from 'durable-functions';
import { actingWith } from './activities/acting';
import { createPostCallback } from './adapters/callbacks/post-callback';
import { createAzureCredential } from './adapters/credentials/azure-credential';
import { createParameterSecrets } from './adapters/credentials/parameter-secrets';
import { createSignIns, type SignIns } from './adapters/credentials/sign-ins';
import { createDatabricks } from './adapters/databricks/databricks';
import { createWorkspaces, type Workspace } from './adapters/databricks/workspaces';
import { createInstances } from './adapters/durable/instances';
import { createClaims } from './adapters/storage/claims';
import { connectStorage } from './adapters/storage/connect';
import { createLinkKeys } from './adapters/storage/link-keys';
import { createOutputs } from './adapters/storage/outputs';
import { createRunIndex } from './adapters/storage/run-index';
import { createRuns } from './adapters/storage/runs';
import { createTurns } from './adapters/storage/turns';
import { createEventLog } from './adapters/telemetry/event-log';
import { readCallers } from './config/callers';
import { readCatalog } from './config/catalog';
import { refuseMissingVault } from './config/needed-vault';
import { readSettings, type Settings } from './config/settings';
import { VERSION } from './contract/version';
import type { WorkspaceSettings } from './contract/workspaces/workspace';
import { answeringWith } from './http/answering';
import type { App } from './http/app';
import { whoCalls } from './http/callers/who-calls';
import { createFindJob } from './http/jobs/find-job';
import { createNotTooOften } from './http/notifications/not-too-often';
import { createStopOnce } from './http/runs/stop-once';
import { createWaitingRoom } from './http/runs/waiting-room';
import type { RemovalTools } from './upkeep/remove-old';

/** Every adapter is made here, from the settings, when the app is loaded. Nothing is asked before the first request. */
function compose({
  workspaces,
  storage,
  publicOrigin,
  showsStandardUrls,
  callerAuth,
  allowedKinds,
  allowedChanges,
  defaultTimeoutSeconds,
  callbacks,
  notifier,
  vault,
  linkKeyVersion,
  mostWaiting,
  retention,
}: Settings) {
  const now = () => Date.now();
  const signIns = createSignIns({ now });
  const tables = connectStorage(
    'connectionString' in storage ? storage : { ...storage, credential: createAzureCredential(storage.identity) },
  );
  return {
    runs: createRuns(tables.runs),
    claims: createClaims(tables.claims),
    index: createRunIndex(tables.claims),
    turns: createTurns(tables.claims),
    outputs: createOutputs(tables.outputs),
    ...createLinkKeys(tables.claims, linkKeyVersion),
    workspaces: createWorkspaces(workspaces.map((workspace) => openWorkspace(workspace, signIns, now))),
    findJob: createFindJob({ now }),
    readSecret: createParameterSecrets(vault),
    waitingRoom: createWaitingRoom(mostWaiting),
    origin: publicOrigin,
    postCallback: createPostCallback({ version: VERSION, now }),
    callbackRules: callbacks,
    notifier,
    notTooOften: createNotTooOften({ now, sleep }),
    stopOnce: createStopOnce(),
    allowedKinds,
    allowedChanges,
    defaultTimeoutSeconds,
    showsStandardUrls,
    callerAuth,
    retention,
    now,
    newId: randomUUID,
    sleep: (ms: number) => sleep(ms),
  };
}

function openWorkspace(settings: WorkspaceSettings, signIns: SignIns, now: () => number): Workspace {
  const { alias, names, host, auth } = settings;
  const credentials = signIns(settings);
  const databricks = createDatabricks({ host, ...credentials, now, version: VERSION });
  return { alias, names, host, authType: auth.type, databricks, signIn: () => credentials.token() };
}

const settings = readSettings();
const catalog = readCatalog(settings);
refuseMissingVault(catalog, settings);
const parts = { ...compose(settings), catalog };
const { authLevel, identify } = whoCalls(settings.callerAuth, readCallers(settings, catalog));

const appFor = (context: InvocationContext, correlationId: string): Omit<App, 'caller'> => ({
  ...parts,
  correlationId,
  log: createEventLog(context, settings.logLevel),
  instances: createInstances(getClient(context)),
});

/** What the functions of this app register: a handler with everything that it needs. */
export const answering = answeringWith(appFor, identify);

/** And what the host asks for before a request gets there, on all routes that are not open to anyone. */
export { authLevel };

const toolsFor = (context: InvocationContext) => ({ ...parts, log: createEventLog(context, settings.logLevel) });

/** The same for activities. */
export const acting = actingWith(toolsFor);

const actingOnInstances = actingWith((context) => ({
  ...toolsFor(context),
  instances: createInstances(getClient(context)),
}));

/** For activities that start or read orchestrations: with the binding without which there is no client for that. */
export const actingWithClient = <I, R>(activity: Parameters<typeof actingOnInstances<I, R>>[0]) => ({
  extraInputs: [input.durableClient()],
  handler: actingOnInstances(activity),
});

/** For what a timer does. */
export const keepingUp = (upkeep: (tools: RemovalTools) => Promise<void>) =>
  actingWithClient((_: unknown, tools) => upkeep(tools));
