import * as fc from 'fast-check';
import { appSettings } from '../../src/config/app-settings';
import { readSettings, type Settings } from '../../src/config/settings';
import { SettingsError } from '../../src/config/settings-error';
import type { WorkspaceSettings } from '../../src/contract/workspaces/workspace';

const HOST = 'https://adb-1234567890123456.7.azuredatabricks.net';
const CLIENT = '11111111-2222-3333-4444-555555555555';
const OTHER = '66666666-7777-8888-9999-000000000000';
const VAULT = 'https://my-vault.vault.azure.net/secrets/databricks';

const AZURE = {
  DATABRICKS_HOST: HOST,
  AzureWebJobsStorage__accountName: 'store1',
  WEBSITE_HOSTNAME: 'runs.azurewebsites.net',
};
const LOCAL = {
  AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
  DATABRICKS_HOST: 'http://127.0.0.1:7080',
  DATABRICKS_TOKEN: 'dapi-simulated-workspace',
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  WEBSITE_HOSTNAME: 'localhost:7071',
};

type Env = Record<string, string | undefined>;
const inAzure = (env: Env = {}) => readSettings({ ...AZURE, ...env });
const locally = (env: Env = {}) => readSettings({ ...LOCAL, ...env });

function faultsOf(env: Env): readonly string[] {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}
const first = ({ workspaces }: Settings): WorkspaceSettings => workspaces[0] as WorkspaceSettings;
/** Which settings have to be corrected. */
const faulty = (env: Env) => faultsOf(env).map((fault) => fault.split(' ')[0]);

test('an app in Azure needs three settings', () => {
  expect(inAzure()).toEqual({
    isDevelopment: false,
    workspaces: [
      {
        alias: 'default',
        names: ['default', 'adb-1234567890123456.7.azuredatabricks.net', 'adb-1234567890123456.7'],
        host: HOST,
        auth: { type: 'azure-msi' },
      },
    ],
    storage: {
      tableUrl: 'https://store1.table.core.windows.net',
      blobUrl: 'https://store1.blob.core.windows.net',
      identity: { type: 'azure-msi' },
    },
    publicOrigin: 'https://runs.azurewebsites.net',
    callerAuth: 'key',
    callersFile: 'callers.json',
    callersFileIsOptional: true,
    showsStandardUrls: true,
    jobsFile: 'jobs.json',
    jobsFileIsOptional: true,
    defaultTimeoutSeconds: 86_400,
    retention: { outputsDays: 7, instancesDays: 30, runsDays: 400 },
    linkKeyVersion: 1,
    logLevel: 'information',
    mostWaiting: 50,
    notifier: undefined,
    vault: undefined,
    allowedKinds: ['job'],
    allowedChanges: [],
    callbacks: {
      hosts: ['*.datafactory.azure.com'],
      allowsThisMachine: false,
      secret: undefined,
    },
  });
});

test('an app on the machine of a developer may use a simulated workspace, with its token', () => {
  expect(locally()).toMatchObject({
    isDevelopment: true,
    workspaces: [
      { host: 'http://127.0.0.1:7080', auth: { type: 'pat', token: { value: 'dapi-simulated-workspace' } } },
    ],
    storage: { connectionString: 'UseDevelopmentStorage=true' },
    publicOrigin: 'http://localhost:7071',
  });
});

