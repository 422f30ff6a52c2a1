import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceFor } from '../../local/demo-workspace';
import { type AppSetting, appSettings } from '../../src/config/app-settings';
import { readSettings } from '../../src/config/settings';
import { CHANGEABLE } from '../../src/contract/allowed-changes';
import { RUN_KINDS } from '../../src/contract/runs/run-kind';

const root = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

function sampleValues(): Record<string, string> {
  return JSON.parse(read('local.settings.sample.json')).Values;
}

describe('docs/configuration.md', () => {
  const rows = read('docs/configuration.md')
    .split('\n')
    .filter((line) => /^\| `/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  const rowOf = ({ name, meaning, default: fallback = '**required**', isSecret, where }: AppSetting) =>
    ['', `\`${name}\``, isSecret ? `${meaning} A secret.` : meaning, fallback, where, ''].join(' | ').trim();

  test('has a row for every setting, and no other', () => {
    expect(rows.filter((cells) => cells.length === 6).map((cells) => cells.join(' | ').trim())).toEqual(
      appSettings.map(rowOf),
    );
  });
});

describe('local.settings.sample.json', () => {
  test('has every setting that makes sense on the machine of a developer', () => {
    const local = appSettings.filter(({ where }) => where === 'anywhere' || where === 'development');
    expect(Object.keys(sampleValues()).sort()).toEqual(
      ['FUNCTIONS_WORKER_RUNTIME', ...local.map(({ name }) => name)].sort(),
    );
  });

  test('works as it is with the simulated workspace that the embedded host starts', async () => {
    const env: NodeJS.ProcessEnv = { ...sampleValues() };
    const workspace = await workspaceFor(env, () => {});
    try {
      const settings = readSettings({
        ...env,
        WEBSITE_HOSTNAME: 'localhost:7071',
        AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
      });
      expect(settings.workspaces).toEqual([
        expect.objectContaining({ host: workspace?.url, auth: { type: 'pat', token: { value: workspace?.token } } }),
      ]);
      expect([settings.allowedKinds, settings.allowedChanges]).toEqual([RUN_KINDS, CHANGEABLE]);
    } finally {
      await workspace?.stop();
    }
  });

  test('changes no default', () => {
    const host = {
      DATABRICKS_HOST: 'http://localhost:1',
      AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
      WEBSITE_HOSTNAME: 'a',
    };
    const { AzureWebJobsStorage, DATABRICKS_TOKEN } = sampleValues();
    const settings = readSettings({ ...sampleValues(), ...host });
    expect(settings).toEqual(readSettings({ ...host, AzureWebJobsStorage, DATABRICKS_TOKEN }));
  });
});

test('what holds a credential is marked as a secret', () => {
  expect(appSettings.filter(({ isSecret }) => isSecret).map(({ name }) => name)).toEqual([
    'DATABRICKS_TOKEN',
    'DATABRICKS_CLIENT_SECRET',
    'ARM_CLIENT_SECRET',
    'AzureWebJobsStorage',
    'CALLBACK_SECRET',
    'NOTIFICATION_PASSWORD',
  ]);
});
