import { systemClock } from '../../../local/clock';
import type { HttpHandler, HttpRequest } from '../../../local/http';
import type { User } from '../../../local/workspace/access';
import { createScaledClock } from '../../../local/workspace/scaled-clock';
import type { Scenario } from '../../../local/workspace/scenarios/scenario';
import { createWorkspace } from '../../../local/workspace/workspace';
import { type Azure, startAzure } from '../azure/azure';
import { startStandIn } from '../azure/stand-in';
import type { Intercept } from '../trouble';
import { PARAMETER_SECRETS, SECRETS } from './secrets';

/** One workspace under four names: the app signs in to it in four ways. */
export const HOSTS = {
  default: 'adb-1.1.azuredatabricks.net',
  principal: 'adb-2.2.azuredatabricks.net',
  machine: 'adb-3.3.azuredatabricks.net',
  token: 'adb-4.4.azuredatabricks.net',
} as const;

export const RECEIVERS = ['x.svc.datafactory.azure.com', 'hooks.example.com'];

const APP = '11111111-2222-3333-4444-555555555555';
const PRINCIPAL = '22222222-3333-4444-5555-666666666666';
const MACHINE = '33333333-4444-5555-6666-777777777777';
const SPEED = 20;

const admin = (name: string, more: Partial<User> = {}): User => ({
  name,
  tokens: [],
  servicePrincipal: true,
  member: true,
  admin: true,
  ...more,
});

export interface CanaryAzure {
  /** What the workspace has been sent, as it came in. */
  requests: readonly HttpRequest[];
  /** And those who are told of ends. */
  callbacks: readonly HttpRequest[];
  /** Whatever was given out as a token, by anybody. */
  granted: readonly string[];
  /** Of an app that finds all of this, with every secret in the vault. */
  environment(): Record<string, string>;
  stop(): Promise<void>;
}

export interface CanaryAzureOptions {
  scenarios: readonly Scenario[];
  intercept: Intercept;
  receive: HttpHandler;
}

/** Azure, a workspace and callers of the app, all by https under their real names, with secrets that are made up. */
export async function startCanaryAzure({ scenarios, intercept, receive }: CanaryAzureOptions): Promise<CanaryAzure> {
  const azure = await startAzure();
  const granted = noteTokens(azure);
  const requests: HttpRequest[] = [];
  const callbacks: HttpRequest[] = [];
  const { name, publicKey } = azure.issuer;
  const workspace = createWorkspace({
    clock: createScaledClock(systemClock, SPEED),
    scenarios,
    users: [
      admin('demo@example.com', { tokens: [SECRETS.token], servicePrincipal: false }),
      admin(APP),
      admin(PRINCIPAL),
      admin(MACHINE, { secrets: [SECRETS.clientSecret] }),
    ],
    azure: { issuers: [{ name, publicKey }] },
  });
  const atWorkspace = await startStandIn(
    async (request) => {
      requests.push(request);
      const answer = await intercept(request, () => workspace.handle(request));
      const [, token] = /"access_token":"([^"]+)"/.exec(String(answer.body ?? '')) ?? [];
      if (token !== undefined) granted.push(token);
      return answer;
    },
    { names: Object.values(HOSTS) },
  );
  const atReceivers = await startStandIn(
    async (request) => {
      callbacks.push(request);
      return receive(request);
    },
    { names: RECEIVERS },
  );
  azure.route({ ...atWorkspace.routes, ...atReceivers.routes });
  fill(azure);
  return {
    requests,
    callbacks,
    granted,
    environment: () => ({ ...azure.environment(), ...settings(azure) }),
    async stop() {
      await Promise.all([azure.stop(), atWorkspace.stop(), atReceivers.stop()]);
    },
  };
}

function noteTokens({ issuer }: Azure): string[] {
  const granted: string[] = [];
  const { issue } = issuer;
  issuer.issue = (request) => {
    const made = issue(request);
    granted.push(made.token);
    return made;
  };
  return granted;
}

function fill({ identity, vault, entra }: Azure): void {
  identity.assign(APP);
  vault.letIn(APP);
  entra.addSecret(PRINCIPAL, SECRETS.clientSecret);
  vault.put('client-secret', SECRETS.clientSecret);
  vault.put('token', SECRETS.token);
  for (const name of PARAMETER_SECRETS) vault.put(name, SECRETS[name]);
}

/** As in Azure: what is for development is empty, whatever the environment of the tests may hold. */
const settings = ({ vault, issuer }: Azure) => ({
  AZURE_FUNCTIONS_ENVIRONMENT: 'Production',
  AzureWebJobsStorage: '',
  AZURE_CLIENT_ID: APP,
  DATABRICKS_TOKEN: '',
  DATABRICKS_TOKEN_SECRET: '',
  DATABRICKS_HOST: `https://${HOSTS.default}`,
  DATABRICKS_AUTH_TYPE: 'azure-msi',
  DATABRICKS_HOST__principal: `https://${HOSTS.principal}`,
  ARM_TENANT_ID__principal: issuer.tenantId,
  ARM_CLIENT_ID__principal: PRINCIPAL,
  ARM_CLIENT_SECRET_URL__principal: vault.secretUrl('client-secret'),
  DATABRICKS_HOST__machine: `https://${HOSTS.machine}`,
  DATABRICKS_CLIENT_ID__machine: MACHINE,
  DATABRICKS_CLIENT_SECRET_URL__machine: vault.secretUrl('client-secret'),
  DATABRICKS_HOST__token: `https://${HOSTS.token}`,
  DATABRICKS_TOKEN_SECRET__token: vault.secretUrl('token'),
  KEY_VAULT_URL: vault.url,
  CALLBACK_HOSTS: RECEIVERS.join(','),
  NOTIFICATION_PASSWORD: SECRETS.notificationPassword,
  CALLBACK_SECRET: `whsec_${Buffer.from(SECRETS.callbackSecret).toString('base64')}`,
});
