import type { DatabricksAuth } from '../../contract/workspaces/databricks-auth';
import type { WorkspaceSettings } from '../../contract/workspaces/workspace';
import { cloudOf } from './cloud';
import { createDatabricksToken, createManagementToken, type TokenSources } from './databricks-token';
import type { KeptToken } from './kept-token';

export interface SignIn {
  token: KeptToken;
  resource?: { id: string; token: KeptToken } | undefined;
}

export type SignIns = (workspace: Pick<WorkspaceSettings, 'host' | 'auth' | 'resourceId'>) => SignIn;

/** How this app shows to workspaces who it is. An identity that is good for several has one token in all of them. */
export function createSignIns(sources: TokenSources): SignIns {
  const known = new Map<string, KeptToken>();

  function once(key: string, create: () => KeptToken): KeptToken {
    const found = known.get(key) ?? create();
    known.set(key, found);
    return found;
  }

  return ({ host, auth, resourceId }) => {
    const whose = JSON.stringify([auth, placeOf(auth, host)]);
    const token = once(`databricks ${whose}`, () => createDatabricksToken(auth, host, sources));
    if (resourceId === undefined || auth.type === 'pat' || auth.type === 'oauth-m2m') return { token };
    const management = once(`management ${whose}`, () => createManagementToken(auth, host, sources));
    return { token, resource: { id: resourceId, token: management } };
  };
}

/** A token of Databricks itself is good for the workspace that gave it, one of Entra for all workspaces of a cloud. */
const placeOf = ({ type }: DatabricksAuth, host: string): string =>
  type === 'pat' || type === 'oauth-m2m' ? host : cloudOf(host).managementScope;
