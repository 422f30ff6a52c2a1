import { dataFactoryTemplate } from '../../../src/contract/clients/data-factory/template';
import { armComplaints, pipelinesOf } from './arm-references';
import { madeUpJob } from './made-up-job';
import { pipelineComplaints } from './pipeline-references';
import { secretComplaints } from './secrets';
import type { JsonObject } from './texts';

const json = (template: object): JsonObject => JSON.parse(JSON.stringify(template));
const templates = (['key', 'entra'] as const).flatMap((signIn) => [
  { signIn, of: 'any job', template: json(dataFactoryTemplate(null, signIn)) },
  { signIn, of: 'one job', template: json(dataFactoryTemplate(madeUpJob, signIn)) },
]);

describe.each(templates)('the template for $of that signs in by $signIn', ({ template }) => {
  test('refers to nothing that there is not', () => expect(armComplaints(template)).toEqual([]));

  test.each(pipelinesOf(template))('has in $name nothing that does not resolve', ({ properties }) =>
    expect(pipelineComplaints(properties)).toEqual([]),
  );

  test('holds no secret, and shows none in a log', () => expect(secretComplaints(template)).toEqual([]));
});

test('there are five pipelines', () => {
  const [first] = templates;
  expect(pipelinesOf(first?.template ?? {}).map(({ name }) => name)).toEqual([
    'RunDatabricksJob',
    'RunDatabricksJobByWebhook',
    'RunShortDatabricksJob',
    'RunDatabricksJobs',
    'PollDatabricksJob',
  ]);
});

describe('what is wrong is found', () => {
  const text = JSON.stringify(dataFactoryTemplate(null, 'key'));
  const all = (changed: string) => {
    const template = JSON.parse(changed) as JsonObject;
    const ofPipelines = pipelinesOf(template).flatMap(({ properties }) => pipelineComplaints(properties));
    return [...armComplaints(template), ...ofPipelines, ...secretComplaints(template)];
  };

  test.each([
    ["parameters('keyVaultUrl')", "parameters('vault')", 'there is no parameter vault'],
    ["parameters('keyVaultUrl')", "'vault'", 'nothing uses the parameter keyVaultUrl'],
    ["variables('keyVaultUrl')", "variables('vault')", 'there is no variable vault'],
    ["[concat(variables('functionAppUrl')", "[conct(variables('functionAppUrl')", 'conct is no function'],
    ["'/api/runs')]", "'/api/runs'))]", 'the brackets do not match'],
    [
      "'DatabricksJobRunner')]\"",
      "'JobRunner')]\"",
      'depends on Microsoft.DataFactory/factories/linkedServices JobRunner',
    ],
    [
      "\"[resourceId('Microsoft.DataFactory/factories/linkedServices', parameters('factoryName'), 'DatabricksJobRunner')]\"",
      '',
      'does not depend on',
    ],
    ["'/RunShortDatabricksJob')]", "'/RunDatabricksJob')]", 'two resources have the name'],
    ['pipeline().parameters.WaitSecond', 'pipeline().parameters.WaitSeconds', 'there is no parameter WaitSeconds'],
    ['pipeline().parameters.WaitSecond', '30', 'nothing uses the parameter WaitSecond'],
    ["variables('RunState')", "variables('State')", 'there is no variable State'],
    ['"variableName":"RunState"', '"variableName":"State"', 'there is no variable State'],
    ["activity('GetRun').output.status", "variables('RunState')", 'SetRunState sets a variable by itself'],
    ['"activity":"Wait"', '"activity":"StartRun"', 'GetRun depends on StartRun, which is not beside it'],
    [
      "activity('GetResult').output.endedWell",
      "activity('GetRun').output.endedWell",
      'IfRunEndedBadly uses GetRun, which may not have run',
    ],
    ["activity(''StartRun'')", "activity(''Start'')", 'uses Start, which may not have run'],
    ['"name":"SetRunState"', '"name":"GetRun"', 'two activities have the name GetRun'],
    ['"name":"SetRunState"', '"name":"Set/RunState"', 'Set/RunState is no name for an activity'],
    ['"type":"Wait"', '"type":"Until"', 'Wait must not stand in UntilRunHasEnded'],
    ['"retryIntervalInSeconds":30', '"retryIntervalInSeconds":3', 'must not be repeated before 30 seconds'],
    ['"secureInput":true', '"secureInput":false', 'RunDatabricksJob shows in the log what GetFunctionKey has read'],
    ['"secureOutput":true', '"secureOutput":false', 'GetFunctionKey shows a secret in the log'],
    [
      "@activity('GetFunctionKey').output.value",
      '@pipeline().parameters.Key',
      'x-functions-key is not read from where it is hidden',
    ],
    ['application/json', 'abcDEF0123456789abcDEF0123456789==', 'looks like a key'],
    ['"type":"AzureKeyVaultSecret"', '"type":"SecureString"', 'a secret stands in the template'],
  ])('%s → %s', (from, to, complaint) => {
    expect(text).toContain(from);
    expect(all(text)).toEqual([]);
    expect(all(text.replaceAll(from, to))).toContainEqual(expect.stringContaining(complaint));
  });
});
