import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from '../../src/config/settings';
import { type Declaration, declared } from './support/bicep';
import { type Infra, readInfra } from './support/infra';

const INFRA = join(__dirname, '../../infra');
const EXAMPLES = readdirSync(join(INFRA, 'examples')).map((name) => `examples/${name}`);

const readParameters = (file: string): [string, unknown][] =>
  Object.entries<{ value: unknown }>(JSON.parse(readFileSync(join(INFRA, file), 'utf8')).parameters).map(
    ([name, { value }]) => [name, value],
  );

let infra: Infra;
beforeAll(async () => {
  infra = await readInfra();
});

const parameterOf = (path: string, name: string) => declared(infra.at(path), 'param').find((one) => one.name === name);
const required = (path: string) =>
  declared(infra.at(path), 'param').flatMap(({ name, node }) => (node.text.includes('=') ? [] : [name]));

/** What Azure would refuse, as far as the declaration tells. */
function isRefused({ type, decorators }: Declaration, value: unknown): boolean {
  const actual = Array.isArray(value) ? 'array' : typeof value === 'number' ? 'int' : typeof value;
  const wanted = type === 'bool' ? 'boolean' : type;
  const limit = (name: string) => Number(decorators.join().match(new RegExp(`${name}\\((\\d+)\\)`))?.[1] ?? Number.NaN);
  const allowed = decorators.find((text) => text.startsWith('allowed('))?.match(/'[^']*'|\d+/g);
  if (actual !== wanted) return true;
  if (allowed && !allowed.includes(typeof value === 'string' ? `'${value}'` : String(value))) return true;
  return Number(value) < limit('minValue') || Number(value) > limit('maxValue');
}

describe.each(EXAMPLES)('infra/%s', (file) => {
  test.each(['main.bicep', 'app.bicep'])('has values that %s takes', (path) => {
    const refused = readParameters(file).filter(([name, value]) => {
      const parameter = parameterOf(path, name);
      return !parameter || isRefused(parameter, value);
    });
    expect(refused).toEqual([]);
  });

  test('has all that app.bicep needs, and no secret', () => {
    const names = readParameters(file).map(([name]) => name);
    expect(required('app.bicep').filter((name) => !names.includes(name))).toEqual([]);
    expect(names.filter((name) => parameterOf('app.bicep', name)?.decorators.includes('secure()'))).toEqual([]);
  });

  test('names a workspace in a way that the app understands', () => {
    const host = Object.fromEntries(readParameters(file)).databricksHost;
    const env = { DATABRICKS_HOST: String(host), AzureWebJobsStorage__accountName: 'runs', WEBSITE_HOSTNAME: 'a.net' };
    expect(readSettings(env).workspaces.map(({ host }) => host)).toEqual([host]);
  });
});

describe('infra/main.parameters.json', () => {
  const parameters = readParameters('main.parameters.json');

  const isText = ([, value]: [string, unknown]) => typeof value === 'string';

  test('takes every text from the environment of azd, and names parameters of main.bicep', () => {
    expect(parameters.filter(([name]) => !parameterOf('main.bicep', name))).toEqual([]);
    expect(parameters.filter(isText).filter(([, value]) => !/^\$\{.+\}$/.test(String(value)))).toEqual([]);
    expect(required('main.bicep').filter((name) => !parameters.some(([given]) => given === name))).toEqual([]);
  });

  test('has room for what is written into it, empty as long as nobody does', () => {
    const written = parameters.filter((parameter) => !isText(parameter));
    expect(Object.fromEntries(written)).toEqual({ callerClientIds: [], moreSettings: {} });
    for (const [name, value] of written) {
      const { node } = parameterOf('main.bicep', name) ?? {};
      expect(node?.text).toMatch(new RegExp(`= ${JSON.stringify(value).replace('[', '\\[')}$`));
    }
  });

  test('has the defaults of main.bicep, since an empty text would be no number and no choice', () => {
    const wrong = parameters.filter(isText).filter(([name, value]) => {
      const { node, decorators = [], type } = parameterOf('main.bicep', name) ?? {};
      const fallback = /^\$\{\w+=(.*)\}$/.exec(String(value))?.[1];
      const declaredDefault = node?.text.match(/= (.+)$/)?.[1]?.replaceAll("'", '');
      const needsOne = type !== 'string' || decorators.some((text) => text.startsWith('allowed('));
      if (fallback === undefined) return needsOne;
      return fallback !== declaredDefault;
    });
    expect(wrong).toEqual([]);
  });
});

describe('the page about the configuration', () => {
  const page = readFileSync(join(INFRA, '../docs/configuration.md'), 'utf8');
  const [, example = ''] = /```json\n("moreSettings": .+?)```/s.exec(page) ?? [];
  const { moreSettings } = JSON.parse(`{${example}}`) as { moreSettings: { value: Record<string, string> } };

  test('shows in moreSettings what else one sets in Azure, as the app takes it', () => {
    const { CALLBACK_SECRET, NOTIFICATION_PASSWORD, ...settings } = moreSettings.value;
    for (const reference of [CALLBACK_SECRET, NOTIFICATION_PASSWORD])
      expect(reference).toMatch(/^@Microsoft\.KeyVault\(SecretUri=https:.+\)$/);
    const env = {
      DATABRICKS_HOST: 'https://adb-1.2.azuredatabricks.net',
      AzureWebJobsStorage__accountName: 'runs',
      WEBSITE_HOSTNAME: 'a.net',
      ...settings,
    };
    expect(readSettings(env)).toMatchObject({
      workspaces: [{ alias: 'default' }, { alias: 'test' }],
      vault: { url: settings.KEY_VAULT_URL },
    });
    expect(Object.keys(settings).sort()).toEqual([
      'CALLBACK_HOSTS',
      'DATABRICKS_HOST__test',
      'KEY_VAULT_URL',
      'LINK_KEY_VERSION',
    ]);
  });
});

describe('isRefused', () => {
  const parameter = (type: string, ...decorators: string[]) => ({ type, decorators }) as Declaration;

  test.each([
    [parameter('int'), '1'],
    [parameter('bool'), 'true'],
    [parameter('array'), {}],
    [parameter('int', 'allowed([512, 2048])'), 1024],
    [parameter('string', "allowed(['a', 'b'])"), 'c'],
    [parameter('int', 'minValue(40)'), 39],
    [parameter('int', 'maxValue(20)'), 21],
  ])('%j refuses %j', (declaration, value) => expect(isRefused(declaration, value)).toBe(true));

  test('takes what is within the limits', () => {
    expect(isRefused(parameter('int', 'minValue(40)', 'maxValue(1000)'), 40)).toBe(false);
    expect(isRefused(parameter('string', "allowed(['a', 'b'])"), 'b')).toBe(false);
  });
});
