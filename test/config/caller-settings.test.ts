import { readSettings } from '../../src/config/settings';
import { SettingsError } from '../../src/config/settings-error';

const AZURE = {
  DATABRICKS_HOST: 'https://adb-1234567890123456.7.azuredatabricks.net',
  AzureWebJobsStorage__accountName: 'store1',
  WEBSITE_HOSTNAME: 'runs.azurewebsites.net',
};
const GUARDED = { CALLER_AUTH: 'entra', WEBSITE_AUTH_ENABLED: 'True' };

const read = (env: Record<string, string> = {}) => readSettings({ ...AZURE, ...env });

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    read(env);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}

test('callers bring function keys unless somebody says otherwise, whatever App Service does', () => {
  for (const env of [{}, { CALLER_AUTH: 'key' }, { WEBSITE_AUTH_ENABLED: 'True' }]) {
    expect(read(env)).toMatchObject({ callerAuth: 'key', showsStandardUrls: true });
  }
});

test.each(['True', 'true', 'TRUE'])('callers sign in where App Service stands before the app: %s', (enabled) => {
  expect(read({ ...GUARDED, WEBSITE_AUTH_ENABLED: enabled }).callerAuth).toBe('entra');
});

test.each(['', 'False', 'false', '1', 'yes', 'true false'])(
  'sign-in is refused where it does not, because a header would be believed that anybody can write: %j',
  (enabled) => {
    const faults = faultsOf({ CALLER_AUTH: 'entra', WEBSITE_AUTH_ENABLED: enabled });
    expect(faults).toEqual([expect.stringMatching(/^CALLER_AUTH must not be entra here: .*WEBSITE_AUTH_ENABLED/)]);
  },
);

test('another way than those two is none', () => {
  expect(faultsOf({ CALLER_AUTH: 'Entra' })).toEqual(['CALLER_AUTH must be key or entra.']);
});

test('the standard URLs hold a key that opens every run, so callers with roles get them only if somebody says so', () => {
  expect(read(GUARDED).showsStandardUrls).toBe(false);
  expect(read({ ...GUARDED, STANDARD_URLS: 'true' }).showsStandardUrls).toBe(true);
  expect(read({ STANDARD_URLS: 'false' }).showsStandardUrls).toBe(false);
});

test('a list of callers is refused where they are not told apart: it would only seem to protect', () => {
  const refused = [expect.stringMatching(/^CALLERS_FILE must not be set unless CALLER_AUTH is entra/)];
  expect(faultsOf({ CALLERS_FILE: 'callers.json' })).toEqual(refused);
  expect(faultsOf({ CALLERS_FILE: 'callers.json', CALLER_AUTH: 'key' })).toEqual(refused);
  const named = read({ ...GUARDED, CALLERS_FILE: 'callers.prod.json' });
  expect(named).toMatchObject({ callersFile: 'callers.prod.json', callersFileIsOptional: false });
});
