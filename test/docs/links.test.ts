import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readPage } from '../support/page-tables';

const ROOT = join(__dirname, '../..');
const FOLDERS = ['docs', 'clients', 'local', 'infra', 'test'];
const pages = [
  ...readdirSync(ROOT),
  ...FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  ),
]
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.md'));

const withoutBlocks = (page: string) => page.replace(/^ *```[\s\S]*?^ *```/gm, '');
const withoutCode = (page: string) => withoutBlocks(page).replace(/`[^`\n]*`/g, '');

const linksIn = (page: string) => [...withoutCode(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);

/** As GitHub makes them. */
const anchorsIn = (page: string) =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

function leadsSomewhere(link: string, from: string): boolean {
  if (/^\w+:/.test(link)) return true; // elsewhere
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? from : join(dirname(from), path).replaceAll('\\', '/');
  if (!existsSync(join(ROOT, target))) return false;
  return anchor === undefined || anchorsIn(readPage(target)).includes(anchor);
}

test.each(pages)('%s has no link that leads nowhere', (page) => {
  expect(linksIn(readPage(page)).filter((link) => !leadsSomewhere(link, page))).toEqual([]);
});

/** Files of this repository that are named and not linked to. */
const filesIn = (page: string) =>
  [
    ...withoutBlocks(page).matchAll(
      /`((?:bench|clients|docs|functions|infra|local|scripts|src|test)\/[\w./-]+\.\w+)`/g,
    ),
  ].map(([, path = '']) => path);

test.each(pages)('%s names no file that is not there', (page) => {
  const isThere = (path: string) => [ROOT, join(ROOT, dirname(page))].some((folder) => existsSync(join(folder, path)));
  expect(filesIn(readPage(page)).filter((path) => !isThere(path))).toEqual([]);
});

test('a file that is named is found in the text', () => {
  expect(filesIn('See `src/a/b.ts`, [`docs/c.md`](docs/c.md), `src/http` and `npm run x`.')).toEqual([
    'src/a/b.ts',
    'docs/c.md',
  ]);
});

test('a link to what is not there, or to a heading that is not there, is found', () => {
  const links = ['api.md', 'api.md#the-codes', '../README.md', 'nothing.md', 'api.md#no-such-heading', '#nor-this'];
  expect(links.filter((link) => !leadsSomewhere(link, 'docs/security.md'))).toEqual(links.slice(3));
});
