import { dataFactoryTemplate } from '../../../src/contract/clients/data-factory/template';
import { type Model, roundTrip } from './factory-models';
import { madeUpJob } from './made-up-job';

const templates = (['key', 'entra'] as const).flatMap((signIn) =>
  [null, madeUpJob].map((job) => ({
    signIn,
    job: job ? 'a job' : 'no job',
    template: dataFactoryTemplate(job, signIn),
  })),
);
const resources = templates.flatMap(({ template, ...of }) =>
  template.resources.map(({ name, type, properties }) => ({ ...of, name, model: modelOf(type), properties })),
);

function modelOf(type: string): Model {
  return type.endsWith('/pipelines') ? 'PipelineResource' : 'LinkedServiceResource';
}

test.each(resources)('$name ($signIn, $job) is what the library of Azure reads and writes', ({ model, properties }) => {
  const resource = JSON.parse(JSON.stringify({ properties }));
  expect(roundTrip(model, resource)).toEqual(resource);
});

describe('what is wrong gets lost, or throws', () => {
  const web = {
    name: 'Ask',
    type: 'WebActivity',
    policy: { timeout: '00:10:00' },
    typeProperties: { method: 'GET', url: 'https://localhost', turnOffAsync: true },
  };
  const pipeline = (...activities: object[]) => ({ properties: { activities } });

  const survives = (activity: object) => {
    try {
      expect(roundTrip('PipelineResource', pipeline(activity))).toEqual(pipeline(activity));
      return true;
    } catch {
      return false;
    }
  };

  test('what is right stays', () => expect(survives(web)).toBe(true));

  test.each([
    ['a field that no activity has', { ...web, polcy: web.policy }],
    ['a field that this activity has not', { ...web, typeProperties: { ...web.typeProperties, timeout: '00:10:00' } }],
    ['a field in the wrong place', { ...web, url: 'https://localhost' }],
    ['a type that there is not', { ...web, type: 'WebbActivity' }],
    ['a field of the policy that there is not', { ...web, policy: { retries: 1 } }],
    ['no address', { ...web, typeProperties: { method: 'GET' } }],
    ['no name', { type: web.type, typeProperties: web.typeProperties }],
    ['a text for a number', { ...web, policy: { retryIntervalInSeconds: '30' } }],
    ['a text for yes or no', { ...web, typeProperties: { ...web.typeProperties, turnOffAsync: 'true' } }],
    ['an expression for a text', { ...web, name: { value: '@a', type: 'Expression' } }],
    ['a wait without its time', { name: 'Wait', type: 'Wait', typeProperties: {} }],
  ])('%s', (_, activity) => {
    expect(survives(activity)).toBe(false);
    const condition = { value: '@true', type: 'Expression' };
    const within = (inner: object) => ({
      name: 'If',
      type: 'IfCondition',
      typeProperties: { expression: condition, ifTrueActivities: [inner] },
    });
    expect(survives(within(web))).toBe(true);
    expect(survives(within(activity))).toBe(false);
  });

  test('of a linked service', () => {
    const vault = { properties: { type: 'AzureKeyVault', typeProperties: { baseUrl: 'https://localhost' } } };
    expect(roundTrip('LinkedServiceResource', vault)).toEqual(vault);
    const without = { properties: { type: 'AzureKeyVault', typeProperties: { url: 'https://localhost' } } };
    expect(roundTrip('LinkedServiceResource', without)).not.toEqual(without);
  });
});
