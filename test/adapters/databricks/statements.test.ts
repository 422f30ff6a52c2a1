import type { HttpHandler, HttpResponse } from '../../../local/http';
import { DEMO_WAREHOUSE } from '../../../local/workspace/scenarios/statements';
import { startSimulatedWorkspace } from '../../../local/workspace/simulated-workspace';
import { createDatabricks } from '../../../src/adapters/databricks/databricks';
import { hasEnded, outcomeOf } from '../../../src/domain/outcome';
import { phaseOf } from '../../../src/domain/phase';
import { clientAnswered, clientOf, json, problemIn, valueIn, workspaceClient } from './client';

const body = (statement: string, more: object = {}) => ({ warehouse_id: DEMO_WAREHOUSE, statement, ...more });

/** A client, and what stands between it and the storage of results. */
function warehouse(storage?: (pass: () => ReturnType<HttpHandler>) => ReturnType<HttpHandler>) {
  const { workspace, clock } = workspaceClient();
  const { databricks, requests } = clientOf((request) => {
    const pass = () => workspace.handle(request);
    return storage && request.path.startsWith('/simulated-storage') ? storage(pass) : pass();
  });
  const { statements } = databricks;
  const ended = async (statement: string, more?: object) => {
    const { statementId } = valueIn(await statements.execute(body(statement, more)));
    await clock.advance(10_000);
    return { statementId, ...valueIn(await statements.read(statementId)) };
  };
  return { workspace, clock, statements, requests, ended };
}

describe('the start', () => {
  test('says how the result is to come, and waits for nothing', async () => {
    const { statements, requests } = warehouse();
    const more = { catalog: 'main', parameters: [{ name: 'region', value: 'SUR', type: 'STRING' }], row_limit: 5 };
    valueIn(await statements.execute(body('SELECT * FROM demo.sales WHERE region = :region', more)));
    const [{ method, path, body: sent } = { method: '', path: '', body: '' }] = requests;
    expect([method, path]).toEqual(['POST', '/api/2.0/sql/statements']);
    expect(JSON.parse(String(sent))).toEqual({
      ...body('SELECT * FROM demo.sales WHERE region = :region', more),
      wait_timeout: '0s',
      on_wait_timeout: 'CONTINUE',
      disposition: 'EXTERNAL_LINKS',
      format: 'JSON_ARRAY',
    });
  });

  test.each([
    [1, 'INLINE'],
    [8_388_608, 'INLINE'],
    [8_388_609, 'EXTERNAL_LINKS'],
  ])('with a limit of %s bytes the result is to come by %s', async (byte_limit, disposition) => {
    const { statements, requests } = warehouse();
    valueIn(await statements.execute(body('SELECT 1', { byte_limit })));
    expect(JSON.parse(String(requests[0]?.body))).toMatchObject({ byte_limit, disposition });
  });

  test('that is refused says why', async () => {
    const { statements } = warehouse();
    const refused = await statements.execute({ ...body('SELECT 1'), warehouse_id: 'no warehouse' });
    expect(problemIn(refused)).toMatchObject({ kind: 'refused', code: 'INVALID_PARAMETER_VALUE' });
    expect(problemIn(refused).message).toMatch(/is not a valid endpoint id/);
    const missing = await statements.execute({ ...body('SELECT 1'), warehouse_id: '0000000000000000' });
    expect(problemIn(missing).kind).toBe('notFound');
  });
});

