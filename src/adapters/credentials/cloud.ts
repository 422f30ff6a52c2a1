/** What of Azure depends on the cloud in which a workspace is. */
interface Cloud {
  /** Where Entra gives tokens. Undefined: where the package looks by itself. */
  authority: string | undefined;
  /** For tokens that are good for the resources of Azure themselves, the workspace being one. */
  managementScope: string;
}

const CLOUDS: readonly (Cloud & { ending: string })[] = [
  {
    ending: '.databricks.azure.us',
    authority: 'https://login.microsoftonline.us',
    managementScope: 'https://management.core.usgovcloudapi.net//.default',
  },
  {
    ending: '.databricks.azure.cn',
    authority: 'https://login.chinacloudapi.cn',
    managementScope: 'https://management.core.chinacloudapi.cn//.default',
  },
];

// With two slashes: the name of that resource ends with one.
const PUBLIC: Cloud = { authority: undefined, managementScope: 'https://management.core.windows.net//.default' };

export const cloudOf = (host: string): Cloud =>
  CLOUDS.find(({ ending }) => new URL(host).hostname.endsWith(ending)) ?? PUBLIC;
