import { connectStorage } from '../../../src/adapters/storage/connect';
import { createRuns } from '../../../src/adapters/storage/runs';
import { startTableServer, type TableServer } from './table-server';

/** A large table in Azure searches for some seconds, and then answers with what it has and where to go on. */
const PAGES: object[][] = [[], [], [], [], [], [{ id: 'one' }, { id: 'two' }], [], [{ id: 'three' }]];

let server: TableServer;
let asked: { place: string | null; most: string | null }[];

beforeEach(async () => {
  asked = [];
  server = await startTableServer(({ url }, response) => {
    const { searchParams } = new URL(String(url), 'http://x');
    const place = searchParams.get('NextRowKey');
    asked.push({ place, most: searchParams.get('$top') });
    const at = Number(place ?? 0);
    const more = at + 1 < PAGES.length;
    response.writeHead(200, {
      'content-type': 'application/json;odata=minimalmetadata',
      ...(more && { 'x-ms-continuation-NextPartitionKey': 'run', 'x-ms-continuation-NextRowKey': `${at + 1}` }),
    });
    response.end(JSON.stringify({ value: PAGES[at] }));
  });
});
afterEach(() => server.close());

test('a search that finds nothing for long is handed back to the caller, who goes on with it', async () => {
  const runs = createRuns(connectStorage({ connectionString: server.connectionString }).runs);

  const first = await runs.list({ limit: 3, job: 'rare' });
  expect(first).toEqual({ runs: [], nextPageToken: expect.stringMatching(/./) });
  expect(asked).toEqual([null, '1', '2', '3'].map((place) => ({ place, most: '3' })));

  const second = await runs.list({ limit: 3, job: 'rare', pageToken: first.nextPageToken });
  expect(second).toEqual({ runs: [{ id: 'one' }, { id: 'two' }, { id: 'three' }] });
  expect(asked.slice(4)).toEqual([
    { place: '4', most: '3' },
    { place: '5', most: '3' },
    { place: '6', most: '1' },
    { place: '7', most: '1' },
  ]);
});

test('a search ends as soon as it has found enough', async () => {
  const runs = createRuns(connectStorage({ connectionString: server.connectionString }).runs);
  const { nextPageToken } = await runs.list({ limit: 2 });
  const page = await runs.list({ limit: 2, pageToken: nextPageToken });
  expect(page.runs).toEqual([{ id: 'one' }, { id: 'two' }]);
  expect(await runs.list({ limit: 2, pageToken: page.nextPageToken })).toEqual({ runs: [{ id: 'three' }] });
});