describe('all faults', () => {
  test('are told at once, with what to change', () => {
    const env = {
      DATABRICKS_HOST: 'https://example.com',
      DATABRICKS_AUTH_TYPE: 'pat',
      AZURE_CLIENT_ID: 'me',
      AzureWebJobsStorage__clientId: CLIENT,
      STANDARD_URLS: 'perhaps',
      DEFAULT_TIMEOUT_SECONDS: '9',
    };
    expect(() => readSettings(env)).toThrow(
      [
        'The app settings must be corrected:',
        'DATABRICKS_HOST must be the address of the workspace, like https://adb-1234567890123456.7.azuredatabricks.net, and nothing after it.',
        'DATABRICKS_TOKEN_SECRET is missing: signing in by pat needs the URL of a secret in Key Vault.',
        'AZURE_CLIENT_ID must be the client id of a user-assigned managed identity, which is a GUID.',
        'STANDARD_URLS must be true or false.',
        'DEFAULT_TIMEOUT_SECONDS must be from 10 seconds to 2592000, which is 30 days.',
        'AzureWebJobsStorage is missing: set AzureWebJobsStorage__accountName to the name of the storage account, or AzureWebJobsStorage to its connection string.',
        'AzureWebJobsStorage__credential must be managedidentity, because AzureWebJobsStorage__clientId is set.',
        'PUBLIC_BASE_URL is missing: the platform sets no WEBSITE_HOSTNAME here, so it must say where callers reach the app.',
      ].join('\n- '),
    );
  });

  test('of an app without settings are what it can not do without', () => {
    expect(faulty({})).toEqual(['DATABRICKS_HOST', 'AzureWebJobsStorage', 'PUBLIC_BASE_URL']);
  });

  test('a wrong value is not called missing as well', () => {
    const wrong = {
      DATABRICKS_AUTH_TYPE: 'pat',
      DATABRICKS_TOKEN: 'x',
      AzureWebJobsStorage: 'x',
      WEBSITE_HOSTNAME: 'a b',
    };
    expect(faulty({ ...LOCAL, ...wrong })).toEqual(['DATABRICKS_TOKEN', 'AzureWebJobsStorage', 'WEBSITE_HOSTNAME']);
  });

  test('no value is ever shown, because people paste secrets into the wrong place', () => {
    const names = appSettings.map(({ name }) => name).filter((name) => name !== 'AZURE_FUNCTIONS_ENVIRONMENT');
    const canary = 'dapi0123456789abcdef!';
    const values = fc.constantFrom(canary, `https://user:${canary}@x`, `${canary}.azuredatabricks.net`, undefined);
    const envs = fc.record(Object.fromEntries(names.map((name) => [name, values])));
    fc.assert(
      fc.property(envs, fc.boolean(), (env, isDevelopment) => {
        const all = isDevelopment ? { ...env, AZURE_FUNCTIONS_ENVIRONMENT: 'Development' } : env;
        const faults = faultsOf(all);
        return faults.length > 0 && !faults.join('\n').includes('0123456789abcdef');
      }),
    );
  });
});

test.each(['', ' ', '\t\r\n'])('a setting that is blank (%j) is missing', (blank) => {
  const names = appSettings.map(({ name }) => name).filter((name) => !(name in LOCAL));
  expect(locally(Object.fromEntries(names.map((name) => [name, blank])))).toEqual(locally());
  expect(faulty({ ...LOCAL, DATABRICKS_HOST: blank })).toEqual(['DATABRICKS_HOST']);
});

