import { ACTIVITIES } from '../../src/contract/runs/orchestration/activity-names';
import { readPage } from '../support/page-tables';
import { readSources } from '../support/sources';

const [, tree = ''] = readPage('docs/architecture.md').split('```\n');

/** What the tree says of each layer, which may take several lines. */
const told = new Map(
  tree
    .split(/^ {3}[├└]── /m)
    .slice(1)
    .map((entry): [string, string] => {
      const [layer = '', ...text] = entry.split('/ ');
      return [layer, text.join('/ ')];
    }),
);

const paths = [...readSources('src').keys()].map((path) => path.split('/').slice(1, -1));
const layers = [...new Set(paths.flatMap(([layer]) => layer ?? []))];
const foldersIn = (layer: string) => new Set(paths.flatMap(([of, folder]) => (of === layer && folder) || []));

test('the tree has every layer, and no other one', () => {
  expect([...told.keys()].sort()).toEqual([...layers].sort());
});

test.each(layers)('of src/%s it names every folder, and no other one', (layer) => {
  const named = [...(told.get(layer) ?? '').matchAll(/([\w-]+)\/(?!\w)/g)].map(([, name = '']) => name);
  expect(new Set(named)).toEqual(foldersIn(layer));
});

test('it names every activity, and no other one', () => {
  const named = told.get('activities')?.match(/\b[a-z]+[A-Z]\w+/g);
  expect(new Set(named)).toEqual(new Set(Object.values(ACTIVITIES)));
});