describe('a statement is read as a run', () => {
  test('from its first moment to its end', async () => {
    const { statements, clock } = warehouse();
    const { statementId } = valueIn(await statements.execute(body('SELECT 1')));
    const phases: string[] = [];
    for (const ms of [0, 600, 1000]) {
      await clock.advance(ms);
      phases.push(phaseOf(valueIn(await statements.read(statementId)).run.state));
    }
    expect(phases).toEqual(['pending', 'running', 'ended']);
    const { run } = valueIn(await statements.read(statementId));
    expect(run).toEqual({
      id: statementId,
      jobId: undefined,
      name: '',
      pageUrl: `https://adb-1.2.azuredatabricks.net/sql/history?queryId=${statementId}`,
      state: { lifeCycle: 'TERMINATED', result: 'SUCCESS', message: '' },
      tasks: [],
    });
    expect(outcomeOf(run.state)).toBe('succeeded');
  });

  test('that has failed, with what the warehouse says', async () => {
    const { run, raw } = await warehouse().ended('SELEC 1');
    expect([hasEnded(run.state), outcomeOf(run.state)]).toEqual([true, 'failed']);
    expect(run.state).toMatchObject({ terminationCode: 'BAD_REQUEST', message: expect.stringContaining('SELEC') });
    expect(raw).toMatchObject({ status: { state: 'FAILED', sql_state: '42601' } });
  });

  test('that was cancelled', async () => {
    const { statements } = warehouse();
    const { statementId } = valueIn(await statements.execute(body('SELECT * FROM demo.slow')));
    expect(await statements.cancel(statementId)).toEqual({ ok: true, value: undefined });
    expect(outcomeOf(valueIn(await statements.read(statementId)).run.state)).toBe('canceled');
  });

  test('whose result is gone, as one that has succeeded', async () => {
    const { ended, clock, statements } = warehouse();
    const { statementId } = await ended('SELECT 1');
    await clock.advance(3_600_000);
    const { run, raw } = valueIn(await statements.read(statementId));
    expect([outcomeOf(run.state), raw]).toEqual([
      'succeeded',
      { statement_id: statementId, status: { state: 'CLOSED' } },
    ]);
  });

  test('in a state that nobody knows, as one that goes on', async () => {
    const { databricks } = clientAnswered(json({ statement_id: 'a', status: { state: 'THINKING' } }));
    const { run } = valueIn(await databricks.statements.read('a'));
    expect([hasEnded(run.state), phaseOf(run.state)]).toEqual([false, 'running']);
  });

  test('without its rows, and without the links to them', async () => {
    const { raw } = await warehouse().ended('SELECT 1');
    expect(raw).toMatchObject({ manifest: { total_chunk_count: 1, total_row_count: 1, truncated: false } });
    expect(JSON.stringify(raw)).not.toMatch(/link|http|sig/);
    const inline = await warehouse().ended('SELECT 1', { byte_limit: 1000 });
    expect(JSON.stringify(inline.raw)).not.toContain('data_array');
  });

  test('and not for another one', async () => {
    const { databricks } = clientAnswered(json({ statement_id: 'other', status: { state: 'RUNNING' } }));
    expect(problemIn(await databricks.statements.read('one'))).toMatchObject({
      kind: 'unavailable',
      code: 'UNREADABLE_ANSWER',
    });
  });

  test('by no path that an id could make', async () => {
    const { databricks, requests } = clientAnswered(json({ statement_id: '../jobs' }));
    expect(problemIn(await databricks.statements.execute({})).code).toBe('UNREADABLE_ANSWER');
    await databricks.statements.read('../jobs');
    expect(requests[1]?.path).toBe('/api/2.0/sql/statements/..%2Fjobs');
  });
});

test('a cancel may be answered with nothing at all', async () => {
  const { databricks } = clientAnswered({ status: 200 });
  expect(await databricks.statements.cancel('a')).toEqual({ ok: true, value: undefined });
});