describe('DATABRICKS_HOST', () => {
  test.each([
    ['https://adb-12.3.azuredatabricks.net/', 'https://adb-12.3.azuredatabricks.net'],
    ['adb-12.3.azuredatabricks.net', 'https://adb-12.3.azuredatabricks.net'],
    ['ADB-12.3.AzureDatabricks.net/', 'https://adb-12.3.azuredatabricks.net'],
    [' https://adb-12.3.databricks.azure.us\n', 'https://adb-12.3.databricks.azure.us'],
    ['https://adb-12.3.databricks.azure.cn', 'https://adb-12.3.databricks.azure.cn'],
  ])('%j is %s', (written, host) => expect(first(inAzure({ DATABRICKS_HOST: written })).host).toBe(host));

  test.each(['http://localhost:7080', 'http://127.0.0.1', 'HTTP://LocalHost:80/'])(
    '%s is for development only',
    (written) => {
      const { host } = first(locally({ DATABRICKS_HOST: written }));
      expect(host).toBe(new URL(written).origin);
      for (const environment of [undefined, 'Production', 'development', 'Staging']) {
        const env = { ...AZURE, AZURE_FUNCTIONS_ENVIRONMENT: environment, DATABRICKS_HOST: written };
        expect(faultsOf(env)).toEqual([
          'DATABRICKS_HOST may be an address of this machine only where AZURE_FUNCTIONS_ENVIRONMENT is Development.',
        ]);
      }
    },
  );

  test.each([
    'http://adb-1.2.azuredatabricks.net',
    'https://user:pw@adb-1.2.azuredatabricks.net',
    'https://adb-1.2.azuredatabricks.net@evil.tld',
    'https://adb-1.2.azuredatabricks.net:8443',
    'https://adb-1.2.azuredatabricks.net.',
    'https://adb-1.2.azuredatabricks.net//',
    'https://adb-1.2.azuredatabricks.net.evil.tld',
    'https://evil.tld#adb-1.2.azuredatabricks.net',
    'https://evil.tld/adb-1.2.azuredatabricks.net',
    'https://evil.tld?adb-1.2.azuredatabricks.net',
    'https://evil.tld\\@adb-1.2.azuredatabricks.net',
    'https://adb-1.2.azuredatabricks.net\\.evil.tld',
    'https://adb-1.2.azuredatabricks.net/../x',
    'https://adb-1.2.azuredatabricks.net/?o=1',
    'https://adb-1.2.azuredatabricks.net/%2e%2e/',
    'https://adb-1.2.azuredatabricks.net\nevil.tld',
    'https://adb-1.2.azuredatabricks.net\0',
    'https://adb-１.2.azuredatabricks.net',
    'https://adb-1.2.azuredatabric\u212as.net',
    'https://adb-1.2.аzuredatabricks.net',
    'https://adb-1.2.xn--zuredatabricks-x2j.net',
    'https://adb-.azuredatabricks.net',
    'https://adb-1.azuredatabricks.net',
    'https://adb-1.2.azuredatabricks-net',
    'https://169.254.169.254',
    'https://[::ffff:169.254.169.254]',
    'https://2852039166',
    'file:///etc/passwd',
    'http://127.0.0.1.evil.tld',
    'http://localhost.evil.tld',
    'http://localhost:99999',
    'http://localhost:7080/path',
    'http://user@localhost:7080',
    'http://127.1:7080',
    'http://0.0.0.0:7080',
    'http://[::1]:7080',
    'http://2130706433',
    'https://localhost:7080',
  ])('%j is refused everywhere', (written) => {
    expect(faulty({ ...AZURE, DATABRICKS_HOST: written })).toEqual(['DATABRICKS_HOST']);
    expect(faulty({ ...LOCAL, DATABRICKS_HOST: written })).toEqual(['DATABRICKS_HOST']);
  });
});

