import { dataFactoryTemplate } from '../../../src/contract/clients/data-factory/template';
import { checkTemplate } from '../../support/data-factory/arm/check-template';
import type { ArmTemplate } from '../../support/data-factory/arm/template';
import { problemsOf } from '../../support/data-factory/pipeline/check-pipeline';
import { findUnused } from '../../support/data-factory/pipeline/find-unused';
import { needlessDependencies } from '../../support/data-factory/pipeline/read-factory';
import { asTemplate, imported, pipelinesOf } from './imported';
import { madeUpJob } from './made-up-job';
import { secretComplaints } from './secrets';

const templates = (['key', 'entra'] as const).flatMap((signIn) => [
  { signIn, of: 'any job', template: asTemplate(dataFactoryTemplate(null, signIn)) },
  { signIn, of: 'one job', template: asTemplate(dataFactoryTemplate(madeUpJob, signIn)) },
]);

describe.each(templates)('the template for $of that signs in by $signIn', ({ template }) => {
  test('refers to nothing that there is not', () => {
    expect(checkTemplate(template)).toEqual([]);
    expect(needlessDependencies(imported(template))).toEqual([]);
  });

  test.each(pipelinesOf(template))('has in $name nothing that does not resolve, and nothing unused', (pipeline) =>
    expect([...problemsOf(pipeline), ...findUnused(pipeline)]).toEqual([]),
  );

  test('holds no secret, and shows none in a log', () => expect(secretComplaints(template)).toEqual([]));
});

test('there are five pipelines', () => {
  const [first] = templates;
  expect(first && pipelinesOf(first.template).map(({ name }) => name)).toEqual([
    'RunDatabricksJob',
    'RunDatabricksJobByWebhook',
    'RunShortDatabricksJob',
    'RunDatabricksJobs',
    'PollDatabricksJob',
  ]);
});

describe('what is wrong is found', () => {
  const text = JSON.stringify(dataFactoryTemplate(null, 'key'));
  const all = (changed: string): string[] => {
    const template = JSON.parse(changed) as ArmTemplate;
    return [...checkTemplate(template), ...orWhyNot(() => problemsOnceImported(template))];
  };
  const problemsOnceImported = (template: ArmTemplate) => [
    ...needlessDependencies(imported(template)),
    ...secretComplaints(template),
    ...pipelinesOf(template).flatMap((pipeline) => [...problemsOf(pipeline), ...findUnused(pipeline)]),
  ];
  const orWhyNot = (find: () => string[]) => {
    try {
      return find();
    } catch (error) {
      return [(error as Error).message];
    }
  };

  test.each([
    ["parameters('keyVaultUrl')", "parameters('vault')", "The template has no parameter 'vault'"],
    ["parameters('keyVaultUrl')", "'vault'", "Nothing in the template uses the parameter 'keyVaultUrl'"],
    ["variables('keyVaultUrl')", "variables('vault')", "The template has no variable 'vault'"],
    ["variables('keyVaultUrl')", "'vault'", "Nothing in the template uses the variable 'keyVaultUrl'"],
    ["[concat(variables('functionAppUrl')", "[conct(variables('functionAppUrl')", "There is no function 'conct'"],
    ["'/api/runs')]", "'/api/runs'))]", 'not valid'],
    [
      "'DatabricksJobRunner')]\"",
      "'JobRunner')]\"",
      'depends on Microsoft.DataFactory/factories/linkedServices/JobRunner, which the template does not make',
    ],
    [
      "\"[resourceId('Microsoft.DataFactory/factories/linkedServices', parameters('factoryName'), 'DatabricksJobRunner')]\"",
      '',
      'and must depend on it',
    ],
    ['"type":"LinkedServiceReference"', '"type":"Reference"', 'linkedServices/DatabricksJobRunner for nothing'],
    ["'/RunShortDatabricksJob')]", "'/RunDatabricksJob')]", 'Two resources have the same name'],
    [
      'pipeline().parameters.WaitSecond',
      'pipeline().parameters.WaitSeconds',
      "asks for the parameter 'WaitSeconds', which there is not",
    ],
    ['pipeline().parameters.WaitSecond', '30', "Nothing in PollDatabricksJob uses the parameter 'WaitSecond'"],
    ["variables('RunState')", "variables('State')", "asks for the variable 'State'"],
    ["variables('RunState')", "'RUNNING'", "uses the variable 'RunState'"],
    ['"variableName":"RunState"', '"variableName":"State"', "sets the variable 'State', which there is not"],
    ["activity('GetRun').output.status", "variables('RunState')", "is for the variable 'RunState' and uses it, too"],
    ['"activity":"Wait"', '"activity":"StartRun"', "'GetRun' waits for 'StartRun', which is not beside it"],
    [
      "activity('GetResult').output.endedWell",
      "activity('GetRun').output.endedWell",
      "'IfRunEndedBadly' asks for 'GetRun', which may not have ended before",
    ],
    ["activity(''StartRun'')", "activity(''Start'')", "asks for 'Start', which may not have ended before"],
    ['"name":"SetRunState"', '"name":"GetRun"', "more than one activity 'GetRun'"],
    ['"name":"SetRunState"', '"name":"Set/RunState"', "An activity can't have the name 'Set/RunState'"],
    ['"type":"Wait"', '"type":"Until"', "'Wait', a Until, can't be within a Until"],
    ['"retryIntervalInSeconds":30', '"retryIntervalInSeconds":3', 'must be retried after 30 seconds or more'],
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
