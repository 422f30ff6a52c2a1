import { resolveTemplate } from '../../support/data-factory/arm/resolve-template';
import type { ArmTemplate } from '../../support/data-factory/arm/template';
import type { Json, JsonObject } from '../../support/data-factory/json';
import { readFactory } from '../../support/data-factory/pipeline/read-factory';

const template = (properties: JsonObject, more: Partial<ArmTemplate> = {}): ArmTemplate => ({
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: { factoryName: { type: 'string' }, url: { type: 'string', defaultValue: 'https://app/' } },
  variables: { base: "[concat(parameters('url'), 'api')]" },
  resources: [
    {
      type: 'Microsoft.DataFactory/factories/pipelines',
      apiVersion: '2018-06-01',
      name: "[concat(parameters('factoryName'), '/Run')]",
      properties: { activities: [], ...properties },
    },
  ],
  ...more,
});

const resolved = (value: Json) => resolveTemplate(template({ value }), { factoryName: 'adf' })[0]?.properties.value;

test.each<[string, unknown]>([
  ["[parameters('url')]", 'https://app/'],
  ["[variables('base')]", 'https://app/api'],
  ["[concat(variables('base'), '/runs''x')]", "https://app/api/runs'x"],
  ["[format('{0}-{1}', 'a', 1)]", 'a-1'],
  ['[[text in brackets]', '[text in brackets]'],
  ["@activity('A').output[0]", "@activity('A').output[0]"],
  [
    "[resourceId('Microsoft.DataFactory/factories/linkedServices', parameters('factoryName'), 'App')]",
    expect.stringMatching(/\/providers\/Microsoft\.DataFactory\/factories\/adf\/linkedServices\/App$/),
  ],
])('%s is %s', (text, value) => {
  expect(resolved(text)).toEqual(value);
});

test.each([
  ["[uniqueString('a')]", "'uniqueString'"],
  ["[parameters('other')]", "no parameter 'other'"],
  ["[variables('other')]", "no variable 'other'"],
  ["[concat('a']", 'not valid'],
])('%s is refused', (text, why) => {
  expect(() => resolved(text)).toThrow(why);
});

test.each<[JsonObject, string]>([
  [{}, "needs the parameter 'factoryName'"],
  [{ factoryName: 1 }, 'of type string'],
  [{ factoryName: 'adf', month: 1 }, "no parameter 'month'"],
])('the parameters %j are refused', (given, why) => {
  expect(() => resolveTemplate(template({}), given)).toThrow(why);
});

describe('a factory', () => {
  const linked = { referenceName: 'App', type: 'LinkedServiceReference' };
  const app = {
    type: 'Microsoft.DataFactory/factories/linkedServices',
    apiVersion: '2018-06-01',
    name: 'adf/App',
    properties: { type: 'AzureFunction', typeProperties: {} },
  };
  const pipeline = {
    type: 'Microsoft.DataFactory/factories/pipelines',
    apiVersion: '2018-06-01',
    name: 'adf/Run',
    dependsOn: ['/x/factories/adf/linkedServices/App'],
    properties: { activities: [{ name: 'A', type: 'AzureFunctionActivity', linkedServiceName: linked }] },
  };

  test('has the pipelines and linked services of its template', () => {
    const { pipelines, linkedServices } = readFactory([app, pipeline]);
    expect([[...pipelines.keys()], [...linkedServices.keys()]]).toEqual([['Run'], ['App']]);
  });

  test.each([
    [
      'names what is not there',
      [{ ...pipeline, dependsOn: [] }],
      'names Microsoft.DataFactory/factories/linkedServices/App',
    ],
    ['does not wait for what it names', [app, { ...pipeline, dependsOn: [] }], 'must depend on it'],
    ['waits for what is not there', [pipeline], 'depends on'],
    ['is there twice', [app, app], 'same name'],
    ['has a version of its own', [{ ...app, apiVersion: '2017-09-01' }], 'API version'],
    ['is of a kind that is not played', [{ ...app, type: 'Microsoft.DataFactory/factories/triggers' }], 'not played'],
  ])('is refused if something in it %s', (_, resources, why) => {
    expect(() => readFactory(resources)).toThrow(why);
  });
});