describe('signing in to Databricks', () => {
  const auth = (env: Env) => first(readSettings(env)).auth;
  const noToken = { ...LOCAL, DATABRICKS_TOKEN: undefined };

  test('is done by the managed identity in Azure, and by the Azure CLI in development', () => {
    expect(auth(AZURE)).toEqual({ type: 'azure-msi' });
    expect(auth({ ...AZURE, AZURE_CLIENT_ID: CLIENT })).toEqual({ type: 'azure-msi', clientId: CLIENT });
    expect(auth(noToken)).toEqual({ type: 'azure-cli' });
  });

  test('is done by the token in Key Vault that is named, read with the identity of the app', () => {
    const env = { DATABRICKS_TOKEN_SECRET: `${VAULT}/`, AZURE_CLIENT_ID: CLIENT };
    expect(auth({ ...AZURE, ...env })).toEqual({
      type: 'pat',
      token: { url: VAULT, identity: { type: 'azure-msi', clientId: CLIENT } },
    });
    expect(auth({ ...noToken, ...env })).toMatchObject({ token: { url: VAULT, identity: { type: 'azure-cli' } } });
  });

  test('is done as DATABRICKS_AUTH_TYPE says, also where a token is there', () => {
    expect(auth({ ...LOCAL, DATABRICKS_AUTH_TYPE: 'azure-cli' })).toEqual({ type: 'azure-cli' });
    expect(auth({ ...LOCAL, DATABRICKS_AUTH_TYPE: 'azure-msi' })).toEqual({ type: 'azure-msi' });
    expect(auth({ ...LOCAL, DATABRICKS_AUTH_TYPE: 'pat' })).toMatchObject({ type: 'pat' });
  });

  test.each(['Bearer dapi12ab-3', 'bearer  Bearer dapi12ab-3\n', '"dapi12ab-3"'.slice(1, -1), 'dapi12 ab-3'])(
    'a token is taken as people paste it: %j',
    (pasted) =>
      expect(auth({ ...LOCAL, DATABRICKS_TOKEN: pasted })).toEqual({ type: 'pat', token: { value: 'dapi12ab-3' } }),
  );

  test.each(['Bearer', 'dapi', 'xdapi123', 'eyJhbGciOi', 'dapi1\u00e9'])('%j is no token', (pasted) => {
    expect(faulty({ ...LOCAL, DATABRICKS_TOKEN: pasted })).toEqual(['DATABRICKS_TOKEN']);
  });

  test('the settings of a deployed app hold no token, and it has no Azure CLI', () => {
    expect(faultsOf({ ...AZURE, DATABRICKS_TOKEN: 'dapi123', DATABRICKS_AUTH_TYPE: 'azure-cli' })).toEqual([
      'DATABRICKS_AUTH_TYPE may be azure-cli only where AZURE_FUNCTIONS_ENVIRONMENT is Development: use azure-msi, the managed identity of the app.',
      'DATABRICKS_TOKEN may be set only where AZURE_FUNCTIONS_ENVIRONMENT is Development: put the token into Key Vault, and set DATABRICKS_TOKEN_SECRET to the URL of that secret.',
    ]);
  });

  test('two tokens are one too many', () => {
    expect(faulty({ ...LOCAL, DATABRICKS_TOKEN_SECRET: VAULT })).toEqual(['DATABRICKS_TOKEN']);
  });

  test.each([
    'http://my-vault.vault.azure.net/secrets/x',
    'https://my-vault.vault.azure.net',
    'https://my-vault.vault.azure.net/keys/x',
    'https://my-vault.vault.azure.net.evil.tld/secrets/x',
    'https://evil.tld/my-vault.vault.azure.net/secrets/x',
    'https://u@my-vault.vault.azure.net/secrets/x',
    'https://my-vault.vault.azure.net/secrets/x?api-version=1',
    'https://my-vault.vault.azure.net/secrets/../keys',
    '@Microsoft.KeyVault(SecretUri=https://my-vault.vault.azure.net/secrets/x)',
  ])('%s is no secret in Key Vault', (url) => {
    expect(faulty({ ...AZURE, DATABRICKS_TOKEN_SECRET: url })).toEqual(['DATABRICKS_TOKEN_SECRET']);
  });

  test.each([`${VAULT}/0123456789abcdef0123456789abcdef`, 'https://v00.vault.usgovcloudapi.net/secrets/x'])(
    '%s is one',
    (url) => expect(auth({ ...AZURE, DATABRICKS_TOKEN_SECRET: url })).toMatchObject({ token: { url } }),
  );
});

