import { DEMO_WAREHOUSE } from '../../local/workspace/scenarios/statements';
import type { QueryCall, ResultSet } from '../../local/workspace/simulation/statements/query';
import { type Body, runWorld, type WorldOptions } from '../support/run-world';
import { answerLost, onRoute } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const sql = (statement: string, more: Body = {}) => ({ sql: { warehouse_id: DEMO_WAREHOUSE, statement, ...more } });
const SALES = sql('SELECT * FROM demo.sales WHERE region = :region', {
  parameters: [{ name: 'region', value: 'SUR' }],
});
const NUMBERS = sql('SELECT * FROM demo.numbers');

const world = (options: Partial<WorldOptions> = {}) => runWorld({ clock, scenarios: [], ...options });

async function endedStatement(body: Body, options: Partial<WorldOptions> = {}, result?: ResultSet) {
  const whole = world(options);
  if (result) whole.workspace.addQuery(body.sql.statement, { run: () => result });
  const id = await whole.start(body);
  const run = await whole.ended(id);
  const output = (query = '', headers?: Record<string, string>) => whole.get(`runs/${id}/output${query}`, headers);
  return { world: whole, id, run, output };
}

const atStorage = ({ path }: { path: string }) => path.startsWith('/simulated-storage/');

describe('a statement', () => {
  test('is run to its end, and its rows are in the answer', async () => {
    const { run, world } = await endedStatement(SALES);
    expect(run).toMatchObject({
      outcome: 'succeeded',
      run: { state: 'SUCCESS', pageUrl: expect.stringContaining('/sql/history?queryId='), tasksTotal: 0 },
      output: expect.any(Array),
    });
    expect(run.output).toHaveLength(5);
    expect(run.output[0]).toEqual({
      date: '2026-01-01',
      region: 'SUR',
      units: expect.any(Number),
      revenue: expect.any(Number),
    });
    expect(world.requests.filter(atStorage)).toHaveLength(1);
  });

  test('shows nobody but the workspace its token, and follows no link twice', async () => {
    const { world } = await endedStatement(NUMBERS);
    const fetched = world.requests.filter(atStorage);
    expect(fetched).toHaveLength(3);
    for (const { headers } of fetched) expect(Object.keys(headers).join()).not.toMatch(/authorization|databricks/);
    const signatures = fetched.map(({ query }) => String(new URLSearchParams(query).get('sig')));
    const told = JSON.stringify([world.events, world.answered]);
    for (const signature of signatures) expect(told).not.toContain(signature);
  });

  test('that fails is a failure with what the warehouse says', async () => {
    const { run, output } = await endedStatement(sql('SELEC 1'));
    expect(run).toMatchObject({
      outcome: 'failed',
      failures: [{ taskKey: null, code: 'BAD_REQUEST', message: expect.stringContaining('PARSE_SYNTAX_ERROR') }],
    });
    expect(await output()).toMatchObject({ status: 424, body: { code: 'runFailed' } });
    expect(await output('?chunk=0')).toMatchObject({ status: 424, body: { code: 'runFailed' } });
    expect((await output('?task=sql&view=raw')).body).toMatchObject({
      status: { state: 'FAILED', sql_state: '42601' },
    });
  });

  test('that is refused at the start is rejected', async () => {
    const { run } = await endedStatement({ sql: { warehouse_id: '0000000000000000', statement: 'SELECT 1' } });
    expect(run).toMatchObject({
      outcome: 'rejected',
      code: 'warehouseNotFound',
      message: expect.stringMatching(/does not exist.* Can Use/),
    });
  });

  test.each([
    ['only reads is sent again', 'SELECT * FROM demo.empty', 2, { outcome: 'succeeded' }],
    [
      'may change something is not sent again',
      'CREATE TABLE IF NOT EXISTS demo.copy (id BIGINT)',
      1,
      { outcome: 'unknown', code: 'startUnconfirmed' },
    ],
  ])('whose start gets no answer, and that %s', async (_, statement, times, end) => {
    const { run, world } = await endedStatement(sql(statement), { intercept: onRoute('sql/statements', answerLost) });
    expect(run).toMatchObject(end);
    expect(world.requests.filter(({ path }) => path.endsWith('/sql/statements'))).toHaveLength(times);
  });

  test('runs with the catalog, the schema and the parameters of its start', async () => {
    const whole = world();
    const calls: QueryCall[] = [];
    whole.workspace.addQuery('SELECT :region', { run: (call) => void calls.push(call) });
    const parameters = [{ name: 'region', value: 'SUR' }, { name: 'day' }];
    await whole.ended(await whole.start(sql('SELECT :region', { catalog: 'main', schema: 'sales', parameters })));
    expect(calls).toEqual([{ catalog: 'main', schema: 'sales', parameters: { region: 'SUR', day: null } }]);
  });

  test('is cancelled on request, and when its time is up', async () => {
    const whole = world();
    const cancels = () => whole.requests.filter(({ path }) => path.endsWith('/cancel')).map(({ path }) => path);
    const id = await whole.start(sql('SELECT * FROM demo.slow'));
    await whole.seconds(120);
    expect((await whole.post(`runs/${id}/cancel`)).status).toBe(202);
    const run = await whole.ended(id);
    expect(run.outcome).toBe('canceled');
    expect(cancels()).toEqual([`/api/2.0/sql/statements/${run.run.id}/cancel`]);
    const late = await whole.start({ ...sql('SELECT * FROM demo.slow'), timeoutSeconds: 60 });
    expect(await whole.ended(late)).toMatchObject({ outcome: 'timedOut' });
    expect(cancels()).toHaveLength(2);
  });

  test('that takes an hour is kept alive', async () => {
    const whole = world();
    const id = await whole.start(sql('SELECT * FROM demo.slow'));
    await whole.seconds(3700);
    expect(await whole.ended(id)).toMatchObject({ outcome: 'succeeded', output: [{ answer: 'at last' }] });
  });
});

