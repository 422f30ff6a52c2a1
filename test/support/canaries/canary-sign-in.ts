import type { HttpHandler, HttpRequest } from '../../../local/http';
import { DEMO_USER, type User } from '../../../local/workspace/access';
import { createSignIns } from '../../../src/adapters/credentials/sign-ins';
import { createDatabricks } from '../../../src/adapters/databricks/databricks';
import type { Workspace } from '../../../src/adapters/databricks/workspaces';
import type { DatabricksAuth, Secret } from '../../../src/contract/workspaces/databricks-auth';
import { workspaceOf } from '../one-workspace';
import { transportTo } from '../workspace-transport';
import { SECRETS } from './secrets';

/** By a token, or by a secret for which the workspace gives one. Both stand in a vault. */
export const WAYS_TO_SIGN_IN = ['pat', 'oauth-m2m'] as const;
export type WayToSignIn = (typeof WAYS_TO_SIGN_IN)[number];

const HOST = 'https://adb-1.2.azuredatabricks.net';
const CLIENT = '11111111-2222-3333-4444-555555555555';
const VAULT_SECRET: Secret = { url: 'https://my-vault.vault.azure.net/secrets/a', identity: { type: 'azure-msi' } };

/** Whom the workspace lets in: the secrets are those of the canaries. */
export const USERS: readonly User[] = [
  { ...DEMO_USER, tokens: [...DEMO_USER.tokens, SECRETS.token] },
  { name: CLIENT, tokens: [], secrets: [SECRETS.clientSecret], servicePrincipal: true, member: true, admin: true },
];

const WAYS: Readonly<Record<WayToSignIn, { auth: DatabricksAuth; secret: string }>> = {
  pat: { auth: { type: 'pat', token: VAULT_SECRET }, secret: SECRETS.token },
  'oauth-m2m': {
    auth: { type: 'oauth-m2m', clientId: CLIENT, clientSecret: VAULT_SECRET },
    secret: SECRETS.clientSecret,
  },
};

export interface CanarySignIn {
  workspace: Workspace;
  /** All that the workspace was sent. */
  requests: readonly HttpRequest[];
  /** The tokens that it has given out. */
  granted: readonly string[];
}

/** The app's way to a workspace, which it signs in to as it would in Azure. */
export function signInTo(handle: HttpHandler, way: WayToSignIn, now: () => number): CanarySignIn {
  const granted: string[] = [];
  const transport = transportTo(async (request) => {
    const answer = await handle(request);
    const [, token] = /"access_token":"([^"]+)"/.exec(String(answer.body)) ?? [];
    if (token !== undefined) granted.push(token);
    return answer;
  });
  const { auth, secret } = WAYS[way];
  const credentials = createSignIns({ now, transport, readSecret: async () => secret })({ host: HOST, auth });
  const databricks = createDatabricks({ host: HOST, ...credentials, now, version: 'test', transport });
  const workspace = workspaceOf(databricks, { host: HOST, authType: auth.type, signIn: () => credentials.token() });
  return { workspace, requests: transport.requests, granted };
}