describe('the storage', () => {
  const bare = { ...AZURE, AzureWebJobsStorage__accountName: undefined };
  const storage = (env: Env) => readSettings({ ...bare, ...env }).storage;
  const urls = {
    AzureWebJobsStorage__blobServiceUri: 'https://b.blob.core.windows.net/',
    AzureWebJobsStorage__tableServiceUri: 'https://t.table.core.windows.net',
  };

  test('is that of the connection string, if there is one, as for the host', () => {
    const AzureWebJobsStorage = 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=QQ==';
    expect(storage({ ...urls, AzureWebJobsStorage })).toEqual({ connectionString: AzureWebJobsStorage });
  });

  test('is that of the URLs, one by one before the name of the account', () => {
    const [tableUrl, blobUrl] = ['https://t.table.core.windows.net', 'https://b.blob.core.windows.net'];
    expect(storage(urls)).toMatchObject({ tableUrl, blobUrl });
    const env = { ...urls, AzureWebJobsStorage__tableServiceUri: '', AzureWebJobsStorage__accountName: 'acc' };
    expect(storage(env)).toMatchObject({ tableUrl: 'https://acc.table.core.windows.net', blobUrl });
  });

  test('one URL asks for the other', () => {
    expect(faulty({ ...bare, ...urls, AzureWebJobsStorage__tableServiceUri: '' })).toEqual([
      'AzureWebJobsStorage__tableServiceUri',
    ]);
    expect(faulty({ ...bare, ...urls, AzureWebJobsStorage__blobServiceUri: '' })).toEqual([
      'AzureWebJobsStorage__blobServiceUri',
    ]);
  });

  test.each<[Env, object]>([
    [{}, { type: 'azure-msi' }],
    [{ AZURE_CLIENT_ID: OTHER }, { type: 'azure-msi', clientId: OTHER }],
    [{ AzureWebJobsStorage__credential: 'managedidentity', AZURE_CLIENT_ID: OTHER }, { type: 'azure-msi' }],
    [
      {
        AzureWebJobsStorage__credential: 'managedIdentity',
        AzureWebJobsStorage__clientId: CLIENT,
        AZURE_CLIENT_ID: OTHER,
      },
      { type: 'azure-msi', clientId: CLIENT },
    ],
    [{ AZURE_FUNCTIONS_ENVIRONMENT: 'Development' }, { type: 'azure-cli' }],
  ])('with %j is opened by %j', (env, identity) => expect(storage({ ...urls, ...env })).toMatchObject({ identity }));

  test.each<Env>([
    { AzureWebJobsStorage: '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/x)' },
    { AzureWebJobsStorage__accountName: 'acc.blob.core.windows.net' },
    { ...urls, AzureWebJobsStorage__blobServiceUri: 'http://b.blob.core.windows.net' },
    { ...urls, AzureWebJobsStorage__blobServiceUri: 'https://b.blob.core.windows.net/?sig=abc' },
    { ...urls, AzureWebJobsStorage__credential: 'clientsecret' },
    { ...urls, AzureWebJobsStorage__clientId: 'x', AzureWebJobsStorage__credential: 'managedidentity' },
  ])('can not be %j', (env) => expect(faulty({ ...bare, ...env })).toHaveLength(1));
});

describe('the public origin', () => {
  test.each<[Env, string]>([
    [{ PUBLIC_BASE_URL: 'https://Runs.example.com/' }, 'https://runs.example.com'],
    [{ PUBLIC_BASE_URL: 'https://runs.example.com:8443' }, 'https://runs.example.com:8443'],
    [{ PUBLIC_BASE_URL: 'http://localhost:9000' }, 'http://localhost:9000'],
    [{ WEBSITE_HOSTNAME: 'localhost:7071' }, 'http://localhost:7071'],
    [{ WEBSITE_HOSTNAME: '127.0.0.1:7071' }, 'http://127.0.0.1:7071'],
    [{ WEBSITE_HOSTNAME: 'localhost.example.com' }, 'https://localhost.example.com'],
  ])('of %j is %s', (env, origin) => expect(inAzure(env).publicOrigin).toBe(origin));

  test.each([
    'http://runs.example.com',
    'https://runs.example.com/api',
    'https://u:p@runs.example.com',
    'https://runs.example.com?x',
    'https://runs.example.com:99999',
    'runs.example.com',
    'javascript:alert(1)',
  ])('can not be %s', (url) => expect(faulty({ ...AZURE, PUBLIC_BASE_URL: url })).toEqual(['PUBLIC_BASE_URL']));
});

test('the standard URLs can be left out', () => {
  expect(inAzure({ STANDARD_URLS: 'false' }).showsStandardUrls).toBe(false);
  expect(inAzure({ STANDARD_URLS: 'True' }).showsStandardUrls).toBe(true);
  expect(faulty({ ...AZURE, STANDARD_URLS: '0' })).toEqual(['STANDARD_URLS']);
});

test('a timeout is from ten seconds to thirty days', () => {
  expect(inAzure({ DEFAULT_TIMEOUT_SECONDS: '10' }).defaultTimeoutSeconds).toBe(10);
  expect(inAzure({ DEFAULT_TIMEOUT_SECONDS: '2592000' }).defaultTimeoutSeconds).toBe(2_592_000);
  for (const text of ['9', '2592001', '1e3', '10s', '-10', '10.5', 'Infinity', '0x10', '9'.repeat(400)]) {
    expect(faulty({ ...AZURE, DEFAULT_TIMEOUT_SECONDS: text })).toContain('DEFAULT_TIMEOUT_SECONDS');
  }
});

test('a catalog that somebody named must be there', () => {
  expect(inAzure({ JOBS_FILE: 'my-jobs.json' })).toMatchObject({ jobsFile: 'my-jobs.json', jobsFileIsOptional: false });
});

