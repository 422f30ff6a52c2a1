import { DEMO_WAREHOUSE } from '../../../local/workspace/scenarios/statements';
import { QueryError } from '../../../local/workspace/simulation/statements/query';
import type { WorkspaceOptions } from '../../../local/workspace/workspace';
import { type Answer, workspaceWith } from '../../support/workspace-client';

const STATEMENTS = '/api/2.0/sql/statements';
const LINKS = { disposition: 'EXTERNAL_LINKS' };

function warehouse(options: Partial<WorkspaceOptions> = {}) {
  const world = workspaceWith([], options);
  const body = (statement: string, more: object = {}) => ({
    warehouse_id: DEMO_WAREHOUSE,
    statement,
    wait_timeout: '0s',
    ...more,
  });
  const send = (statement: string, more?: object, token?: string) =>
    world.send('POST', STATEMENTS, body(statement, more), token);
  const start = async (statement: string, more?: object): Promise<Answer> => {
    const { status, body: said } = await send(statement, more);
    if (status !== 200) throw new Error(`${status}: ${said.message}`);
    return said;
  };
  const read = (id: string, rest = '', token?: string) =>
    world.send('GET', `${STATEMENTS}/${id}${rest}`, undefined, token);
  const ended = async (statement: string, more?: object): Promise<Answer> => {
    const { statement_id } = await start(statement, more);
    await world.seconds(60);
    return (await read(statement_id)).body;
  };
  const fetchLink = (link: string, headers: Record<string, string> = {}) => {
    const { pathname, search } = new URL(link);
    const request = { method: 'GET', path: pathname, query: search.slice(1), headers, body: Buffer.alloc(0) };
    return world.workspace.handle(request);
  };
  return { ...world, send, start, read, ended, fetchLink };
}