describe('its output', () => {
  const EVERY_TYPE = sql('SELECT * FROM demo.every_type');

  test('has values of the types of its columns', async () => {
    const { output } = await endedStatement(EVERY_TYPE);
    const { status, headers, body } = await output();
    expect([status, headers['content-type'], headers['x-output-chunks']]).toEqual([200, 'application/json', '1']);
    expect(body[0]).toEqual({
      int: 42,
      long: '9223372036854775807',
      double: 1e10,
      decimal: 12345678.9,
      precise: '12345678901234567890.123456789012345678',
      string: 'naïve, "quoted"',
      boolean: true,
      date: '2026-01-31',
      timestamp: '2026-01-31T08:30:00.000Z',
      array: '[1,2,null]',
      struct: '{"a":1,"b":"x"}',
    });
    expect(new Set(Object.values(body[1]))).toEqual(new Set([null]));
  });

  test('is CSV or NDJSON where that is asked for', async () => {
    const { output } = await endedStatement(SALES);
    const csv = await output('', { accept: 'text/csv' });
    expect([csv.status, csv.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(csv.text).toMatch(/^date,region,units,revenue\r\n2026-01-01,SUR,\d+,[\d.]+\r\n/);
    const lines = (await output('?format=ndjson')).text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual((await output()).body);
  });

  test('has all chunks at once, or one of them', async () => {
    const { run, output } = await endedStatement(NUMBERS);
    expect(run).not.toHaveProperty('output');
    expect(run).toMatchObject({ outputPath: expect.any(String), outputBytes: expect.any(Number) });
    const { headers, body } = await output();
    expect([body.length, headers['x-output-chunks']]).toEqual([25_000, '3']);
    const last = await output('?chunk=2');
    expect(last.body).toEqual(body.slice(20_000));
    expect((await output('?chunk=1&format=csv')).text).toMatch(/^n,text\r\n10000,row 10000 · é\r\n/);
    expect(await output('?chunk=3')).toMatchObject({ status: 404, body: { code: 'chunkUnknown', chunks: 3 } });
    for (const chunk of ['-1', 'x', '1.5', ''])
      expect(await output(`?chunk=${chunk}`)).toMatchObject({ status: 400, body: { code: 'queryInvalid' } });
  });

  test('is kept for longer than the hour for which Databricks keeps it', async () => {
    const { world, output } = await endedStatement(NUMBERS);
    const before = await output();
    const asked = world.requests.length;
    await world.seconds(24 * 3600);
    expect([(await output()).body, (await output('?chunk=2')).status]).toEqual([before.body, 200]);
    expect(world.requests).toHaveLength(asked);
  });

  test('as Databricks gave it has the manifest, and every value as text', async () => {
    const { output } = await endedStatement(NUMBERS);
    const { status, body, text } = await output('?view=raw&chunk=2');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      statement_id: expect.any(String),
      status: { state: 'SUCCEEDED' },
      manifest: { total_chunk_count: 3, schema: { columns: [{ name: 'n', type_name: 'LONG' }, { name: 'text' }] } },
      result: { chunk_index: 2 },
    });
    expect(body.result.data_array[0]).toEqual(['20000', 'row 20000 · é']);
    expect(text).not.toContain('external_link');
    expect((await output('?view=raw')).body.result.data_array).toHaveLength(25_000);
  });

  test('may be empty, with its columns', async () => {
    const { run, output } = await endedStatement(sql('SELECT * FROM demo.empty'));
    expect(run.output).toEqual([]);
    expect((await output()).body).toEqual([]);
    expect((await output('?format=csv')).text).toBe('date,region,units,revenue\r\n');
    expect(await output('?chunk=0')).toMatchObject({ status: 404, body: { chunks: 0 } });
  });

  test('is none of a statement without a result set', async () => {
    const { run, output } = await endedStatement(sql('CREATE TABLE IF NOT EXISTS demo.copy (id BIGINT)'));
    expect(run).toMatchObject({ outcome: 'succeeded' });
    expect((await output()).status).toBe(204);
    expect((await output('?view=raw')).body.manifest.schema).toEqual({ column_count: 0 });
    expect((await output('?chunk=0')).status).toBe(400);
  });

  test('that a limit has cut says so', async () => {
    const { run, output } = await endedStatement(sql(NUMBERS.sql.statement, { row_limit: 3 }));
    expect(run).toMatchObject({ outputTruncated: true, output: [{ n: 0 }, { n: 1 }, { n: 2 }] });
    for (const format of ['json', 'csv', 'ndjson'])
      expect((await output(`?format=${format}`)).headers['x-output-truncated']).toBe('true');
  });

  test('comes without the storage where the statement has limited itself', async () => {
    const { run, world } = await endedStatement(sql(SALES.sql.statement, { ...SALES.sql, byte_limit: 1_000_000 }));
    expect(run.output).toHaveLength(5);
    expect(world.requests.filter(atStorage)).toEqual([]);
  });

  test('of which the storage does not let us have a chunk is told as such', async () => {
    let fetched = 0;
    const { run, output } = await endedStatement(NUMBERS, {
      intercept: (request, pass) =>
        atStorage(request) && ++fetched > 1 ? Promise.resolve({ status: 403, headers: {}, body: '' }) : pass(),
    });
    expect(run).toMatchObject({ outcome: 'succeeded', outputProblem: expect.stringContaining('firewall') });
    expect(await output()).toMatchObject({ status: 424, body: { code: 'outputUnavailable' } });
    expect(await output('?task=sql&format=csv')).toMatchObject({ status: 424, body: { code: 'outputUnavailable' } });
    const { status, headers, body } = await output('?chunk=0');
    expect([status, headers['x-output-truncated'], body.length]).toEqual([200, 'true', 10_000]);
  });

  test('is given chunk by chunk where it is too large for one answer', async () => {
    const row = ['x'.repeat(1000)];
    const rows = Array.from({ length: 20_000 }, () => row);
    const result: ResultSet = { columns: [{ name: 'x', type: 'STRING' }], rows, rowsAChunk: 10_000 };
    const { output } = await endedStatement(sql('SELECT large'), {}, result);
    expect(await output('?format=csv')).toMatchObject({ status: 400, body: { code: 'chunkNeeded', chunks: 2 } });
    expect((await output('?format=csv&chunk=1')).status).toBe(200);
  });

  test('is kept up to a limit, and then its first chunks', async () => {
    const row = ['x'.repeat(10_000_000)];
    const rows = Array.from({ length: 12 }, () => row);
    const result: ResultSet = { columns: [{ name: 'x', type: 'STRING' }], rows, rowsAChunk: 1 };
    const { world, run, output } = await endedStatement(sql('SELECT larger'), {}, result);
    expect(run).toMatchObject({ outcome: 'succeeded', outputTruncated: true, outputBytes: 100_000_060 });
    expect(run.outputProblem).toMatch(/^outputTooLarge: .* 100 MB .* the first 10 of its 12 chunks\. .*\?chunk=/);
    expect(world.requests.filter(atStorage)).toHaveLength(11);
    const whole = await output();
    expect([whole.status, whole.body.code]).toEqual([424, 'outputUnavailable']);
    expect(whole.body.detail).toContain('the first 10 of its 12 chunks');
    const { status, headers, text } = await output('?chunk=9&format=csv');
    expect([status, headers['x-output-truncated'], text.length]).toEqual([200, 'true', 10_000_005]);
    expect(await output('?chunk=10')).toMatchObject({ status: 404, body: { code: 'chunkUnknown' } });
  });

  test('is in place of no other option: the chunk is kept in the address that leads to it', async () => {
    const whole = world();
    const id = await whole.start(NUMBERS);
    const { status, headers } = await whole.get(`runs/${id}/output?chunk=2&format=csv`);
    expect(status).toBe(202);
    expect(headers.location).toMatch(/\?chunk=2&format=csv$/);
    await whole.ended(id);
    const late = await whole.get(String(headers.location).replace('https://runner.example/api/', ''));
    expect([late.status, late.text.slice(0, 20)]).toEqual([200, 'n,text\r\n20000,row 20']);
  });
});

test('a chunk is asked for of nothing but a statement', async () => {
  const whole = runWorld({ clock });
  const id = await whole.start({ job: 101 });
  await whole.ended(id);
  expect(await whole.get(`runs/${id}/output?chunk=0`)).toMatchObject({ status: 400, body: { code: 'queryInvalid' } });
});
