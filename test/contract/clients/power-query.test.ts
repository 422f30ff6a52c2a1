import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Language } from '@microsoft/powerquery-parser';
import fc from 'fast-check';
import type { ClientJob } from '../../../src/contract/clients/client-job';
import { powerQueryFor as queryFor } from '../../../src/contract/clients/power-query';
import { COLUMN_TYPES } from '../../../src/domain/table/table';
import { tidy } from '../../support/power-query/format';
import { nameOf } from '../../support/power-query/language/literals';
import { parseQuery } from '../../support/power-query/language/parse';
import { serviceFaults } from '../../support/power-query/service-rules';
import { callsOf, fieldsOf, type Node, namedIn, textOf } from '../../support/power-query/service-rules/nodes';

const { NodeKind } = Language.Ast;

const SALES: ClientJob = {
  origin: 'https://my-runner.azurewebsites.net',
  job: 'sales',
  about: 'Sales by day, region and product.',
  parameters: [
    { name: 'region', default: 'ALL' },
    { name: 'from', default: '2026-01-01' },
    { name: 'days', default: '3' },
  ],
  columns: [
    { name: 'date', type: 'date' },
    { name: 'region', type: 'text' },
    { name: 'product', type: 'text' },
    { name: 'units', type: 'integer' },
    { name: 'revenue', type: 'number' },
  ],
};

const powerQueryFor = (job: ClientJob) => queryFor(job, 'key');

/** What the query calls by a name. */
async function definitionsOf(text: string): Promise<Map<string, Node>> {
  const query = await parseQuery(text);
  if (query.kind !== NodeKind.LetExpression) throw new Error('The query is no let.');
  return new Map(query.variableList.elements.map(({ node: { key, value } }) => [nameOf(key), value]));
}

const fieldTexts = (node: Node | undefined) =>
  [...(fieldsOf(node) ?? [])].map(([name, value]) => ({ name, default: textOf(value) }));

