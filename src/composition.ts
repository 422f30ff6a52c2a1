import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InvocationContext } from '@azure/functions';
import { getClient } from 'durable-functions';
import { actingWith } from './activities/acting';
import { createCallbacks } from './adapters/callbacks/callbacks';
import { createAzureCredential } from './adapters/credentials/azure-credential';
import { createDatabricksToken } from './adapters/credentials/databricks-token';
import { createDatabricks } from './adapters/databricks/databricks';
import { createInstances } from './adapters/durable/instances';
import { createClaims } from './adapters/storage/claims';
import { connectStorage } from './adapters/storage/connect';
import { createLinkKey } from './adapters/storage/link-key';
import { createOutputs } from './adapters/storage/outputs';
import { createRuns } from './adapters/storage/runs';
import { createEventLog } from './adapters/telemetry/event-log';
import { readCatalog } from './config/catalog';
import { readSettings, type Settings } from './config/settings';
import { VERSION } from './contract/version';
import { answeringWith } from './http/answering';
import type { App } from './http/app';
import { createFindJob } from './http/find-job';

/** Every adapter is made here, from the settings, when the app is loaded. Nothing is asked before the first request. */
function compose({ workspace, storage, publicOrigin, showsStandardUrls, defaultTimeoutSeconds, callbacks }: Settings) {
  const now = () => Date.now();
  const token = createDatabricksToken(workspace.auth, { now });
  const databricks = createDatabricks({ host: workspace.host, token, now, version: VERSION });
  const tables = connectStorage(
    'connectionString' in storage ? storage : { ...storage, credential: createAzureCredential(storage.identity) },
  );
  return {
    runs: createRuns(tables.runs),
    claims: createClaims(tables.claims),
    outputs: createOutputs(tables.outputs),
    linkKey: createLinkKey(tables.claims),
    databricks,
    workspace: { host: workspace.host, authType: workspace.auth.type, signIn: () => token() },
    findJob: createFindJob({ databricks, now }),
    origin: publicOrigin,
    workspaceNames: workspace.names,
    postCallback: createCallbacks({ version: VERSION, now }),
    callbackRules: callbacks.rules,
    callbackSecret: callbacks.secret,
    defaultTimeoutSeconds,
    showsStandardUrls,
    now,
    newId: randomUUID,
    sleep: (ms: number) => sleep(ms),
  };
}

const settings = readSettings();
const parts = { ...compose(settings), catalog: readCatalog(settings) };

const appFor = (context: InvocationContext, correlationId: string): App => ({
  ...parts,
  correlationId,
  log: createEventLog(context),
  instances: createInstances(getClient(context)),
});

/** What the functions of this app register: a handler with everything that it needs. */
export const answering = answeringWith(appFor);

/** The same for activities. */
export const acting = actingWith((context) => ({
  ...parts,
  log: createEventLog(context),
  get instances() {
    return createInstances(getClient(context)); // which only those have that are registered with it
  },
}));
