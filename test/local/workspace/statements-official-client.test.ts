import { WorkspaceClient } from '@databricks/sdk-experimental';
import { DEMO_WAREHOUSE } from '../../../local/workspace/scenarios/statements';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../../local/workspace/simulated-workspace';

const warehouse_id = DEMO_WAREHOUSE;

let workspace: SimulatedWorkspace;
let sql: WorkspaceClient['statementExecution'];

beforeAll(async () => {
  workspace = await startSimulatedWorkspace({ port: 0, speed: 1, seed: 1, log: () => {} });
  const { url: host, token } = workspace;
  sql = new WorkspaceClient({ host, token, authType: 'pat' }, { product: 'test', productVersion: '0.0.0' })
    .statementExecution;
});

afterAll(() => workspace.stop());

test('a statement is run and waited for, with its parameters', async () => {
  const { status, manifest, result } = await sql.executeStatement({
    warehouse_id,
    statement: 'SELECT * FROM demo.sales WHERE region = :region',
    parameters: [{ name: 'region', value: 'NORTE', type: 'STRING' }],
  });
  expect(status?.state).toBe('SUCCEEDED');
  expect(manifest?.schema?.columns?.map(({ type_name }) => type_name)).toEqual(['DATE', 'STRING', 'INT', 'DECIMAL']);
  expect(result?.data_array).toHaveLength(5);
});

test('a slow one is asked for until it is cancelled', async () => {
  const statement = 'SELECT * FROM demo.slow';
  const { statement_id = '' } = await sql.executeStatement({ warehouse_id, statement, wait_timeout: '0s' });
  expect((await sql.getStatement({ statement_id })).status?.state).toBe('PENDING');
  await sql.cancelExecution({ statement_id });
  expect((await sql.getStatement({ statement_id })).status?.state).toBe('CANCELED');
});

test('a large result is fetched chunk after chunk, by links that take no token', async () => {
  const { statement_id = '', manifest } = await sql.executeStatement({
    warehouse_id,
    statement: 'SELECT * FROM demo.numbers',
    disposition: 'EXTERNAL_LINKS',
  });
  const rows: string[][] = [];
  for (let chunk_index = 0; chunk_index < Number(manifest?.total_chunk_count); chunk_index++) {
    const { external_links } = await sql.getStatementResultChunkN({ statement_id, chunk_index });
    const link = String(external_links?.[0]?.external_link);
    expect((await fetch(link, { headers: { authorization: `Bearer ${workspace.token}` } })).status).toBe(400);
    rows.push(...((await (await fetch(link)).json()) as string[][]));
  }
  expect(rows).toHaveLength(25_000);
  expect(rows.at(-1)).toEqual(['24999', 'row 24999 · é']);
});

test('errors are read: of a statement from its status, of a request from its answer', async () => {
  const { status } = await sql.executeStatement({ warehouse_id, statement: 'SELEC 1' });
  expect(status).toMatchObject({ state: 'FAILED', error: { error_code: 'BAD_REQUEST' } });
  await expect(sql.executeStatement({ warehouse_id: 'x', statement: 'SELECT 1' })).rejects.toMatchObject({
    errorCode: 'INVALID_PARAMETER_VALUE',
    statusCode: 400,
  });
  await expect(sql.getStatement({ statement_id: 'none' })).rejects.toMatchObject({ statusCode: 404 });
});

test('the log of requests does not keep the signature of a link', async () => {
  const [asked] = workspace.requests.find({ route: 'GET /simulated-storage/results/*/*' });
  expect(asked?.query.sig).toMatch(/^sha256:/);
});
