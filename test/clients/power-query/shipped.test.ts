import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tidy } from '../../support/power-query/format';
import { parseQuery } from '../../support/power-query/language/parse';
import { serviceFaults } from '../../support/power-query/service-rules';
import { callsOf } from '../../support/power-query/service-rules/nodes';

const FOLDER = join(__dirname, '../../../clients/power-query');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.pq'));
const textOf = (file: string) => readFileSync(join(FOLDER, file), 'utf8');

test('there are two functions to paste', () => expect(FILES).toEqual(['DatabricksJob.pq', 'DatabricksJobs.pq']));

describe.each(FILES)('%s', (file) => {
  test.each([
    ['', 120],
    [', also where it stands one level deeper, in a query for one job', 116],
  ])('is formatted%s', async (_where, width) => expect(textOf(file)).toBe(await tidy(textOf(file), width)));

  test('fits the rules of the service', async () => {
    expect(serviceFaults(await parseQuery(textOf(file)))).toEqual([]);
  });
});

test('only the function for one job asks the app, at one place', async () => {
  const counts = await Promise.all(
    FILES.map(async (file) => callsOf('Web.Contents', await parseQuery(textOf(file))).length),
  );
  expect(counts).toEqual([1, 0]);
});