describe('a statement', () => {
  test('goes from PENDING over RUNNING to its result', async () => {
    const { start, read, seconds } = warehouse();
    const { statement_id, status, ...rest } = await start('SELECT 1');
    expect([status, rest]).toEqual([{ state: 'PENDING' }, {}]);
    await seconds(1);
    expect((await read(statement_id)).body.status).toEqual({ state: 'RUNNING' });
    await seconds(1);
    expect((await read(statement_id)).body).toEqual({
      statement_id,
      status: { state: 'SUCCEEDED' },
      manifest: {
        format: 'JSON_ARRAY',
        schema: { column_count: 1, columns: [{ name: '1', type_text: 'INT', type_name: 'INT', position: 0 }] },
        total_chunk_count: 1,
        chunks: [{ chunk_index: 0, row_offset: 0, row_count: 1 }],
        total_row_count: 1,
        truncated: false,
      },
      result: { chunk_index: 0, row_offset: 0, row_count: 1, data_array: [['1']] },
    });
  });

  test('is known however its text is broken into lines, and takes parameters', async () => {
    const { ended } = warehouse();
    const parameters = [{ name: 'region', value: 'SUR' }];
    const { result } = await ended('select *\n  from demo.sales\n  where region = :region ;', { parameters });
    expect(result.data_array).toHaveLength(5);
    for (const row of result.data_array) expect(row[1]).toBe('SUR');
  });

  test('whose parameter is missing fails, and a cast, a text or a time is none', async () => {
    const { ended, workspace } = warehouse();
    const { status } = await ended('SELECT * FROM demo.sales WHERE region = :region');
    expect(status).toEqual({
      state: 'FAILED',
      error: { error_code: 'BAD_REQUEST', message: '[UNBOUND_SQL_PARAMETER] Found the unbound parameter: region.' },
      sql_state: '42P02',
    });
    const text = "SELECT ':no', a::int, '10:30' FROM `x:y`";
    workspace.addQuery(text, { run: () => ({ columns: [{ name: 'a', type: 'INT' }], rows: [] }) });
    expect((await ended(text)).status).toEqual({ state: 'SUCCEEDED' });
  });

  test('that fails answers 200, with an error and its state', async () => {
    const { send, ended } = warehouse();
    expect((await send('SELEC 1')).status).toBe(200);
    expect((await ended('SELEC 1')).status).toMatchObject({
      state: 'FAILED',
      error: { error_code: 'BAD_REQUEST', message: expect.stringContaining('PARSE_SYNTAX_ERROR') },
      sql_state: '42601',
    });
    const { status } = await ended('SELECT what nobody knows');
    expect(status).toMatchObject({ state: 'FAILED', error: { message: expect.stringContaining('"select 1"') } });
  });

  test('may have an empty result, or none', async () => {
    const { ended } = warehouse();
    const empty = await ended('SELECT * FROM demo.empty');
    expect(empty).toMatchObject({
      manifest: { schema: { column_count: 4 }, total_chunk_count: 0, total_row_count: 0 },
    });
    expect(empty.result).toEqual({});
    const none = await ended('CREATE TABLE IF NOT EXISTS demo.copy (id BIGINT)');
    expect([none.status.state, none.manifest.schema]).toEqual(['SUCCEEDED', { column_count: 0 }]);
  });

  test('has the names of types that the API has, and texts for all values', async () => {
    const { manifest, result } = await warehouse().ended('SELECT * FROM demo.every_type');
    expect(manifest.schema.columns.map((column: Answer) => column.type_name)).toEqual(
      'INT LONG DOUBLE DECIMAL DECIMAL STRING BOOLEAN DATE TIMESTAMP ARRAY STRUCT'.split(' '),
    );
    expect(manifest.schema.columns[3]).toMatchObject({ type_text: 'DECIMAL(10,2)', type_precision: 10, type_scale: 2 });
    for (const cell of result.data_array[0]) expect(typeof cell).toBe('string');
    for (const cell of result.data_array[1]) expect(cell).toBeNull();
  });

  test('is cancelled for good', async () => {
    const { start, send: _, post, read, seconds } = warehouse();
    const { statement_id } = await start('SELECT * FROM demo.slow');
    expect(await post(`${STATEMENTS}/${statement_id}/cancel`, {})).toEqual({});
    expect((await read(statement_id)).body.status).toEqual({ state: 'CANCELED' });
    await seconds(7200);
    expect((await read(statement_id)).body.status).toEqual({ state: 'CANCELED' });
  });

  test('that nobody asks for in 15 minutes is not kept alive', async () => {
    const { start, read, seconds } = warehouse();
    const { statement_id } = await start('SELECT * FROM demo.slow');
    for (let i = 0; i < 3; i++) {
      await seconds(14 * 60);
      expect((await read(statement_id)).body.status).toEqual({ state: 'RUNNING' });
    }
    await seconds(16 * 60);
    expect((await read(statement_id)).body.status).toEqual({ state: 'CANCELED' });
  });
});

describe('who waits for a statement', () => {
  test('has its result at once if it is fast enough, without time going on', async () => {
    const { start, clock } = warehouse();
    const before = clock.now();
    expect(await start('SELECT 1', { wait_timeout: '5s' })).toMatchObject({ status: { state: 'SUCCEEDED' } });
    expect(clock.now()).toBe(before);
  });

  test('has it going on, or cancelled, if it is not', async () => {
    const { start } = warehouse();
    const slow = 'SELECT * FROM demo.slow';
    expect((await start(slow, { wait_timeout: '50s' })).status.state).toBe('PENDING');
    const more = { wait_timeout: '50s', on_wait_timeout: 'CANCEL' };
    expect((await start(slow, more)).status.state).toBe('CANCELED');
  });

  test.each(['51s', '4s', '1m', '', 's'])('can not wait for %j', async (wait_timeout) => {
    expect((await warehouse().send('SELECT 1', { wait_timeout })).status).toBe(400);
  });
});

