import { type ArmParameter, armParameter, withoutSlash } from './arm';
import { type Activity, after, expression } from './pipeline';
import { type LinkedService, linkedServiceReference } from './resources';

/** How the factory proves to the app who it is. */
export interface SignIn {
  parameters: Readonly<Record<string, ArmParameter>>;
  variables: Readonly<Record<string, string>>;
  linkedServices: readonly LinkedService[];
  /** What has to run before a request can be made. */
  before: readonly Activity[];
  headers: Readonly<Record<string, unknown>>;
  authentication?: object;
}

export const FUNCTION_APP = 'DatabricksJobRunner';
const KEY_VAULT = 'DatabricksJobRunnerKeyVault';
const GET_KEY = 'GetFunctionKey';

const functionApp = (needs: readonly string[], more: object): LinkedService => ({
  name: FUNCTION_APP,
  needs,
  properties: {
    description: 'The function app that runs Databricks jobs. Used by RunShortDatabricksJob.',
    type: 'AzureFunction',
    typeProperties: { functionAppUrl: "[variables('functionAppUrl')]", ...more },
  },
});

/** The key stays in the vault: neither the template nor a pipeline holds it, and no log shows it. */
export const functionKey: SignIn = {
  parameters: {
    keyVaultUrl: {
      type: 'string',
      metadata: {
        description: 'The vault that holds the function key: https://NAME.vault.azure.net. The factory may read it.',
      },
    },
    functionKeySecretName: {
      type: 'string',
      defaultValue: 'databricks-job-runner-key',
      metadata: { description: 'The name of the secret whose value is a key of the function app.' },
    },
  },
  variables: { keyVaultUrl: withoutSlash('keyVaultUrl') },
  linkedServices: [
    {
      name: KEY_VAULT,
      properties: {
        description: 'The vault that holds the key of the function app.',
        type: 'AzureKeyVault',
        typeProperties: { baseUrl: "[variables('keyVaultUrl')]" },
      },
    },
    functionApp([KEY_VAULT], {
      functionKey: {
        type: 'AzureKeyVaultSecret',
        store: linkedServiceReference(KEY_VAULT),
        secretName: armParameter('functionKeySecretName'),
      },
    }),
  ],
  before: [
    {
      name: GET_KEY,
      description: 'Reads the function key from the vault, as the managed identity of the factory.',
      type: 'WebActivity',
      policy: { timeout: '00:10:00', retry: 2, retryIntervalInSeconds: 30, secureInput: false, secureOutput: true },
      typeProperties: {
        method: 'GET',
        url: "[concat(variables('keyVaultUrl'), '/secrets/', parameters('functionKeySecretName'), '?api-version=7.4')]",
        authentication: { type: 'MSI', resource: 'https://vault.azure.net' },
      },
    },
  ],
  headers: { 'x-functions-key': expression(`activity('${GET_KEY}').output.value`) },
};

/** No secret at all: Entra gives the factory's managed identity a token for the app. */
export const managedIdentity: SignIn = {
  parameters: {
    audience: {
      type: 'string',
      metadata: {
        description:
          'For whom tokens are asked: api://CLIENT_ID, of the app registration that guards the function app.',
      },
    },
  },
  variables: {},
  linkedServices: [functionApp([], { authentication: 'MSI', resourceId: armParameter('audience') })],
  before: [],
  headers: {},
  authentication: { type: 'MSI', resource: armParameter('audience') },
};

export const afterSignIn = ({ before }: SignIn) => after(...before.map(({ name }) => name));