test('the settings are those of the process, unless others are given', () => {
  const before = { ...process.env };
  Object.assign(process.env, LOCAL);
  try {
    expect(readSettings().publicOrigin).toBe('http://localhost:7071');
  } finally {
    process.env = before;
  }
});

test('callbacks go where the settings say, signed with their secret', () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const { callbacks } = inAzure({ CALLBACK_HOSTS: 'Hooks.Example.com, *.logic.azure.com', CALLBACK_SECRET: secret });
  expect(callbacks).toEqual({
    hosts: ['hooks.example.com', '*.logic.azure.com'],
    allowsThisMachine: false,
    secret: Buffer.alloc(32, 7),
  });
  expect(locally().callbacks.allowsThisMachine).toBe(true);
  for (const hosts of ['https://hooks.example.com', '*', 'hooks.*.com', '*.', 'a/b', 'a:443', '*.*.com', 'a..b']) {
    expect([hosts, faulty({ ...AZURE, CALLBACK_HOSTS: hosts })]).toEqual([hosts, ['CALLBACK_HOSTS']]);
  }
  for (const bad of ['secret', 'whsec_short', `whsec_${'*'.repeat(40)}`]) {
    expect(faulty({ ...AZURE, CALLBACK_SECRET: bad })).toEqual(['CALLBACK_SECRET']);
  }
});

describe('further ways of signing in', () => {
  const auth = (env: Env) => first(readSettings({ ...AZURE, ...env })).auth;
  const machine = { DATABRICKS_CLIENT_ID: CLIENT, DATABRICKS_CLIENT_SECRET_URL: VAULT };
  const principal = { ARM_TENANT_ID: OTHER, ARM_CLIENT_ID: CLIENT, ARM_CLIENT_SECRET_URL: VAULT };
  const clientSecret = { url: VAULT, identity: { type: 'azure-msi' } };
  const resource = '/subscriptions/s-1/resourceGroups/rg_(1)/providers/Microsoft.Databricks/workspaces/ws';

  test('are found by what there is', () => {
    expect(auth(machine)).toEqual({ type: 'oauth-m2m', clientId: CLIENT, clientSecret });
    expect(auth(principal)).toEqual({ type: 'azure-client-secret', tenantId: OTHER, clientId: CLIENT, clientSecret });
    expect(auth({ ...machine, ...principal, DATABRICKS_AUTH_TYPE: 'azure-msi' })).toEqual({ type: 'azure-msi' });
  });

  test.each<[Env, string[]]>([
    [{ DATABRICKS_CLIENT_ID: CLIENT }, ['DATABRICKS_CLIENT_SECRET_URL']],
    [{ ARM_CLIENT_ID: CLIENT }, ['ARM_TENANT_ID', 'ARM_CLIENT_SECRET_URL']],
    [{ DATABRICKS_AUTH_TYPE: 'oauth-m2m' }, ['DATABRICKS_CLIENT_ID', 'DATABRICKS_CLIENT_SECRET_URL']],
    [{ ...machine, DATABRICKS_CLIENT_SECRET: 'x' }, ['DATABRICKS_CLIENT_SECRET', 'DATABRICKS_CLIENT_SECRET']],
    [{ ...machine, DATABRICKS_AZURE_RESOURCE_ID: resource }, ['DATABRICKS_AZURE_RESOURCE_ID']],
    [{ DATABRICKS_AZURE_RESOURCE_ID: '/subscriptions/x' }, ['DATABRICKS_AZURE_RESOURCE_ID']],
  ])('%j is faulty', (env, names) => expect(faulty({ ...AZURE, ...env })).toEqual(names));

  test('an identity may be known to the resource only', () => {
    expect(first(readSettings({ ...AZURE, DATABRICKS_AZURE_RESOURCE_ID: resource }))).toMatchObject({
      auth: { type: 'azure-msi' },
      resourceId: resource,
    });
  });

  test('a secret itself is for development', () => {
    expect(
      first(locally({ DATABRICKS_TOKEN: '', DATABRICKS_CLIENT_ID: CLIENT, DATABRICKS_CLIENT_SECRET: 's' })).auth,
    ).toEqual({ type: 'oauth-m2m', clientId: CLIENT, clientSecret: { value: 's' } });
  });
});

