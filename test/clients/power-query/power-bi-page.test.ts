import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROBLEMS, RUN_ENDS } from '../../../src/contract/codes';
import { openApiDocument } from '../../../src/contract/openapi/document';
import { parseQuery } from '../../support/power-query/language/parse';
import { serviceFaults } from '../../support/power-query/service-rules';
import { callsOf, fieldsOf, namedIn, textOf } from '../../support/power-query/service-rules/nodes';

const ROOT = join(__dirname, '../../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const page = read('docs/power-bi.md');

const blocks = [...page.matchAll(/^```powerquery( before)?\n([\s\S]*?)\n```$/gm)].map(([, before, text = '']) => ({
  text,
  isOurs: before === undefined,
}));

describe('the queries on the page', () => {
  test('there are some, and one of them is not by us', () => {
    expect(blocks.filter(({ isOurs }) => isOurs).length).toBeGreaterThan(5);
    expect(blocks.filter(({ isOurs }) => !isOurs)).toHaveLength(1);
    expect(page.match(/^```powerquery/gm)).toHaveLength(blocks.length);
  });

  test.each(blocks)('can be read, and those by us fit the rules of the service (%#)', async ({ text, isOurs }) => {
    expect(serviceFaults(await parseQuery(text)).length === 0).toBe(isOurs);
  });

  test('give options that there are', async () => {
    const known = await defaults();
    for (const { text } of blocks) {
      for (const [, , options] of callsOf('DatabricksJob', await parseQuery(text))) {
        for (const name of fieldsOf(options)?.keys() ?? []) expect(known).toHaveProperty([name]);
      }
    }
  });
});

/** What the shipped function says of its options. */
async function defaults(): Promise<Record<string, string>> {
  const text = read('clients/power-query/DatabricksJob.pq');
  const known = fieldsOf(namedIn(await parseQuery(text), 'Known'));
  return Object.fromEntries(
    [...(known ?? [])].map(([name, option]) => {
      const value = fieldsOf(option)?.get('Default');
      return [name, text.slice(value?.tokenRange.positionStart.codeUnit, value?.tokenRange.positionEnd.codeUnit)];
    }),
  );
}

test('before the query is pasted, none is shown that could be taken for it', () => {
  const [, steps = ''] = page.split(/^## Set it up$|^### Several jobs in one report$/m);
  expect(steps).toContain('**2. Paste it**');
  expect(steps).not.toContain('```powerquery');
});

test.each(['README.md', 'docs/power-bi.md', 'docs/data-factory.md', 'clients/power-query/README.md'])(
  '%s says how PowerShell hands options to npm',
  (path) => expect(read(path)).toMatch(/PowerShell[^\n]*'--'/),
);

test('every option stands there with its default', async () => {
  const [, table = ''] = page.split('<!-- options -->');
  const rows = [...table.matchAll(/^\| `(\w+)` +\| `(.*?)` +\|/gm)].map(([, name, value]) => [name, value]);
  expect(Object.fromEntries(rows)).toEqual(await defaults());
});

describe('the errors on the page', () => {
  const onPage = new Set([...page.matchAll(/`Databricks\.(\w)(\w+)`/g)].map(([, a = '', b]) => a.toLowerCase() + b));
  const ofApp = [...Object.keys(PROBLEMS), ...Object.keys(RUN_ENDS)];
  const ofFunction = async () => {
    const calls = callsOf('Problem', await parseQuery(read('clients/power-query/DatabricksJob.pq')));
    return calls.flatMap(([code]) => textOf(code) ?? []);
  };

  test('are codes of the app, or of the function', async () => {
    const known = [...ofApp, ...(await ofFunction())];
    expect([...onPage].filter((code) => !known.includes(code))).toEqual([]);
  });

  test('are all that the function may meet', async () => {
    const { responses } = openApiDocument('/api').paths['/jobs/{job}/table']?.get ?? {};
    const seen = ['400', '404', '409', '410', '422', '424', '500', '502'];
    const answered = seen.flatMap((status) => codesIn(responses?.[status]));
    expect(answered).toContain('runFailed');
    expect([...answered, ...(await ofFunction())].filter((code) => !onPage.has(code))).toEqual([]);
  });
});

function codesIn(response: unknown): string[] {
  return [...JSON.stringify(response ?? {}).matchAll(/"code":\{"enum":(\[.*?\])/g)].flatMap(([, list = '[]']) =>
    JSON.parse(list),
  );
}
