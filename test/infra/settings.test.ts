import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appSettings } from '../../src/config/app-settings';
import { vaultUrl } from '../../src/config/setting-values';
import { type Bicep, children, declared, propertiesOf, valueAt } from './support/bicep';
import { type Infra, readInfra } from './support/infra';

const ROOT = join(__dirname, '../..');

/** What the host of Azure Functions reads, and the app does not. */
const OF_THE_HOST = [
  'AzureWebJobsStorage__queueServiceUri',
  'APPLICATIONINSIGHTS_CONNECTION_STRING',
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
];

/** What a deployment leaves alone, or leaves to `moreSettings`. */
const NOT_DEPLOYED = [
  'DATABRICKS_TOKEN', // development only
  // other ways of signing in than those that the deployment sets up
  'DATABRICKS_CLIENT_ID',
  'DATABRICKS_CLIENT_SECRET',
  'DATABRICKS_CLIENT_SECRET_URL',
  'ARM_TENANT_ID',
  'ARM_CLIENT_ID',
  'ARM_CLIENT_SECRET',
  'ARM_CLIENT_SECRET_URL',
  'DATABRICKS_AZURE_RESOURCE_ID',
  'AzureWebJobsStorage', // a connection string: there are no keys
  'AzureWebJobsStorage__accountName', // the addresses of the services are set instead
  'KEEP_INSTANCES_DAYS',
  'KEEP_RUNS_DAYS',
  'LOG_LEVEL',
  'MAX_WAITING_REQUESTS',
  'ALLOW_KINDS',
  'ALLOW_CHANGES',
  'LINK_KEY_VERSION', // is raised when a link got into the wrong hands
  'CALLBACK_HOSTS', // the default is that of Data Factory
  'CALLBACK_SECRET', // a reference to Key Vault, for who wants callbacks of the general form
  'NOTIFICATION_USER', // the default is what the script gives to Databricks
  'NOTIFICATION_PASSWORD', // a reference to Key Vault, for who wants notifications
  'JOBS_FILE', // the default is what gets shipped
  'CALLERS_FILE', // the default is what gets shipped
  'WEBSITE_HOSTNAME', // the platform sets it
  'WEBSITE_AUTH_ENABLED', // so does it this
  'AZURE_FUNCTIONS_ENVIRONMENT', // and this
];

/** Flex Consumption sets these itself, or refuses the app that brings them; the last one would break Power BI. */
const FORBIDDEN_SETTINGS = [
  'FUNCTIONS_WORKER_RUNTIME',
  'FUNCTIONS_EXTENSION_VERSION',
  'WEBSITE_RUN_FROM_PACKAGE',
  'WEBSITE_CONTENTSHARE',
  'WEBSITE_CONTENTAZUREFILECONNECTIONSTRING',
  'SCM_DO_BUILD_DURING_DEPLOYMENT',
  'ENABLE_ORYX_BUILD',
  'WEBSITE_TIME_ZONE',
  'TZ',
  'WEBSITE_NODE_DEFAULT_VERSION',
  'AzureWebJobsDisableHomepage', // the test of a connection asks for the root
];

const FORBIDDEN_PROPERTIES = [
  'ftpsState',
  'use32BitWorkerProcess',
  'netFrameworkVersion',
  'functionsRuntimeScaleMonitoringEnabled',
  'functionAppScaleLimit',
  'linuxFxVersion',
  'endToEndEncryptionEnabled',
  'vnetRouteAllEnabled',
];

const FORBIDDEN_TYPES = [
  'Microsoft.Web/sites/slots',
  'Microsoft.Web/sites/functions',
  'Microsoft.Web/sites/host',
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies',
];

let files: Bicep[] = [];
let at: Infra['at'];
let body: Infra['body'];
beforeAll(async () => {
  ({ files, at, body } = await readInfra());
});

