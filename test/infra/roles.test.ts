import { bodyOf, declared, propertiesOf, unquoted, valueAt } from './support/bicep';
import { type Infra, readInfra } from './support/infra';

/** Each role, where it is given, and the text in the Bicep that needs it there. */
const ROLES: Readonly<Record<string, { id: string; scope: string; because: [path: string, text: RegExp] }>> = {
  storageBlobDataOwner: {
    id: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
    scope: 'account',
    because: ['app.bicep', /AzureWebJobsStorage__blobServiceUri/],
  },
  storageQueueDataContributor: {
    id: '974c5e8b-45b9-4653-ba55-5f855dd0fb88',
    scope: 'account',
    because: ['app.bicep', /AzureWebJobsStorage__queueServiceUri/],
  },
  storageTableDataContributor: {
    id: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3',
    scope: 'account',
    because: ['app.bicep', /AzureWebJobsStorage__tableServiceUri/],
  },
  keyVaultSecretsUser: {
    id: '4633458b-17de-408a-b874-0445c86b69e6',
    scope: 'vault',
    because: ['app.bicep', /KEY_VAULT_URL: keyVault\.outputs/],
  },
  monitoringMetricsPublisher: {
    id: '3913510d-42f4-4e42-8a64-420c390055eb',
    scope: 'component',
    because: ['app.bicep', /APPLICATIONINSIGHTS_AUTHENTICATION_STRING: .*Authorization=AAD/],
  },
};

let infra: Infra;
beforeAll(async () => {
  infra = await readInfra();
});

describe('the roles of the app', () => {
  test('are those that something needs, by their ids', () => {
    const ids = [...propertiesOf(infra.body('modules/roles.bicep', 'roleIds'))].map(([name, id]) => [
      name,
      unquoted(id.text),
    ]);
    expect(Object.fromEntries(ids)).toEqual(
      Object.fromEntries(Object.entries(ROLES).map(([name, { id }]) => [name, id])),
    );
    for (const [name, { because }] of Object.entries(ROLES)) {
      const [path, text] = because;
      expect({ name, isNeeded: text.test(infra.at(path).root.text) }).toEqual({ name, isNeeded: true });
    }
  });

  test('are each given once, on one resource and not on the group', () => {
    const given = assignments().map(({ node }) => {
      const role = /roleIds\.(\w+)/.exec(valueAt(bodyOf(node), 'properties.roleDefinitionId')?.text ?? '')?.[1];
      const scope = valueAt(bodyOf(node), 'scope')?.text;
      const name = valueAt(bodyOf(node), 'name')?.text;
      expect(name).toBe(`guid(${scope}.id, principalId, roleIds.${role})`);
      return [role, scope];
    });
    expect(given.sort()).toEqual(
      Object.entries(ROLES)
        .map(([role, { scope }]) => [role, scope])
        .sort(),
    );
  });

  test('are given whatever else is chosen, so that a secret in the vault needs no further step', () => {
    const onCondition = assignments().filter(({ node }) => node.descendantsOfType('if_statement').length > 0);
    expect(onCondition.map(({ name }) => name)).toEqual([]);
  });

  test('say that they are for a service principal, which Entra may not know of yet', () => {
    for (const { node } of assignments()) {
      expect(valueAt(bodyOf(node), 'properties.principalType')?.text).toBe("'ServicePrincipal'");
    }
  });

  test('are given before the app starts', () => {
    expect(infra.textAt('app.bicep', 'functionApp', 'dependsOn')).toBe('[roles]');
  });

  test('stand in one file', () => {
    const others = infra.files.filter(({ path }) => path !== 'modules/roles.bicep');
    const types = others.flatMap((file) => declared(file, 'resource').map(({ type }) => type));
    expect(types.filter((type) => /roleAssignments/.test(type))).toEqual([]);
  });

  const assignments = () =>
    declared(infra.at('modules/roles.bicep'), 'resource').filter(({ type }) => /roleAssignments/.test(type));
});
