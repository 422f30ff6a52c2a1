import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { children, propertiesOf } from './support/bicep';
import { type Infra, readInfra } from './support/infra';

let infra: Infra;
beforeAll(async () => {
  infra = await readInfra();
});

describe('private networking', () => {
  test.each(['modules/storage.bicep', 'modules/key-vault.bicep'])('closes the front door of %s', (path) => {
    const symbol = path.includes('storage') ? 'account' : 'vault';
    expect(infra.textAt(path, symbol, 'properties.publicNetworkAccess')).toBe("isPrivate ? 'Disabled' : 'Enabled'");
    expect(infra.textAt(path, symbol, 'properties.networkAcls.defaultAction')).toBe("isPrivate ? 'Deny' : 'Allow'");
  });

  test('opens a side door for each service that the app uses', () => {
    const endpoints = infra.at('modules/network.bicep').declarations.get('endpoints')?.node;
    const groups = endpoints
      ?.descendantsOfType('object')
      .map((one) => propertiesOf(one ?? undefined).get('group')?.text);
    expect(groups).toEqual(["'blob'", "'queue'", "'table'", "'vault'"]);
  });

  test('gives the app a subnet of the kind that Flex Consumption asks for, with a name that it takes', () => {
    const network = infra.body('modules/network.bicep', 'network')?.text ?? '';
    expect(network).toContain("serviceName: 'Microsoft.App/environments'");
    expect(network.match(/name: '[^']*_[^']*'/)).toBeNull();
  });
});

describe('the storage', () => {
  const connect = readFileSync(join(__dirname, '../../src/adapters/storage/connect.ts'), 'utf8');

  test('has the tables and the container that the app looks for', () => {
    const tables = [...connect.matchAll(/table\('([^']+)'\)/g)].map(([, name]) => name);
    const container = /getContainerClient\('([^']+)'\)/.exec(connect)?.[1];
    expect(valueText('tableNames')).toBe(`[${tables.map((name) => `'${name}'`).join(', ')}]`);
    expect(valueText('outputContainerName')).toBe(`'${container}'`);
  });

  test('deletes nothing by age but the outputs of runs', () => {
    expect(infra.body('modules/storage.bicep', 'lifecycle')?.text.match(/prefixMatch: .*/)?.[0]).toBe(
      `prefixMatch: ['\${outputContainerName}/']`,
    );
  });

  const valueText = (name: string) => {
    const node = infra.at('modules/storage.bicep').declarations.get(name)?.node;
    return node && children(node).at(-1)?.text;
  };
});
