import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { salesTable } from '../../local/workspace/scenarios/sales-table';
import { readCatalog } from '../../src/config/catalog';
import { jobsFileSchema } from '../../src/config/file-schemas';
import { catalogEntrySchema } from '../../src/contract/jobs/catalog';
import { tableOf } from '../../src/domain/table/table-of';

const root = join(__dirname, '../..');
const schemaFile = join(root, 'jobs.schema.json');

describe('jobs.schema.json', () => {
  if (process.env.WRITE_SCHEMA === '1') writeFileSync(schemaFile, `${JSON.stringify(jobsFileSchema(), null, 2)}\n`);
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8'));

  test('is what the code makes of its own rules (WRITE_SCHEMA=1 npm test -- jobs-file, then npm run format)', () => {
    expect(schema).toEqual(jobsFileSchema());
  });

  test('knows the aliases and fields of an entry', () => {
    const [[alias = '', entry]] = Object.entries<{ properties: object }>(schema.patternProperties) as [
      [string, { properties: object; required: string[] }],
    ];
    expect('sales'.match(alias)).not.toBeNull();
    expect('$schema'.match(alias)).toBeNull();
    expect(Object.keys(entry.properties)).toEqual(Object.keys(catalogEntrySchema.shape));
    expect(entry.required).toEqual(['job']);
  });
});

test('docs/configuration.md explains every field of the catalog', () => {
  const page = readFileSync(join(root, 'docs/configuration.md'), 'utf8');
  const [, docs = ''] = /\n## The job catalog\n([\s\S]*?)\n## /.exec(page) ?? [];
  const explained = [...docs.matchAll(/^\| `([^`]+)` +\|[^|]+\|$/gm)].map(([, field]) => field);
  expect(explained.sort()).toEqual(Object.keys(catalogEntrySchema.shape).sort());
});

describe('the catalog that is shipped', () => {
  const jobsFile = join(root, 'jobs.json');
  const sales = readCatalog({ jobsFile, jobsFileIsOptional: false }).get('sales');

  test('names its schema for editors', () => {
    expect(JSON.parse(readFileSync(jobsFile, 'utf8')).$schema).toBe('./jobs.schema.json');
  });

  test('has the job of sales in the simulated workspace, with its parameters', () => {
    expect(sales?.job).toBe(String(salesTable.jobId));
    const { parameters } = salesTable.settings as { parameters: { name: string }[] };
    expect(sales?.allowedParameters).toEqual(parameters.map(({ name }) => name));
  });

  test('has the columns of its output', () => {
    const row = { date: '2026-01-01', region: 'SUR', product: 'Tea', units: 3, revenue: 10.35 };
    const made = tableOf([row], sales?.columns);
    expect(made).toMatchObject({ ok: true, table: { rows: [Object.values(row)] } });
  });
});