const keysInAnyObject = () =>
  files.flatMap(({ root }) =>
    root.descendantsOfType('object_property').flatMap((property) => (property && children(property)[0]?.text) ?? []),
  );

/** Every object in the variables that end in `settings`, wherever it stands in them. */
function deployedSettings(): string[] {
  const variables = declared(at('app.bicep'), 'var').filter(({ name }) => /settings?$/i.test(name));
  return variables.flatMap(({ node }) =>
    node.descendantsOfType('object').flatMap((one) => [...propertiesOf(one ?? undefined).keys()]),
  );
}

describe('the app settings of a deployment', () => {
  const ours = appSettings.map(({ name }): string => name);

  test('are those that the app knows, and those of the host', () => {
    const expected = ours.filter((name) => !NOT_DEPLOYED.includes(name));
    expect(deployedSettings().sort()).toEqual([...expected, ...OF_THE_HOST].sort());
  });

  test('leave out none that the app does not have', () => {
    expect(NOT_DEPLOYED.filter((name) => !ours.includes(name))).toEqual([]);
  });

  test('are all handed to the app', () => {
    const given = valueAt(body('app.bicep', 'functionApp'), 'params.settings')?.text;
    expect(given).toBe('union(hostSettings, ownSettings, tokenSetting, urlSetting, moreSettings)');
  });

  test('agree with the sample for the machine of a developer', () => {
    const sample = Object.keys(JSON.parse(readFileSync(join(ROOT, 'local.settings.sample.json'), 'utf8')).Values);
    const elsewhere = ['FUNCTIONS_WORKER_RUNTIME', ...NOT_DEPLOYED];
    expect(sample.filter((name) => !deployedSettings().includes(name) && !elsewhere.includes(name))).toEqual([]);
  });

  test('name the vault of the deployment, in a way that the app understands', () => {
    expect(valueAt(body('app.bicep', 'ownSettings'), 'KEY_VAULT_URL')?.text).toBe('keyVault.outputs.url');
    const url = at('modules/key-vault.bicep').declarations.get('output url')?.node.text;
    expect(url).toBe('output url string = vault.properties.vaultUri');
    expect(vaultUrl.parse('https://kv-abc.vault.azure.net/')).toBe('https://kv-abc.vault.azure.net'); // as Azure says it
  });

  test('may refer to Key Vault, which is asked with the identity of the app', () => {
    const site = body('modules/function-app.bicep', 'site');
    const [identity] = propertiesOf(valueAt(site, 'identity.userAssignedIdentities')).keys();
    expect(identity).toBe(`\${identityId}`);
    expect(valueAt(site, 'properties.keyVaultReferenceIdentity')?.text).toBe('identityId');
  });

  test('sign in to the storage with the identity of the app, by its id', () => {
    const host = body('app.bicep', 'hostSettings');
    expect(valueAt(host, 'AzureWebJobsStorage__credential')?.text).toBe("'managedidentity'");
    expect(valueAt(host, 'AzureWebJobsStorage__clientId')?.text).toBe('identity.outputs.clientId');
  });
});

describe('what Flex Consumption refuses', () => {
  test('is not set', () => {
    const keys = new Set(keysInAnyObject());
    expect([...FORBIDDEN_SETTINGS, ...FORBIDDEN_PROPERTIES].filter((name) => keys.has(name))).toEqual([]);
  });

  test('is not deployed', () => {
    const types = files.flatMap((file) => declared(file, 'resource').map(({ type }) => type.split('@')[0] ?? ''));
    expect(types).toContain('Microsoft.Web/sites');
    expect(types.filter((type) => FORBIDDEN_TYPES.includes(type))).toEqual([]);
  });

  test('is not the app: it says where it is deployed to, and how it runs and scales', () => {
    const config = valueAt(body('modules/function-app.bicep', 'site'), 'properties.functionAppConfig');
    expect([...propertiesOf(config).keys()].sort()).toEqual(['deployment', 'runtime', 'scaleAndConcurrency']);
  });
});
