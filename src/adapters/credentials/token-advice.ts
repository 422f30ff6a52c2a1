import type { AzureIdentity, DatabricksAuth } from '../../contract/workspaces/databricks-auth';
import type { ErrorFacts } from './token-problem';

/** What to do where there is no token, for whoever has set up the app. */
export function adviceFor(auth: DatabricksAuth, facts: ErrorFacts): string {
  switch (auth.type) {
    case 'pat':
      if (inKeyVault(auth.token)) return vaultAdvice('DATABRICKS_TOKEN_SECRET', auth.token.identity, facts);
      return 'There is no personal access token: set DATABRICKS_TOKEN';
    case 'oauth-m2m':
      if (facts.isOfSecret && inKeyVault(auth.clientSecret)) {
        return vaultAdvice('DATABRICKS_CLIENT_SECRET_URL', auth.clientSecret.identity, facts);
      }
      return (
        `The workspace gave the service principal ${auth.clientId} no token: add it to the workspace, ` +
        'and see that its OAuth secret is right and has not expired'
      );
    case 'azure-client-secret':
      if (facts.isOfSecret && inKeyVault(auth.clientSecret)) {
        return vaultAdvice('ARM_CLIENT_SECRET_URL', auth.clientSecret.identity, facts);
      }
      return (
        `Microsoft Entra gave the service principal ${auth.clientId} no token: ` +
        'correct ARM_TENANT_ID and ARM_CLIENT_ID, and see that its client secret is right and has not expired'
      );
    default:
      return identityAdvice(auth);
  }
}

type InVault = { url: string; identity: AzureIdentity };
const inKeyVault = (secret: { value: string } | InVault): secret is InVault => 'url' in secret;

function identityAdvice(identity: AzureIdentity): string {
  if (identity.type === 'azure-cli')
    return 'The Azure CLI gave no token: run az login, and try az account get-access-token';
  if (identity.clientId === undefined) {
    return 'The system-assigned identity gave no token: turn it on, or set AZURE_CLIENT_ID to a user-assigned one';
  }
  return `The managed identity ${identity.clientId} gave no token: assign it to the app, or correct AZURE_CLIENT_ID`;
}

function vaultAdvice(setting: string, identity: AzureIdentity, { status, isOfIdentity }: ErrorFacts): string {
  if (isOfIdentity) return identityAdvice(identity);
  if (status === 404) return `There is no secret where ${setting} points to: create it, or correct the URL`;
  if (status === 401 || status === 403) {
    return (
      `Key Vault refused the secret that ${setting} names: give the identity of the app the role ` +
      'Key Vault Secrets User, see that the secret is enabled, and that the firewall of the vault lets the app in'
    );
  }
  return `Key Vault can not be reached: see that ${setting} names the right vault, and try again later`;
}
