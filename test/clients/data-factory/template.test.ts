import * as fc from 'fast-check';
import type { CallerAuth } from '../../../src/contract/callers/caller';
import type { ClientJob } from '../../../src/contract/clients/client-job';
import { armText } from '../../../src/contract/clients/data-factory/arm';
import { dataFactoryTemplate } from '../../../src/contract/clients/data-factory/template';
import type { ArmTemplate } from '../../support/data-factory/arm/template';
import { isObject, type Json, type JsonObject, objectsIn } from '../../support/data-factory/json';
import { asTemplate, pipelinesOf } from './imported';
import { madeUpJob } from './made-up-job';

const made = (job: ClientJob | null, signIn: CallerAuth = 'key') => asTemplate(dataFactoryTemplate(job, signIn));
const parametersOf = (template: ArmTemplate, pipeline: string) =>
  pipelinesOf(template).find(({ name }) => name === pipeline)?.parameters;

test('asks for what it can not know, and for nothing else', () => {
  const asked = (template: ArmTemplate) =>
    Object.entries(template.parameters ?? {}).flatMap(([name, { defaultValue }]) =>
      defaultValue === undefined ? [name] : [],
    );
  expect(asked(made(null, 'key'))).toEqual(['factoryName', 'functionAppUrl', 'keyVaultUrl']);
  expect(asked(made(madeUpJob, 'key'))).toEqual(['factoryName', 'keyVaultUrl']);
  expect(asked(made(madeUpJob, 'entra'))).toEqual(['factoryName', 'audience']);
});

test('is filled in with a job, in texts that Azure does not take for code', () => {
  const template = made(madeUpJob);
  const parameters = { region: 'NORTE', days: '[1, 2]', open: '[not closed', mail: '@all' };
  expect(parametersOf(template, 'RunDatabricksJob__nightly__sales')).toMatchObject({
    JobId: { type: 'String', defaultValue: '[nightly] sales' },
    JobParameters: { type: 'Object', defaultValue: parameters },
  });
  expect(parametersOf(template, 'RunDatabricksJobs__nightly__sales')).toMatchObject({
    Jobs: { type: 'Array', defaultValue: [{ job: '[nightly] sales', parameters }] },
  });
});

test('gives parameters of a notebook to the notebook', () => {
  const job = {
    ...madeUpJob,
    job: 'sales',
    parameters: [{ name: 'region', default: 'SUR' }],
    ofNotebook: true as const,
  };
  const template = made(job);
  const parameters = { region: 'SUR' };
  expect(parametersOf(template, 'RunDatabricksJob_sales')).toMatchObject({
    JobParameters: { defaultValue: {} },
    NotebookParams: { defaultValue: parameters },
  });
  expect(JSON.stringify(parametersOf(template, 'RunDatabricksJobs_sales'))).toContain(
    '"notebookParams":{"region":"SUR"}',
  );
});

test('leaves the job open if it knows none', () => {
  expect(parametersOf(made(null), 'RunDatabricksJob')).toMatchObject({ JobId: { type: 'String' } });
  expect(JSON.stringify(parametersOf(made(null), 'RunDatabricksJob'))).toContain('"JobId":{"type":"String"}');
});

test('has the loop of today with the parameters of today', () => {
  expect(parametersOf(made(null), 'PollDatabricksJob')).toMatchObject({
    WorkspaceId: { type: 'String' },
    JobId: { type: 'String' },
    WaitSecond: { type: 'Int', defaultValue: 30 },
  });
});

test.each(['key', 'entra'] as const)('with %s, an answer in which standard URLs may stand is not logged', (signIn) => {
  const unfollowed = objectsIn(made(null, signIn) as unknown as Json).filter(
    ({ type, typeProperties: of }) =>
      type === 'AzureFunctionActivity' || (isObject(of) && of.method === 'POST' && of.turnOffAsync === true),
  );
  expect(unfollowed.map(({ name, policy }) => [name, (policy as JsonObject).secureOutput])).toEqual([
    ['RunShortDatabricksJob', true],
    ['StartRun', true],
  ]);
});

test('any text means itself in a template', () => {
  // As Azure reads it: code is what stands in brackets, and a doubled bracket is one.
  const read = (text: string) => {
    if (!/^\[.*\]$/s.test(text)) return text;
    return text.startsWith('[[') ? text.slice(1) : 'code';
  };
  const brackets = fc.string({ unit: fc.constantFrom('[', ']', 'a', "'", '\n') });
  fc.assert(fc.property(fc.oneof(fc.string(), brackets), (text) => expect(read(armText(text))).toBe(text)));
});
