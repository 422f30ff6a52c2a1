import { encodeUrlText } from './url-text';

export const WEBHOOKS_PATH = '/runtime/webhooks/durabletask';

/** What every URL of the management API carries besides its path. */
export interface HubAddress {
  hubName: string;
  systemKey: string;
}

/** The URLs that a caller of an instance gets. `{eventName}` and `{text}` are for the caller to fill in. */
export function instanceUrls(base: string, instanceId: string, hub: HubAddress) {
  const instance = `${base}/instances/${encodeUrlText(instanceId)}`;
  const query = `taskHub=${hub.hubName}&connection=Storage&code=${hub.systemKey}`;
  return {
    statusQueryGetUri: `${instance}?${query}`,
    sendEventPostUri: `${instance}/raiseEvent/{eventName}?${query}`,
    terminatePostUri: `${instance}/terminate?reason={text}&${query}`,
    rewindPostUri: `${instance}/rewind?reason={text}&${query}`,
    purgeHistoryDeleteUri: `${instance}?${query}`,
    restartPostUri: `${instance}/restart?${query}`,
    suspendPostUri: `${instance}/suspend?reason={text}&${query}`,
    resumePostUri: `${instance}/resume?reason={text}&${query}`,
  };
}

/** What a durable client binding tells the library: where to reach the engine, and what to tell callers. */
export function clientBinding(publicOrigin: string, rpcBaseUrl: string, hub: HubAddress) {
  const base = `${publicOrigin}${WEBHOOKS_PATH}`;
  const create = `${base}/orchestrators/{functionName}[/{instanceId}]`;
  return {
    taskHubName: hub.hubName,
    connectionName: null,
    creationUrls: {
      createNewInstancePostUri: `${create}?code=${hub.systemKey}`,
      createAndWaitOnNewInstancePostUri: `${create}?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}&code=${hub.systemKey}`,
    },
    managementUrls: { id: 'INSTANCEID', ...instanceUrls(base, 'INSTANCEID', hub) },
    baseUrl: base,
    requiredQueryStringParameters: `code=${hub.systemKey}`,
    rpcBaseUrl,
    httpBaseUrl: null,
    maxGrpcMessageSizeInBytes: null,
    grpcHttpClientTimeout: null,
  };
}
