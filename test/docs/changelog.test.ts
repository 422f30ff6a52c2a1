import { appSettings } from '../../src/config/app-settings';
import { readPage } from '../support/page-tables';

const page = readPage('CHANGELOG.md');
const { paths }: { paths: Record<string, object> } = JSON.parse(readPage('docs/openapi.json'));

const spans = [...page.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

const OF_THE_PLATFORM = 'the platform sets it';
const OF_THE_HOST = 'the host needs it for itself, and every function app has it';

/** What nobody would look for here, and why. */
const UNNAMED_SETTINGS: Readonly<Record<string, string>> = {
  AzureWebJobsStorage: OF_THE_HOST,
  AzureWebJobsStorage__accountName: OF_THE_HOST,
  AzureWebJobsStorage__blobServiceUri: OF_THE_HOST,
  AzureWebJobsStorage__tableServiceUri: OF_THE_HOST,
  AzureWebJobsStorage__credential: OF_THE_HOST,
  AzureWebJobsStorage__clientId: OF_THE_HOST,
  WEBSITE_HOSTNAME: OF_THE_PLATFORM,
  WEBSITE_AUTH_ENABLED: OF_THE_PLATFORM,
  AZURE_FUNCTIONS_ENVIRONMENT: OF_THE_PLATFORM,
};

test('every setting is named, or stands among those that need not be', () => {
  const named = new Set(spans.flatMap((code) => code.match(/^\w+/) ?? []));
  const unnamed = appSettings.map(({ name }) => name).filter((name) => !named.has(name));
  expect(unnamed.sort()).toEqual(Object.keys(UNNAMED_SETTINGS).sort());
});

test('every address of the app is named', () => {
  const named = new Set(spans.flatMap((code) => code.match(/\/api\/[^\s?]+/) ?? []));
  const unnamed = Object.keys(paths).filter((path) => !named.has(`/api${path}`));
  expect(unnamed).toEqual([]);
});

const GROUPS = ['Starting', 'Following', 'Outputs', 'Jobs and clusters', 'Clients', 'Running it', 'Developing'];

test('what was added stands under what it is for, always in the same order', () => {
  const added = page.split(/^#{2,3} /m).filter((part) => part.startsWith('Added\n'));
  expect(added).not.toEqual([]);
  for (const part of added) {
    const [ungrouped, ...groups] = part.split(/^#### /m);
    expect(ungrouped?.trim()).toBe('Added');
    const names = groups.map((group) => group.split('\n')[0] ?? '');
    expect(names).toEqual(GROUPS.filter((name) => names.includes(name)));
  }
});
