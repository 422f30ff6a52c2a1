import { clientJobFor, type KnownJob } from '../../../src/contract/clients/client-job-for';

const ORIGIN = 'https://runner.example';

const declared = [
  { name: 'region', default: 'ALL' },
  { name: 'days', default: '3' },
];

const known = (more: Partial<KnownJob> = {}): KnownJob => ({
  id: '101',
  name: 'Sales table',
  parameters: declared,
  catalog: null,
  ...more,
});

type Part = Partial<NonNullable<KnownJob['catalog']>>;
const ofCatalog = (part: Part): NonNullable<KnownJob['catalog']> => ({
  alias: 'sales',
  about: null,
  defaults: {},
  allowedParameters: null,
  columns: null,
  ...part,
});
const parametersWith = (part: Part, more?: Partial<KnownJob>) =>
  clientJobFor(known({ catalog: ofCatalog(part), ...more }), ORIGIN).parameters.map(
    (one) => `${one.name}=${one.default}`,
  );

test('a job by its id has what it declares, and its name says what it is', () => {
  expect(clientJobFor(known(), ORIGIN)).toEqual({
    origin: ORIGIN,
    job: '101',
    about: 'Sales table',
    parameters: declared,
    columns: null,
  });
});

test('an alias goes before the id, what it is about before the name, and its columns come along', () => {
  const columns = [{ name: 'date', type: 'date' as const, nullable: false }];
  const job = clientJobFor(known({ catalog: ofCatalog({ about: 'Sales by day', columns }) }), ORIGIN);
  expect(job).toMatchObject({ job: 'sales', about: 'Sales by day', columns: [{ name: 'date', type: 'date' }] });
});

test('the defaults of the catalog go before those of the job, and may add to them', () => {
  expect(parametersWith({ defaults: { job_parameters: { days: '7', from: '2026-01-01' } } })).toEqual([
    'region=ALL',
    'days=7',
    'from=2026-01-01',
  ]);
});

test('a parameter that callers may not give is not offered', () => {
  const defaults = { job_parameters: { days: '7' } };
  expect(parametersWith({ defaults, allowedParameters: ['region'] })).toEqual(['region=ALL']);
  expect(parametersWith({ defaults, allowedParameters: [] })).toEqual([]);
});

test('an alias with parameters of a notebook has those alone: Databricks takes one kind', () => {
  const defaults = { notebook_params: { text: 'a', title: 'b' } };
  expect(parametersWith({ defaults })).toEqual(['text=a', 'title=b']);
  expect(parametersWith({ defaults, allowedParameters: ['title'] })).toEqual(['title=b']);
  expect(clientJobFor(known({ catalog: ofCatalog({ defaults }) }), ORIGIN).ofNotebook).toBe(true);
});

test('without Databricks there is what the catalog says', () => {
  const catalog = ofCatalog({ defaults: { job_parameters: { days: '7' } }, allowedParameters: ['days', 'region'] });
  expect(clientJobFor({ id: '101', parameters: [], catalog }, ORIGIN)).toMatchObject({
    job: 'sales',
    about: null,
    parameters: [{ name: 'days', default: '7' }],
  });
});
