/** How the app shows to Azure who it is. */
export type AzureIdentity = { type: 'azure-msi'; clientId?: string | undefined } | { type: 'azure-cli' };

/** Where the token comes from that the app shows to Databricks. */
export type DatabricksAuth =
  | { type: 'pat'; token: string }
  | { type: 'pat-from-key-vault'; secretUrl: string; identity: AzureIdentity }
  | AzureIdentity;