describe('further workspaces', () => {
  const PROD = { DATABRICKS_HOST__prod: 'https://adb-2.2.azuredatabricks.net' };

  test('are set up by the same settings, with their alias at the end', () => {
    const { workspaces } = inAzure({ ...PROD, DATABRICKS_TOKEN_SECRET__prod: VAULT });
    expect(workspaces.map(({ alias, names, auth }) => [alias, names.at(-1), auth.type])).toEqual([
      ['default', 'adb-1234567890123456.7', 'azure-msi'],
      ['prod', 'adb-2.2', 'pat'],
    ]);
  });

  test('are checked as the first one is', () => {
    expect(faulty({ ...AZURE, DATABRICKS_AUTH_TYPE__prod: 'azure-msi' })).toEqual(['DATABRICKS_HOST__prod']);
    expect(faulty({ ...AZURE, ...PROD, DATABRICKS_AUTH_TYPE__prod: 'pat' })).toEqual(['DATABRICKS_TOKEN_SECRET__prod']);
    expect(faulty({ ...AZURE, ...PROD, DATABRICKS_TOKEN__prod: 'dapi1' })).toEqual(['DATABRICKS_TOKEN__prod']);
    expect(faulty({ ...AZURE, ...PROD, DATABRICKS_HOTS__prod: 'x' })).toEqual(['DATABRICKS_HOTS__prod']);
    expect(faulty({ ...AZURE, DATABRICKS_HOST__prod: HOST })).toEqual(['DATABRICKS_HOST__prod']);
    expect(faulty({ ...AZURE, ...PROD, DATABRICKS_HOST__default: 'https://adb-3.3.azuredatabricks.net' })).toEqual([
      'DATABRICKS_HOST__default',
    ]);
  });
});

test.each(['PROD-EU', 'a'.repeat(64), 'ä'])('%s is no alias of a workspace', (alias) => {
  const host = 'https://adb-2.2.azuredatabricks.net';
  const name = `DATABRICKS_HOST__${alias}`.toLowerCase().replace('databricks_host', 'DATABRICKS_HOST');
  expect(faultsOf({ ...AZURE, [`DATABRICKS_HOST__${alias}`]: host })).toEqual([
    `${name} is not named well: what stands after __ must be an alias of a workspace: up to 63 small letters, digits and _.`,
  ]);
});

test('what else can be set is read as it is meant', () => {
  const vault = 'https://my-vault.vault.azure.net';
  const env = { LINK_KEY_VERSION: '3', LOG_LEVEL: 'Warning', MAX_WAITING_REQUESTS: '0', KEY_VAULT_URL: `${vault}/` };
  expect(inAzure({ ...env, AZURE_CLIENT_ID: CLIENT })).toMatchObject({
    linkKeyVersion: 3,
    logLevel: 'warning',
    mostWaiting: 0,
    vault: { url: vault, identity: { type: 'azure-msi', clientId: CLIENT } },
  });
  for (const [name, values] of Object.entries({
    LINK_KEY_VERSION: ['0', '-1', '1.5', 'two'],
    LOG_LEVEL: ['debug', 'all'],
    MAX_WAITING_REQUESTS: ['-1', 'many', '10000'],
    KEY_VAULT_URL: ['http://my-vault.vault.azure.net', `${vault}/secrets/x`, `${vault}.evil.example`, 'https://vault'],
  })) {
    for (const value of values) expect([value, faulty({ ...AZURE, [name]: value })]).toEqual([value, [name]]);
  }
});

