import * as fc from 'fast-check';
import type { CallerAuth } from '../../../src/contract/callers/caller';
import { dataFactoryTemplate } from '../../../src/contract/clients/data-factory/template';
import { madeUpJob } from './made-up-job';

type Made = ReturnType<typeof dataFactoryTemplate>;

/** The names under which the pipelines of a file are in the factory. */
const namesIn = ({ resources }: Made) =>
  pipelinesIn(resources).map(({ name }) => /\/(.*)'\)\]$/.exec(name)?.[1] ?? name);
const pipelinesIn = (resources: Made['resources']) => resources.filter(({ type }) => type.endsWith('/pipelines'));
const ofJob = (job: string, signIn: CallerAuth = 'key') => dataFactoryTemplate({ ...madeUpJob, job }, signIn);

describe('the files of two jobs go into one factory', () => {
  test.each(['key', 'entra'] as const)('and the pipelines of one replace none of the others (%s)', (signIn) => {
    const all = [ofJob('sales', signIn), ofJob('stock', signIn), dataFactoryTemplate(null, signIn)].flatMap(namesIn);
    expect(all).toContain('RunDatabricksJob');
    expect(new Set(all).size).toBe(15);
  });

  test('and each pipeline says for which job it is', () => {
    expect(namesIn(ofJob('sales'))).toEqual([
      'RunDatabricksJob_sales',
      'RunDatabricksJobByWebhook_sales',
      'RunShortDatabricksJob_sales',
      'RunDatabricksJobs_sales',
      'PollDatabricksJob_sales',
    ]);
    expect(namesIn(ofJob('942013061408441'))).toContain('RunDatabricksJob_942013061408441');
  });

  test('and each job has a folder of its own, below that of all', () => {
    const foldersIn = ({ resources }: Made) => pipelinesIn(resources).map(({ properties }) => properties);
    expect(foldersIn(ofJob('sales'))).toEqual(
      Array(5).fill(expect.objectContaining({ folder: { name: 'Databricks jobs/sales' } })),
    );
    expect(foldersIn(dataFactoryTemplate(null, 'key'))[0]).toMatchObject({ folder: { name: 'Databricks jobs' } });
  });

  test('and whatever a job is called, Data Factory takes the names', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }), (job) => {
        for (const name of namesIn(ofJob(job))) expect(name).toMatch(/^[A-Za-z0-9_-]{1,140}$/);
      }),
      { numRuns: 50 },
    );
  });
});
