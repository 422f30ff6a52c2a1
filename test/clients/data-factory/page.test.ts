import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dataFactoryTemplate } from '../../../src/contract/clients/data-factory/template';
import { PROBLEMS, RUN_ENDS } from '../../../src/contract/openapi/codes';
import { asTemplate, pipelinesOf } from './imported';

const ROOT = join(__dirname, '../../..');
const page = readFileSync(join(ROOT, 'docs/data-factory.md'), 'utf8');
const templates = {
  'with-function-key': asTemplate(dataFactoryTemplate(null, 'key')),
  'with-managed-identity': asTemplate(dataFactoryTemplate(null, 'entra')),
};
const pipelines = pipelinesOf(templates['with-function-key']);

/** The cells of the tables between two marks, without their heads. */
function rowsOf(mark: string): string[][] {
  const part = page.split(`<!-- ${mark} -->`)[1]?.split(`<!-- /${mark} -->`)[0] ?? '';
  const tables = part.split('\n\n').filter((block) => block.startsWith('|'));
  return tables.flatMap((table) =>
    table
      .split('\n')
      .slice(2)
      .map((row) =>
        row
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim()),
      ),
  );
}

const bare = (cell = '') => cell.replaceAll('`', '');

describe('docs/data-factory.md', () => {
  test('names the values that an import asks for, with their defaults', () => {
    const asked = Object.entries(templates).flatMap(([file, { parameters }]) =>
      Object.entries(parameters ?? {}).map(([name, { defaultValue = '' }]) => ({ file, name, default: defaultValue })),
    );
    const told = rowsOf('values').flatMap(([name, , value, files]) =>
      (files === 'both' ? Object.keys(templates) : [files]).map((file) => ({
        file,
        name: bare(name),
        default: bare(value),
      })),
    );
    expect(new Set(told)).toEqual(new Set(asked));
  });

  test('names the pipelines', () => {
    expect(rowsOf('pipelines').map(([name]) => bare(name))).toEqual(pipelines.map(({ name }) => name));
  });

  test('names the parameters of every pipeline, with their defaults', () => {
    const there = pipelines.flatMap(({ name: pipeline, parameters }) =>
      Object.entries(parameters).map(([name, { defaultValue = '' }]) => ({
        pipeline,
        name,
        default: typeof defaultValue === 'string' ? defaultValue : JSON.stringify(defaultValue),
      })),
    );
    const told = rowsOf('parameters').flatMap(([name, of = '', value]) =>
      pipelinesIn(of).map((pipeline) => ({ pipeline, name: bare(name), default: bare(value) })),
    );
    expect(new Set(told)).toEqual(new Set(there));
  });

  test('names codes that there are, with their statuses', () => {
    const rows = rowsOf('codes').map(([first = '']) => /^(?:(\d+) )?`(\w+)`$/.exec(first) ?? [first]);
    expect(rows.length).toBeGreaterThan(10);
    const wrong = rows.filter(([, status, code = '']) =>
      status === undefined
        ? !Object.hasOwn(RUN_ENDS, code)
        : !(PROBLEMS as Record<string, { statuses: readonly number[] }>)[code]?.statuses.includes(Number(status)),
    );
    expect(wrong).toEqual([]);
  });

  test('shows what the pipelines return', () => {
    const returned = [...JSON.stringify(pipelines).matchAll(/"key":"(\w+)"/g)].map(([, key]) => key);
    const shown = [...page.matchAll(/pipelineReturnValue\.(\w+)/g)].map(([, key]) => key);
    expect(new Set(shown)).toEqual(new Set(returned));
  });
});

/** `all but A`, `all`, or one name. */
function pipelinesIn(cell: string): string[] {
  const names = pipelines.map(({ name }) => name);
  const [, left] = /^all but (\S+)$/.exec(bare(cell)) ?? [];
  if (left !== undefined) return names.filter((name) => name !== left);
  return bare(cell) === 'all' ? names : [bare(cell)];
}

describe.each(['docs/data-factory.md', 'clients/data-factory/README.md'])('%s', (path) => {
  const text = readFileSync(join(ROOT, path), 'utf8');

  test('links to what there is', () => {
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
    const broken = links.filter((link) => !link.startsWith('https://') && !leadsSomewhere(link));
    expect(links.length).toBeGreaterThan(0);
    expect(broken).toEqual([]);
  });

  function leadsSomewhere(link: string): boolean {
    const [file = '', anchor] = link.split('#');
    const target = join(ROOT, dirname(path), file);
    if (!existsSync(file === '' ? join(ROOT, path) : target)) return false;
    if (anchor === undefined) return true;
    const linked = file === '' ? text : readFileSync(target, 'utf8');
    return [...linked.matchAll(/^#+ (.+)$/gm)].some(([, title = '']) => anchorOf(title) === anchor);
  }

  test('names every pipeline', () => expect(pipelines.filter(({ name }) => !text.includes(`\`${name}\``))).toEqual([]));
});

const anchorOf = (title: string) =>
  title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