test.each([
  [{}, { outputsDays: 7, instancesDays: 30, runsDays: 400 }],
  [
    { KEEP_OUTPUTS_DAYS: '14', KEEP_INSTANCES_DAYS: '14', KEEP_RUNS_DAYS: '90' },
    { outputsDays: 14, instancesDays: 14, runsDays: 90 },
  ],
  [{ KEEP_OUTPUTS_DAYS: '60' }, { outputsDays: 60, instancesDays: 60, runsDays: 400 }],
  [{ KEEP_OUTPUTS_DAYS: '1000' }, { outputsDays: 1000, instancesDays: 1000, runsDays: 1000 }],
  [{ KEEP_INSTANCES_DAYS: '2' }, { outputsDays: 2, instancesDays: 2, runsDays: 400 }],
  [{ KEEP_RUNS_DAYS: '10' }, { outputsDays: 7, instancesDays: 10, runsDays: 10 }],
  [{ KEEP_RUNS_DAYS: '1' }, { outputsDays: 1, instancesDays: 1, runsDays: 1 }],
])('how long what is kept agrees with what is given: %j', (env, retention) => {
  expect(inAzure(env).retention).toEqual(retention);
});

test('what belongs to a run is not kept longer than what it is found by', () => {
  const names = ['KEEP_OUTPUTS_DAYS', 'KEEP_INSTANCES_DAYS', 'KEEP_RUNS_DAYS'] as const;
  for (const name of names) {
    for (const value of ['0', '-1', '1.5', '3651', 'week']) {
      expect([value, faulty({ ...AZURE, [name]: value })]).toEqual([value, [name]]);
    }
  }
  expect(faultsOf({ ...AZURE, KEEP_OUTPUTS_DAYS: '8', KEEP_INSTANCES_DAYS: '7' })).toEqual([
    'KEEP_OUTPUTS_DAYS must not be more than KEEP_INSTANCES_DAYS.',
  ]);
  expect(faultsOf({ ...AZURE, KEEP_INSTANCES_DAYS: '100', KEEP_RUNS_DAYS: '99' })).toEqual([
    'KEEP_INSTANCES_DAYS must not be more than KEEP_RUNS_DAYS.',
  ]);
  expect(faulty({ ...AZURE, KEEP_OUTPUTS_DAYS: '100', KEEP_RUNS_DAYS: '99' })).toEqual(['KEEP_OUTPUTS_DAYS']);
});

test('only what there is to change can be allowed, and nothing is unless somebody says so', () => {
  expect(inAzure({}).allowedChanges).toEqual([]);
  expect(inAzure({ ALLOW_CHANGES: 'Jobs, clusters' }).allowedChanges).toEqual(['jobs', 'clusters']);
  for (const text of ['job', 'all', 'true', ',']) {
    expect(faultsOf({ ...AZURE, ALLOW_CHANGES: text })).toContain(
      'ALLOW_CHANGES must list some of jobs, clusters, with commas between them.',
    );
  }
});

test('only kinds of runs that there are can be allowed', () => {
  expect(inAzure({ ALLOW_KINDS: 'job, SQL pipeline' }).allowedKinds).toEqual(['job', 'sql', 'pipeline']);
  for (const text of ['jobs', 'job,*', ',']) {
    expect(faultsOf({ ...AZURE, ALLOW_KINDS: text })).toContain(
      'ALLOW_KINDS must list some of job, submit, pipeline, sql, with commas between them.',
    );
  }
});

test('Databricks notifies with a password that somebody has set, and with no other', () => {
  const password = 'made-up-and-long-enough';
  expect(inAzure().notifier).toBeUndefined();
  expect(inAzure({ NOTIFICATION_USER: 'dbx' }).notifier).toBeUndefined();
  expect(inAzure({ NOTIFICATION_PASSWORD: password }).notifier).toEqual({ user: 'databricks', password });
  expect(inAzure({ NOTIFICATION_PASSWORD: ` ${password}\n`, NOTIFICATION_USER: 'dbx' }).notifier).toEqual({
    user: 'dbx',
    password,
  });
  const reference = '@Microsoft.KeyVault(SecretUri=https://my-vault.vault.azure.net/secrets/notification-password)';
  for (const bad of [
    'short-by-one-xx',
    'with a blank inside it',
    'pässword-of-some-length',
    'x'.repeat(201),
    reference,
  ]) {
    expect([bad, faulty({ ...AZURE, NOTIFICATION_PASSWORD: bad })]).toEqual([bad, ['NOTIFICATION_PASSWORD']]);
  }
  expect(faulty({ ...AZURE, NOTIFICATION_USER: 'data:bricks' })).toEqual(['NOTIFICATION_USER']);
});