describe('a chunk', () => {
  test('is fetched by its link, without the token and without anything else of ours', async () => {
    const { ended, statements, requests } = warehouse();
    const { statementId } = await ended('SELECT * FROM demo.numbers');
    const rows = valueIn(await statements.chunk(statementId, 2));
    expect([rows.length, rows.at(-1)]).toEqual([5000, ['24999', 'row 24999 · é']]);
    const fetched = requests.at(-1);
    expect(fetched?.path).toMatch(/^\/simulated-storage\//);
    expect(Object.keys(fetched?.headers ?? {}).sort()).toEqual(['accept', 'host']);
    expect(requests.at(-2)?.headers).toHaveProperty('authorization');
  });

  test('comes inline where the statement has limited itself', async () => {
    const { ended, statements, requests } = warehouse();
    const { statementId } = await ended('SELECT * FROM demo.numbers', { byte_limit: 100 });
    expect(valueIn(await statements.chunk(statementId, 0))[0]).toEqual(['0', 'row 0 · é']);
    expect(requests.some(({ path }) => path.startsWith('/simulated-storage'))).toBe(false);
  });

  test('whose link has grown old is asked for anew', async () => {
    let misses = 1;
    const { ended, statements, clock, requests } = warehouse(async (pass) => {
      if (misses-- > 0) await clock.advance(901_000);
      return pass();
    });
    const { statementId } = await ended('SELECT 1');
    expect(valueIn(await statements.chunk(statementId, 0))).toEqual([['1']]);
    expect(requests.filter(({ path }) => path.endsWith('/result/chunks/0'))).toHaveLength(2);
  });

  test('that the storage does not give to anybody here is told with advice, and without its link', async () => {
    const headers = { 'x-ms-error-code': 'AuthorizationFailure' };
    const { ended, statements, requests } = warehouse(async () => ({ status: 403, headers, body: '?sig=SECRET' }));
    const { statementId } = await ended('SELECT 1');
    const problem = problemIn(await statements.chunk(statementId, 0));
    expect(problem).toMatchObject({ kind: 'forbidden', code: 'AuthorizationFailure' });
    expect(problem.message).toMatch(/firewall.*byte_limit to 8388608 bytes/);
    expect(JSON.stringify(problem)).not.toMatch(/sig|simulated-storage|SECRET/);
    expect(requests.filter(({ path }) => path.startsWith('/simulated-storage'))).toHaveLength(2);
  });

  test.each<[number, string]>([
    [404, 'notFound'],
    [410, 'notFound'],
    [429, 'unavailable'],
    [500, 'unavailable'],
    [503, 'unavailable'],
    [400, 'refused'],
    [302, 'refused'],
  ])('answered with %i by the storage is %s', async (status, kind) => {
    const { ended, statements, requests } = warehouse(async () => ({ status, headers: { location: 'https://x/' } }));
    const { statementId } = await ended('SELECT 1');
    const before = requests.length;
    expect(problemIn(await statements.chunk(statementId, 0))).toMatchObject({ kind, code: `HTTP_${status}` });
    expect(requests.length - before).toBe(2); // nothing is followed
  });

  test.each<[string, HttpResponse]>([
    ['no JSON', { status: 200, body: '<html>' }],
    ['no list', { status: 200, body: '{"a":1}' }],
    ['a list of something else', { status: 200, body: '[["1"],2]' }],
  ])('that is %s can not be read', async (_, answer) => {
    const { ended, statements } = warehouse(async () => answer);
    const { statementId } = await ended('SELECT 1');
    expect(problemIn(await statements.chunk(statementId, 0)).code).toBe('UNREADABLE_ANSWER');
  });

  test('is asked for by its number, also among other links, and with the headers that it needs', async () => {
    const link = (chunk_index: number) => ({
      external_link: `https://storage.example/${chunk_index}`,
      chunk_index,
      http_headers: { 'x-key': 'k' },
    });
    const { databricks, requests } = clientAnswered(
      json({ external_links: [link(3), link(4)] }),
      json([['a', null, 1, { b: 2 }]]),
    );
    // What is documented to be text is kept even if it is not.
    expect(valueIn(await databricks.statements.chunk('a', 4))).toEqual([['a', null, '1', '{"b":2}']]);
    expect(requests[1]?.headers).toMatchObject({ host: 'storage.example', 'x-key': 'k' });
    expect(requests[1]?.path).toBe('/4');
    const other = clientAnswered(json({ external_links: [link(3)] }));
    expect(problemIn(await other.databricks.statements.chunk('a', 4)).code).toBe('UNREADABLE_ANSWER');
  });

  test.each(['http://storage.example/1?sig=s', 'http://127.0.0.1:1/x', 'ftp://storage.example/', 'nonsense'])(
    'is not fetched from %s',
    async (external_link) => {
      const { databricks, requests } = clientAnswered(json({ external_links: [{ external_link }] }));
      const problem = problemIn(await databricks.statements.chunk('a', 0));
      expect(problem).toMatchObject({ kind: 'refused', code: 'LINK_NOT_SAFE' });
      expect(problem.message).not.toContain(external_link);
      expect(requests).toHaveLength(1);
    },
  );
});

test('over sockets, a workspace on this machine gives links to itself', async () => {
  const workspace = await startSimulatedWorkspace({ port: 0, speed: 0, seed: 1, log: () => {} });
  try {
    const { statements } = createDatabricks({
      host: workspace.url,
      token: async () => ({ ok: true, value: workspace.token }),
      now: Date.now,
      version: '1.2.3',
    });
    const { statementId } = valueIn(await statements.execute(body('SELECT * FROM demo.numbers')));
    await workspace.clock.advance(60_000);
    expect(valueIn(await statements.chunk(statementId, 1))).toHaveLength(10_000);
    const [fetched] = workspace.requests.find({ route: 'GET /simulated-storage/**' });
    expect([fetched?.status, fetched?.credentials]).toEqual([200, []]);
    expect(fetched?.headers).not.toHaveProperty('user-agent');
  } finally {
    await workspace.stop();
  }
});