describe('a result', () => {
  test('comes in chunks, each of which says which is next', async () => {
    const { ended, read } = warehouse();
    const { statement_id, manifest, result } = await ended('SELECT * FROM demo.numbers');
    expect(manifest).toMatchObject({ total_chunk_count: 3, total_row_count: 25_000 });
    expect([result.data_array.length, result.next_chunk_index]).toEqual([10_000, 1]);
    const last = (await read(statement_id, '/result/chunks/2')).body;
    expect(last).toMatchObject({ chunk_index: 2, row_offset: 20_000, row_count: 5000 });
    expect(last).not.toHaveProperty('next_chunk_index');
    expect((await read(statement_id, '/result/chunks/3')).status).toBe(404);
  });

  test('is cut at a limit of rows or bytes, between rows', async () => {
    const { ended } = warehouse();
    const rows = await ended('SELECT * FROM demo.numbers', { row_limit: 7 });
    expect(rows).toMatchObject({ manifest: { total_row_count: 7, truncated: true } });
    expect((await ended('SELECT 1', { row_limit: 1 })).manifest.truncated).toBe(false);
    const bytes = await ended('SELECT * FROM demo.numbers', { byte_limit: 30 });
    expect(bytes).toMatchObject({ manifest: { total_row_count: 2, truncated: true } });
  });

  test('of more than 25 MiB can not come inline', async () => {
    const { ended, workspace } = warehouse();
    const row = ['x'.repeat(1024 * 1024)];
    const set = {
      columns: [{ name: 'x', type: 'STRING' }],
      rows: Array.from({ length: 26 }, () => row),
      rowsAChunk: 5,
    };
    workspace.addQuery('SELECT large', { run: () => set });
    expect((await ended('SELECT large')).status).toMatchObject({
      state: 'FAILED',
      error: { message: expect.stringContaining('Inline byte limit exceeded') },
    });
    expect((await ended('SELECT large', LINKS)).status.state).toBe('SUCCEEDED');
    expect((await ended('SELECT large', { row_limit: 25 })).status.state).toBe('SUCCEEDED');
  });

  test('is gone after an hour, and the statement after half a day', async () => {
    const { ended, read, seconds, fetchLink } = warehouse();
    const { statement_id } = await ended('SELECT 1', LINKS);
    await seconds(3500);
    const link = (await read(statement_id)).body.result.external_links[0].external_link;
    await seconds(120);
    const late = (await read(statement_id)).body;
    expect(late).toEqual({ statement_id, status: { state: 'CLOSED' } });
    expect((await read(statement_id, '/result/chunks/0')).status).toBe(404);
    expect((await fetchLink(link)).status).toBe(404);
    await seconds(12 * 3600);
    const { status, body } = await read(statement_id);
    expect([status, body.error_code]).toEqual([404, 'NOT_FOUND']);
  });
});

describe('an external link', () => {
  const linked = async (more: object = {}) => {
    const world = warehouse();
    const { statement_id, manifest, result } = await world.ended('SELECT 1', { ...LINKS, ...more });
    return { ...world, statement_id, manifest, link: result.external_links[0] };
  };

  test('leads to the chunk, and to no API', async () => {
    const { link, fetchLink, manifest } = await linked();
    expect(link.external_link).toMatch(/^https?:\/\/[^/]+\/simulated-storage\/results\/[^?]+\?se=\d+&sig=/);
    expect(JSON.parse(String((await fetchLink(link.external_link)).body))).toEqual([['1']]);
    expect([manifest.total_byte_count, link.byte_count]).toEqual([1, 1]);
  });

  test('may lead to CSV', async () => {
    const { link, fetchLink } = await linked({ format: 'CSV' });
    expect((await fetchLink(link.external_link)).body).toBe('1\n1\n');
  });

  test('is refused with a token, with another signature, and for another chunk', async () => {
    const { link, fetchLink } = await linked();
    const { external_link: good } = link;
    expect((await fetchLink(good, { authorization: 'Bearer x' })).status).toBe(400);
    expect((await fetchLink(`${good}x`)).status).toBe(403);
    expect((await fetchLink(good.replace('/0?', '/1?'))).status).toBe(403);
    expect((await fetchLink(good.replace(/se=\d/, 'se=9'))).status).toBe(403);
  });

  test('lives for 15 minutes; another one is to be had by asking for the chunk anew', async () => {
    const { link, statement_id, read, seconds, fetchLink, clock } = await linked();
    expect(Date.parse(link.expiration)).toBe(clock.now() + 900_000);
    await seconds(899);
    expect((await fetchLink(link.external_link)).status).toBe(200);
    await seconds(1);
    expect((await fetchLink(link.external_link)).status).toBe(403);
    const [fresh] = (await read(statement_id, '/result/chunks/0')).body.external_links;
    expect((await fetchLink(fresh.external_link)).status).toBe(200);
  });
});

