import { RULES } from '../support/layers';
import { inCode, readPage, tableIn } from '../support/page-tables';
import { readSources } from '../support/sources';

const page = readPage('CONTRIBUTING.md');
const { scripts }: { scripts: Record<string, string> } = JSON.parse(readPage('package.json'));

test('the table of layers says what the rule about imports says', () => {
  const list = (layers: readonly string[]) => layers.map(inCode).join(', ');
  const rules = Object.entries(RULES.layers).map(([layer, { code, types = [], noPackages }]) => [
    inCode(layer),
    list(code) || (noPackages ? 'nothing, not even a package' : 'nothing'),
    list(types),
  ]);
  expect(tableIn(page, 'layers')).toEqual(rules);
});

test('all scripts are named, and no other ones', () => {
  const [, list = ''] = /^```sh\n([\s\S]*?)^```/m.exec(page) ?? [];
  const named = [...list.matchAll(/^npm (?:run )?(\S+)/gm)].map(([, name = '']) => name);
  expect(new Set(named)).toEqual(new Set(Object.keys(scripts)));
});

const SWITCH = /process\.env\.((?:UPDATE|WRITE)_[A-Z]+)/g;

test('the switches by which tests write files anew are named with the files that know them', () => {
  const known = [...readSources('test')].flatMap(([path, text]) =>
    [...text.matchAll(SWITCH)].map(([, name = '']) => `${name}=1 ${path}`),
  );
  const named = tableIn(page, 'switches').flatMap(([name = '', , files = '']) =>
    [...files.matchAll(/\]\((.+?)\)/g)].map(([, file = '']) => `${name.replaceAll('`', '')} ${file}`),
  );
  expect(new Set(named)).toEqual(new Set(known));
});