describe('a query for one job', () => {
  test('has all that is to be edited at its top', () => {
    const [head, ...parts] = powerQueryFor(SALES).split(/^let$/m);
    expect(head?.split('\n')[0]).toBe('// Sales by day, region and product.');
    expect(head).toContain('\n// - Asked for credentials for https://my-runner.azurewebsites.net, choose "Web API": ');
    expect(head).toContain('\n// - Asked for a privacy level, choose "Organizational".\n');
    expect(parts.join().split('DatabricksJob')[0]).toBe(
      `
    Parameters = [region = "ALL", from = "2026-01-01", days = "3"],
    Columns = type table [
        date = nullable date,
        region = nullable text,
        product = nullable text,
        units = nullable Int64.Type,
        revenue = nullable number
    ],
    `,
    );
    expect(powerQueryFor(SALES)).toMatch(
      /\n {4}Rows = DatabricksJob\("sales", Parameters, \[Columns = Columns\]\)\nin\n {4}Rows\n$/,
    );
  });

  const withMany = {
    ...SALES,
    parameters: ['one', 'two', 'three'].map((name) => ({ name, default: 'A value of some length, as paths have it' })),
  };
  test.each([
    ['of the catalog', SALES],
    ['without a name for people', { ...SALES, about: null }],
    ['without parameters', { ...SALES, parameters: [] }],
    ['without columns', { ...SALES, columns: null }],
    ['with few columns', { ...SALES, columns: [{ name: 'units', type: 'integer' as const }] }],
    ['with names that must be quoted', { ...SALES, parameters: [{ name: 'a "b"', default: '#(lf)' }] }],
    ['with many parameters', withMany],
  ])('%s is formatted, and fits the rules of the service', async (_what, job) => {
    expect(queryFor(job, 'entra')).toBe(await tidy(queryFor(job, 'entra')));
    const text = powerQueryFor(job);
    expect(text).toBe(await tidy(text));
    expect(serviceFaults(await parseQuery(text))).toEqual([]);
  });

  test('offers no key where none opens the app', async () => {
    const [head = ''] = queryFor(SALES, 'entra').split(/^let$/m);
    expect(head).toContain('REFUSED (401)');
    expect(head).toContain('docs/power-bi.md, "Sign-in with Entra"');
    expect(head).not.toContain('Web API');
    const page = readFileSync(join(__dirname, '../../../docs/power-bi.md'), 'utf8');
    expect(page).toMatch(/^## Sign-in with Entra$/m);
    expect(page).toMatch(/^## The function$/m);
  });

  test('names options that there are where they go', async () => {
    const [, comment = ''] = /((?:\n {4}\/\/ .*)+)\n {4}Rows = /.exec(powerQueryFor(SALES)) ?? [];
    const known = fieldsOf(namedIn(await parseQuery(powerQueryFor(SALES)), 'Known'));
    const named = [...comment.matchAll(/\b(FreshFor|Task|TimeoutSeconds|Peek)\b/g)].map(([name]) => name);
    expect(named).toEqual(['FreshFor', 'Task', 'TimeoutSeconds', 'Peek']);
    expect(named.filter((name) => !known?.has(name))).toEqual([]);
  });

  test('has the shipped function in it, with its own address', async () => {
    const path = join(__dirname, '../../../clients/power-query/DatabricksJob.pq');
    const shipped = readFileSync(path, 'utf8').split('\n');
    const lines = new Set(
      powerQueryFor(SALES)
        .split('\n')
        .map((line) => line.trim()),
    );
    const missing = shipped.filter((line) => !line.startsWith('//') && !lines.has(line.trim()));
    expect(missing.map((line) => line.trim())).toEqual([
      expect.stringContaining('(job as text'),
      '"https://YOUR-APP.azurewebsites.net",',
    ]);
    const [call] = callsOf('Web.Contents', await parseQuery(powerQueryFor(SALES)));
    expect(textOf(call?.[0])).toBe(SALES.origin);
  });

  test('asks for the job by what it was given, and says nothing of columns that nobody knows', async () => {
    const text = powerQueryFor({ ...SALES, job: '942013061408441', columns: null, parameters: [] });
    const [call] = callsOf('DatabricksJob', await parseQuery(text));
    expect(call?.map((argument) => textOf(argument))).toEqual(['942013061408441', undefined]);
    expect([...(await definitionsOf(text)).keys()]).toEqual(['Parameters', 'DatabricksJob', 'Rows']);
  });

  test('knows every type of a column', async () => {
    const columns = COLUMN_TYPES.map((type) => ({ name: type, type }));
    const text = powerQueryFor({ ...SALES, columns });
    expect([...text.matchAll(/^ {8}(\w+) = nullable ([\w.]+),?$/gm)].map((match) => match.slice(1))).toEqual([
      ['text', 'text'],
      ['integer', 'Int64.Type'],
      ['number', 'number'],
      ['boolean', 'logical'],
      ['date', 'date'],
      ['datetime', 'datetime'],
      ['json', 'text'],
    ]);
  });
});

describe('whatever a job is called', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('"', '#', '(', ')', '#(', 'lf', '\r', '\n', '\t', '\u2028', '#"', ']', '//', ' ', 'a'))
      .map((parts) => parts.join('')),
    fc.constantFrom(
      'type',
      'each',
      'null',
      'optional',
      'nullable',
      'if',
      '_',
      '#shared',
      '1',
      'a.b',
      'a b',
      ' a ',
      'ñ',
    ),
  );
  const name = nasty.filter((text) => text !== '');
  const jobs = fc.record({
    origin: fc.constant('https://my-runner.azurewebsites.net'),
    job: nasty,
    about: fc.option(nasty),
    parameters: fc.uniqueArray(fc.record({ name, default: nasty }), { selector: ({ name: key }) => key }),
    columns: fc.option(
      fc.uniqueArray(fc.record({ name, type: fc.constantFrom(...COLUMN_TYPES) }), { selector: ({ name: key }) => key }),
    ),
  });

  /** The same in every query for this address, and long: without it a query is read in no time. */
  const [, shipped = '-'] = /DatabricksJob = ([\s\S]*?),\n {4}\/\/ Options/.exec(powerQueryFor(SALES)) ?? [];

  test('the query says just that', async () => {
    await fc.assert(
      fc.asyncProperty(jobs, async (job) => {
        const whole = powerQueryFor(job);
        expect(whole).toContain(shipped);
        const text = whole.replace(shipped, 'null');
        const [call] = callsOf('DatabricksJob', await parseQuery(text));
        expect(textOf(call?.[0])).toBe(job.job);
        const definitions = await definitionsOf(text);
        expect(fieldTexts(definitions.get('Parameters'))).toEqual(job.parameters);
        expect(columnNames(definitions.get('Columns'))).toEqual(job.columns?.map(({ name: key }) => key));
      }),
      { numRuns: 300 },
    );
  });

  function columnNames(node: Node | undefined): string[] | undefined {
    if (node?.kind !== NodeKind.TypePrimaryType || node.paired.kind !== NodeKind.TableType) return undefined;
    const { rowType } = node.paired;
    if (rowType.kind !== NodeKind.FieldSpecificationList) return undefined;
    return rowType.content.elements.map(({ node: field }) => nameOf(field.name));
  }
});