describe('refused', () => {
  const users = [
    { name: 'one', tokens: ['dapi-one'] },
    { name: 'other', tokens: ['dapi-other'] },
  ];

  test.each([
    ['a warehouse id that is none', { warehouse_id: 'mine' }, 400, 'is not a valid endpoint id'],
    ['a warehouse that is not there', { warehouse_id: '0000000000000000' }, 404, 'does not exist'],
    ['Arrow', { ...LINKS, format: 'ARROW_STREAM' }, 400, 'ARROW_STREAM is not simulated'],
    ['CSV inline', { format: 'CSV' }, 400, 'only supports the JSON_ARRAY format'],
    ['a disposition that is none', { disposition: 'HYBRID' }, 400, 'must be one of INLINE, EXTERNAL_LINKS'],
    ['a parameter that is no text', { parameters: [{ name: 'a', value: 1 }] }, 400, 'must be a string'],
    ['parameters that are no list', { parameters: { a: '1' } }, 400, 'must be a list'],
    ['an empty statement', { statement: ' ' }, 400, 'must not be empty'],
  ])('is %s', async (_, more, expected, message) => {
    const { status, body } = await warehouse().send('SELECT 1', more);
    expect([status, body.message]).toEqual([expected, expect.stringContaining(message)]);
  });

  test('is who may not use the warehouse, and who asks for the statement of somebody else', async () => {
    const { send, read } = warehouse({ users, warehouses: [{ id: DEMO_WAREHOUSE, users: ['one'] }] });
    expect((await send('SELECT 1', {}, 'dapi-other')).status).toBe(403);
    const { status, body } = await send('SELECT 1', {}, 'dapi-one');
    expect(status).toBe(200);
    expect((await read(body.statement_id, '', 'dapi-other')).status).toBe(403);
    expect((await read(body.statement_id, '', 'dapi-one')).status).toBe(200);
  });

  test('is what is not there, and a chunk of what goes on', async () => {
    const { read, start } = warehouse();
    expect((await read('00000000-0000-0000-0000-000000000000')).status).toBe(404);
    const { statement_id } = await start('SELECT * FROM demo.slow');
    expect((await read(statement_id, '/result/chunks/0')).body.error_code).toBe('INVALID_STATE');
  });

  test('is another version of the API', async () => {
    const { send } = workspaceWith();
    expect((await send('POST', '/api/2.2/sql/statements', {})).status).toBe(404);
  });
});

test('ids are the same for the same seed, and others for another', async () => {
  const idOf = async (seed: number) => (await warehouse({ seed }).start('SELECT 1')).statement_id;
  expect(await idOf(7)).toBe(await idOf(7));
  expect(await idOf(7)).not.toBe(await idOf(8));
});

test('a mistake in a simulated statement is none of the statement', async () => {
  const { ended, workspace } = warehouse();
  const fail = (error: Error) => ({
    run: () => {
      throw error;
    },
  });
  workspace.addQuery('SELECT refused', fail(new QueryError('no', undefined, 'RESOURCE_EXHAUSTED')));
  expect((await ended('SELECT refused')).status).toEqual({
    state: 'FAILED',
    error: { error_code: 'RESOURCE_EXHAUSTED', message: 'no' },
  });
  workspace.addQuery('SELECT broken', fail(new TypeError('a bug')));
  await expect(ended('SELECT broken')).rejects.toThrow('a bug');
});
