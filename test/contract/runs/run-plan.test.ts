import type { Catalog, CatalogEntry } from '../../../src/contract/jobs/catalog';
import { RUN_NOW_FIELDS, type RunNow } from '../../../src/contract/jobs/job-parameters';
import { type Known, planRun } from '../../../src/contract/runs/request/run-plan';

const ALIASES = ['default', 'prod'];
const knowing = (catalog: Catalog): Known => ({
  catalog,
  allowedKinds: ['job'],
  workspaces: {
    all: ALIASES.map((alias) => ({ names: [alias, `adb-${alias}`] })),
    find: (name = 'default') => ALIASES.map((alias) => ({ alias })).find(({ alias }) => name.endsWith(alias)),
  },
});
const plan = (entry: Partial<CatalogEntry>, runNow?: RunNow) =>
  planRun({ job: 'sales', ...(runNow && { runNow }) }, knowing(new Map([['sales', { job: '101', ...entry }]])));
const problem = (field: string, detail: string) => ({
  problem: { code: 'requestInvalid', field, detail: expect.stringContaining(detail) },
});

test('a job that is no alias is taken as it is', () => {
  const runNow = { job_parameters: { a: '1' } };
  expect(planRun({ job: '7', runNow }, knowing(new Map()))).toEqual({
    workspace: 'default',
    alias: undefined,
    work: { kind: 'job', jobId: '7', runNow },
  });
  expect(planRun({ job: 'Sales table' }, knowing(new Map()))).toEqual({
    workspace: 'default',
    alias: undefined,
    work: { kind: 'job', jobId: undefined, runNow: {} },
  });
});

test('what the caller gives wins over the defaults, which fill in the rest', () => {
  const defaults = { job_parameters: { region: 'ALL', days: '3' } };
  expect(plan({ defaults })).toEqual({
    workspace: 'default',
    alias: 'sales',
    work: { kind: 'job', jobId: '101', runNow: defaults },
  });
  expect(plan({ defaults }, { job_parameters: { region: 'SUR', more: 'x' }, only: ['a'] })).toMatchObject({
    work: { runNow: { job_parameters: { region: 'SUR', days: '3', more: 'x' }, only: ['a'] } },
  });
});

test('a parameter that the catalog does not allow is named, with those that it does', () => {
  const entry = { allowedParameters: ['region', 'days'] };
  for (const kind of ['job_parameters', 'notebook_params', 'python_named_params', 'sql_params']) {
    expect(plan(entry, { [kind]: { region: 'x', other: 'y' } })).toEqual(
      problem(`runNow.${kind}.other`, 'region, days'),
    );
    expect(plan(entry, { [kind]: { days: '1' } })).toMatchObject({ work: { jobId: '101' } });
  }
});

test('parameters without names are refused where the catalog lists names, and what is no parameter is not', () => {
  const entry = { allowedParameters: ['region'] };
  const nameless: RunNow = {
    python_params: ['--region', 'x'],
    jar_params: ['x'],
    spark_submit_params: ['--class', 'Other'],
    dbt_commands: ['dbt run'],
    pipeline_params: { full_refresh: true },
  };
  for (const [kind, value] of Object.entries(nameless)) {
    expect(plan(entry, { [kind]: value })).toEqual(problem(`runNow.${kind}`, 'region, by their names'));
    expect(plan({}, { [kind]: value })).toMatchObject({ work: { jobId: '101' } });
  }
  const options: RunNow = { only: ['a'], queue: { enabled: true }, performance_target: 'STANDARD' };
  const named: RunNow[] = [
    { job_parameters: {} },
    { notebook_params: {} },
    { sql_params: {} },
    { python_named_params: {} },
  ];
  const known = [...named, nameless, options].flatMap((fields) => Object.keys(fields));
  expect(plan(entry, options)).toMatchObject({ work: { runNow: options } });
  expect(known.sort()).toEqual(Object.keys(RUN_NOW_FIELDS).sort());
});

test('defaults may name what callers may not', () => {
  const entry = { allowedParameters: [], defaults: { job_parameters: { secret: 'x' } } };
  expect(plan(entry)).toMatchObject({ work: { runNow: entry.defaults } });
  expect(plan(entry, { job_parameters: { secret: 'y' } })).toEqual(problem('runNow.job_parameters.secret', 'allows'));
});

test('a kind of parameters that does not go with the defaults is refused, and not left to Databricks', () => {
  const defaults = { job_parameters: { region: 'ALL' } };
  expect(plan({ defaults }, { notebook_params: { a: '1' } })).toEqual(problem('runNow.notebook_params', 'catalog'));
  expect(plan({ defaults }, { python_params: ['a'] })).toEqual(problem('runNow.python_params', 'catalog'));
});

test('parameters that grow too long by the defaults are refused', () => {
  const defaults = { notebook_params: { text: 'x'.repeat(6_000) } };
  expect(plan({ defaults }, { notebook_params: { more: 'y'.repeat(6_000) } })).toEqual(
    problem('runNow.notebook_params', '10000 bytes'),
  );
});

test('a kind that is not allowed has a code of its own', () => {
  const refused = { code: 'kindNotAllowed', field: 'submit', detail: expect.stringContaining('ALLOW_KINDS') };
  expect(planRun({ submit: {} }, knowing(new Map()))).toEqual({ problem: refused });
});

test('the catalog stays as it is', () => {
  const defaults = { job_parameters: { region: 'ALL' } };
  plan({ defaults }, { job_parameters: { region: 'SUR' } });
  expect(defaults).toEqual({ job_parameters: { region: 'ALL' } });
});

test('a workspace is known by its names, and the job of an alias is in the one that the catalog says', () => {
  const catalog = knowing(new Map([['sales', { job: '101', workspace: 'prod' }]]));
  expect(planRun({ job: '7', workspace: 'adb-prod' }, catalog)).toMatchObject({
    workspace: 'prod',
    work: { jobId: '7' },
  });
  expect(planRun({ job: 'sales' }, catalog)).toMatchObject({ workspace: 'prod', work: { jobId: '101' } });
  expect(planRun({ job: 'sales', workspace: 'adb-prod' }, catalog)).toMatchObject({ workspace: 'prod' });
  expect(planRun({ job: 'sales', workspace: 'default' }, catalog)).toEqual(problem('workspace', 'must be prod'));
  expect(planRun({ job: '7', workspace: 'https://evil.example' }, catalog)).toEqual(
    problem('workspace', 'default, adb-default, prod, adb-prod'),
  );
});
