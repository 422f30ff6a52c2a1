import { posix } from 'node:path';
import { type Bicep, bodyOf, declared, parseBicep, propertiesOf, unquoted, valueAt } from './support/bicep';
import { callsIn, outputsReadIn, referencesIn } from './support/bicep-references';
import { type Infra, readInfra } from './support/infra';

/** The one place that says which version of which type is used. */
const API_VERSIONS: Readonly<Record<string, string>> = {
  'Microsoft.Authorization/roleAssignments': '2022-04-01',
  'Microsoft.Insights/actionGroups': '2023-01-01',
  'Microsoft.Insights/components': '2020-02-02',
  'Microsoft.Insights/scheduledQueryRules': '2023-12-01',
  'Microsoft.Insights/workbooks': '2023-06-01',
  'Microsoft.KeyVault/vaults': '2025-05-01',
  'Microsoft.KeyVault/vaults/secrets': '2025-05-01',
  'Microsoft.ManagedIdentity/userAssignedIdentities': '2024-11-30',
  'Microsoft.Network/privateDnsZones': '2024-06-01',
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks': '2024-06-01',
  'Microsoft.Network/privateEndpoints': '2025-05-01',
  'Microsoft.Network/privateEndpoints/privateDnsZoneGroups': '2025-05-01',
  'Microsoft.Network/virtualNetworks': '2025-05-01',
  'Microsoft.OperationalInsights/workspaces': '2025-07-01',
  'Microsoft.Resources/resourceGroups': '2024-11-01',
  'Microsoft.Storage/storageAccounts': '2025-06-01',
  'Microsoft.Storage/storageAccounts/blobServices': '2025-06-01',
  'Microsoft.Storage/storageAccounts/blobServices/containers': '2025-06-01',
  'Microsoft.Storage/storageAccounts/managementPolicies': '2025-06-01',
  'Microsoft.Storage/storageAccounts/tableServices': '2025-06-01',
  'Microsoft.Storage/storageAccounts/tableServices/tables': '2025-06-01',
  'Microsoft.Web/serverfarms': '2025-03-01',
  'Microsoft.Web/sites': '2025-03-01',
  'Microsoft.Web/sites/config': '2025-03-01',
};

/** Those of Bicep that are used here. There is no compiler here that would find a slip. */
const FUNCTIONS =
  `allowed concat description empty environment guid items loadTextContent map maxLength maxValue metadata
  minLength minValue resourceGroup secure string subscriptionResourceId tenant uniqueString union`.split(/\s+/);

let files: Bicep[] = [];
let at: Infra['at'];
beforeAll(async () => {
  ({ files, at } = await readInfra());
});

describe('every Bicep file', () => {
  test('parses', () => expect(files.filter(({ root }) => root.hasError).map(({ path }) => path)).toEqual([]));

  test('declares what it uses', () => expect(files.flatMap(undeclared)).toEqual([]));
  test('uses what it declares', () => expect(files.flatMap(unused)).toEqual([]));

  test('calls functions that exist', () => {
    expect(files.flatMap(callsIn).filter((name) => !FUNCTIONS.includes(name))).toEqual([]);
  });

  test('takes its API versions from one table, in which nothing stands idle', () => {
    const types = files.flatMap((file) => declared(file, 'resource')).filter(({ type }) => type.includes('/'));
    const used = new Map(types.map(({ type }) => type.split('@') as [string, string]));
    expect(Object.fromEntries([...used].sort())).toEqual(API_VERSIONS);
    expect(new Set(types.map(({ type }) => type)).size).toBe(used.size);
  });
});

describe('every module', () => {
  test('is there, and used', () => {
    const used = files.flatMap((file) => calls(file).map(({ target }) => target));
    expect([...new Set(used), 'main.bicep'].sort()).toEqual(files.map(({ path }) => path));
  });

  test('is given the parameters that it has, and all that it needs', () => {
    expect(files.flatMap(calls).flatMap(wrongParameters)).toEqual([]);
  });

  test('has the outputs that are read from it', () => {
    const missing = files.flatMap((file) =>
      outputsReadIn(file).filter(({ module, output }) => {
        const target = calls(file).find(({ symbol }) => symbol === module)?.target;
        return !target || !at(target).declarations.has(`output ${output}`);
      }),
    );
    expect(missing).toEqual([]);
  });

  test('has no output in vain', () => {
    const read = files.flatMap((file) => outputsReadIn(file).map(({ output }) => output));
    const inVain = files
      .filter(({ path }) => path.startsWith('modules/'))
      .flatMap((file) => declared(file, 'output').filter(({ name }) => !read.includes(name)));
    expect(inVain.map(({ name }) => name)).toEqual([]);
  });
});

describe('main.bicep', () => {
  test('has the parameters of app.bicep, with the same defaults and limits, and the name of its group', () => {
    const parametersOf = (path: string) =>
      declared(at(path), 'param').map(({ node, decorators }) => [...decorators, node.text]);
    const own = /^param (resourceGroupName|location) /;
    const shared = (path: string) => parametersOf(path).filter((lines) => !own.test(lines.at(-1) ?? ''));
    expect(shared('main.bicep')).toEqual(shared('app.bicep'));
  });

  test('passes all of them on', () => {
    const [app] = calls(at('main.bicep'));
    expect([...(app?.given.keys() ?? [])]).toEqual(declared(at('app.bicep'), 'param').map(({ name }) => name));
    for (const [name, value] of app?.given ?? []) expect(value.text).toBe(name);
  });
});

describe('what looks at the files', () => {
  test.each([
    ['an unknown name', 'var a = b\noutput c string = a', ['b']],
    ['an unknown name in a text', `output c string = 'x-\${b}'`, ['b']],
    ['a loop variable outside of its loop', 'var a = [for b in []: b]\noutput c array = concat(a, b)', ['b']],
  ])('finds %s', async (_, text, names) => {
    const [file] = await parseBicep({ 'a.bicep': text });
    expect(file && undeclared(file)).toEqual(names.map((name) => `a.bicep: ${name}`));
  });

  test('finds a parameter that nothing uses', async () => {
    const [file] = await parseBicep({ 'a.bicep': 'param a string\nparam b string\noutput a string = b' });
    expect(file && unused(file)).toEqual(['a.bicep: a']);
  });
});

function undeclared(file: Bicep): string[] {
  const names = referencesIn(file).map(({ name }) => name);
  return names.filter((name) => !file.declarations.has(name)).map((name) => `${file.path}: ${name}`);
}

/** A resource is there for its own sake. */
function unused(file: Bicep): string[] {
  const used = new Set(referencesIn(file).map(({ name }) => name));
  const names = [...declared(file, 'param'), ...declared(file, 'var')].map(({ name }) => name);
  return names.filter((name) => !used.has(name)).map((name) => `${file.path}: ${name}`);
}

function calls(file: Bicep) {
  return declared(file, 'module').map(({ name, type, node }) => ({
    symbol: name,
    target: posix.join(posix.dirname(file.path), unquoted(type)),
    given: propertiesOf(valueAt(bodyOf(node), 'params')),
  }));
}

function wrongParameters({ target, given }: ReturnType<typeof calls>[number]): string[] {
  const parameters = declared(at(target), 'param');
  const unknown = [...given.keys()].filter((name) => !parameters.some((parameter) => parameter.name === name));
  const missing = parameters.filter(({ name, node }) => !given.has(name) && !/=/.test(node.text));
  return [...unknown, ...missing.map(({ name }) => name)].map((name) => `${target}: ${name}`);
}
