/** How the app shows to Azure who it is, without a secret. */
export type AzureIdentity = { type: 'azure-msi'; clientId?: string | undefined } | { type: 'azure-cli' };

/** Itself, which is for development, or where it stands in Key Vault, and who may read it there. */
export type Secret = { value: string } | { url: string; identity: AzureIdentity };

/** A service principal of Entra. */
export interface ServicePrincipal {
  type: 'azure-client-secret';
  tenantId: string;
  clientId: string;
  clientSecret: Secret;
}

/** Where the token comes from that the app shows to Databricks. The names are those of Databricks' own clients. */
export type DatabricksAuth =
  | { type: 'pat'; token: Secret }
  | { type: 'oauth-m2m'; clientId: string; clientSecret: Secret }
  | ServicePrincipal
  | AzureIdentity;
