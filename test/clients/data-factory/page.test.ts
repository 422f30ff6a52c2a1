import { dataFactoryTemplate } from '../../../src/contract/clients/data-factory/template';
import { PROBLEMS, RUN_ENDS } from '../../../src/contract/codes';
import { readPage, tableIn } from '../../support/page-tables';
import { asTemplate, pipelinesOf } from './imported';

const page = readPage('docs/data-factory.md');
const templates = {
  'with-function-key': asTemplate(dataFactoryTemplate(null, 'key')),
  'with-managed-identity': asTemplate(dataFactoryTemplate(null, 'entra')),
};
const pipelines = pipelinesOf(templates['with-function-key']);

const bare = (cell = '') => cell.replaceAll('`', '');

describe('docs/data-factory.md', () => {
  test('names the values that an import asks for, with their defaults', () => {
    const asked = Object.entries(templates).flatMap(([file, { parameters }]) =>
      Object.entries(parameters ?? {}).map(([name, { defaultValue = '' }]) => ({ file, name, default: defaultValue })),
    );
    const told = tableIn(page, 'values').flatMap(([name, , value, files]) =>
      (files === 'both' ? Object.keys(templates) : [files]).map((file) => ({
        file,
        name: bare(name),
        default: bare(value),
      })),
    );
    expect(new Set(told)).toEqual(new Set(asked));
  });

  test('names the pipelines', () => {
    expect(tableIn(page, 'pipelines').map(([name]) => bare(name))).toEqual(pipelines.map(({ name }) => name));
  });

  test('names the parameters of every pipeline, with their defaults', () => {
    const there = pipelines.flatMap(({ name: pipeline, parameters }) =>
      Object.entries(parameters).map(([name, { defaultValue = '' }]) => ({
        pipeline,
        name,
        default: typeof defaultValue === 'string' ? defaultValue : JSON.stringify(defaultValue),
      })),
    );
    const told = tableIn(page, 'parameters').flatMap(([name, of = '', value]) =>
      pipelinesIn(of).map((pipeline) => ({ pipeline, name: bare(name), default: bare(value) })),
    );
    expect(new Set(told)).toEqual(new Set(there));
  });

  test('names codes that there are, with their statuses', () => {
    const rows = tableIn(page, 'codes').map(([first = '']) => /^(?:(\d+) )?`(\w+)`$/.exec(first) ?? [first]);
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

test.each(['docs/data-factory.md', 'clients/data-factory/README.md'])('%s names every pipeline', (path) => {
  const text = readPage(path);
  expect(pipelines.filter(({ name }) => !text.includes(`\`${name}\``))).toEqual([]);
});
