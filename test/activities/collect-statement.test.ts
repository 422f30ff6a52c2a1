import { collectStatement } from '../../src/activities/collect/collect-statement';
import { collectOutput } from '../../src/activities/collect-output';
import type { Statements } from '../../src/adapters/databricks/statements';
import type { CollectInput } from '../../src/contract/runs/orchestration/activity-io';
import { RESULT_BLOB } from '../../src/contract/runs/run-result';
import type { Answer } from '../../src/domain/answer';
import type { RawManifest, RawStatement } from '../../src/domain/sql/raw-statement';
import { statementRun } from '../../src/domain/sql/statement-run';
import type { SqlRow } from '../../src/domain/table/sql-table';
import { bad, good, madeUpDatabricks } from '../support/made-up-databricks';
import { createMemoryStorage } from '../support/memory-storage';
import { oneWorkspace } from '../support/one-workspace';

const COLUMNS = [
  { name: 'n', type_name: 'LONG', type_text: 'BIGINT' },
  { name: 'text', type_name: 'STRING', type_text: 'STRING' },
];

interface Told {
  chunks?: readonly (readonly SqlRow[])[];
  manifest?: Partial<RawManifest> | undefined;
  status?: RawStatement['status'];
}

function manifestOf({ chunks = [], manifest }: Told): RawManifest {
  return {
    format: 'JSON_ARRAY',
    schema: { column_count: 2, columns: COLUMNS },
    total_chunk_count: chunks.length,
    total_row_count: chunks.flat().length,
    truncated: false,
    ...manifest,
  };
}

async function collect(
  told: Told,
  more: Partial<CollectInput & Statements> & { mostBytes?: number } = {},
  { runs, outputs } = createMemoryStorage(),
) {
  const facts = { id: 'run-1', nonce: 'n', submittedAt: '2026-01-01T00:00:00.000Z', timeoutSeconds: 1, job: '' };
  await runs.create(facts);
  await runs.update('run-1', { kind: 'sql', runId: 'st-1' });
  const { outcome = 'succeeded', runId = 'st-1', mostBytes, ...parts } = more;
  const { status = { state: 'SUCCEEDED' }, chunks = [] } = told;
  const isGone = 'manifest' in told && told.manifest === undefined;
  const raw: RawStatement = { statement_id: 'st-1', status, ...(!isGone && { manifest: manifestOf(told) }) };
  const asked: number[] = [];
  const statements = {
    read: async () => good({ run: statementRun(raw, 'https://page/'), raw }),
    chunk: async (_id: string, index: number): Promise<Answer<SqlRow[]>> => {
      asked.push(index);
      return good([...(chunks[index] ?? [])]);
    },
    ...parts,
  } as Statements;
  const events: unknown[] = [];
  const databricks = madeUpDatabricks({ statements });
  const input = { instanceId: 'run-1', runId, outcome };
  const row = { ...facts, kind: 'sql', runId } as const;
  const result =
    mostBytes === undefined
      ? await collectOutput(input, { workspaces: oneWorkspace(databricks), runs, outputs, log: (e) => events.push(e) })
      : await collectStatement({ input, row, databricks }, outputs, mostBytes);
  const blob = async (name: string) => JSON.parse((await outputs.read('run-1', name)) ?? 'null');
  return { result, asked, events, blob, stored: await blob(RESULT_BLOB), storage: { runs, outputs } };
}

const rows = (count: number, from = 0): SqlRow[] =>
  Array.from({ length: count }, (_, n) => [String(from + n), `row ${from + n}`]);

describe('rows', () => {
  test('that are few are objects in the result, with values of their types', async () => {
    const { result, stored, blob } = await collect({ chunks: [[['1', 'a']], [['2', null]]] });
    expect(result).toEqual({
      kind: 'collected',
      failures: [],
      failuresOmitted: 0,
      output: [
        { n: 1, text: 'a' },
        { n: 2, text: null },
      ],
      outputBytes: 40,
      outputTruncated: false,
      outputProblem: null,
    });
    expect(stored).toEqual({
      of: { runId: 'st-1' },
      failures: [],
      outputs: [
        {
          taskKey: 'sql',
          blob: 'statement-st-1.json',
          kind: 'table',
          bytes: 40,
          truncated: false,
          table: {
            columns: [
              { name: 'n', type: 'integer', nullable: false },
              { name: 'text', type: 'text', nullable: true },
            ],
            chunks: ['statement-st-1-chunk-0.json', 'statement-st-1-chunk-1.json'],
          },
        },
      ],
      answers: [{ taskKey: 'sql', blob: 'statement-st-1.json' }],
    });
    expect(await blob('statement-st-1-chunk-1.json')).toEqual([['2', null]]);
    expect(await blob('statement-st-1.json')).toMatchObject({ statement_id: 'st-1', manifest: { total_row_count: 2 } });
  });

  test('that are many stay in their blobs', async () => {
    const { result, stored } = await collect({ chunks: [rows(2000), rows(2000, 2000)] });
    expect(result).not.toHaveProperty('output');
    expect(result).toMatchObject({ outputBytes: stored.outputs[0].bytes, outputProblem: null });
    expect(stored.outputs[0].bytes).toBeGreaterThan(32 * 1024);
    expect(stored.outputs[0].table.chunks).toHaveLength(2);
  });

  test('that are small as they come and large as objects stay in their blobs, too', async () => {
    const columns = [{ name: 'a long name '.repeat(20), type_name: 'INT' }];
    const chunks = [Array.from({ length: 1000 }, () => ['1'])];
    const { result, stored } = await collect({ chunks, manifest: { schema: { columns } } });
    expect(result).not.toHaveProperty('output');
    expect(stored.outputs[0].bytes).toBeGreaterThan(200_000);
  });

  test('make a column text for all of them where one of them is too long for a number', async () => {
    const { result, stored } = await collect({ chunks: [[['1', 'a']], [['9223372036854775807', 'b']]] });
    expect(stored.outputs[0].table.columns[0]).toMatchObject({ name: 'n', type: 'text' });
    expect(result).toMatchObject({ output: [{ n: '1' }, { n: '9223372036854775807' }] });
  });

  test('may be none, which is an output', async () => {
    const { result, stored } = await collect({ chunks: [] });
    expect(result).toMatchObject({ output: [], outputBytes: 2 });
    expect(stored.outputs[0].table).toMatchObject({ columns: [{ name: 'n' }, { name: 'text' }], chunks: [] });
  });

  test('are not there after a statement without a result set, which leaves no output', async () => {
    for (const schema of [{ column_count: 0 }, undefined]) {
      const { result, stored } = await collect({ manifest: { schema } });
      expect(result).not.toHaveProperty('output');
      expect(result).toMatchObject({ outputBytes: 0, outputProblem: null });
      expect(stored).toMatchObject({ outputs: [], answers: [{ taskKey: 'sql' }] });
    }
  });

  test('that a limit of the statement has cut are an output that says so', async () => {
    const { result } = await collect({ chunks: [rows(2)], manifest: { truncated: true } });
    expect(result).toMatchObject({ output: [{ n: 0 }, { n: 1 }], outputTruncated: true, outputProblem: null });
  });
});

describe('not all of the rows', () => {
  test('are kept of a result that is too large, and that is told', async () => {
    const { result, stored, asked } = await collect({ chunks: [rows(10), rows(10), rows(10)] }, { mostBytes: 200 });
    expect(asked).toEqual([0, 1]);
    expect(result).not.toHaveProperty('output');
    expect(result).toMatchObject({
      outputTruncated: true,
      outputProblem: expect.stringMatching(/^outputTooLarge: .*first 1 of its 3 chunks.*\?chunk=/),
    });
    expect(stored.outputs[0]).toMatchObject({ truncated: true, table: { chunks: ['statement-st-1-chunk-0.json'] } });
  });

  test('are had where one chunk is closed to us', async () => {
    const chunk = async (_id: string, index: number) =>
      index === 0 ? good(rows(1)) : bad('forbidden', { message: 'The firewall.' });
    const { result, stored } = await collect({ chunks: [rows(1), rows(1)] }, { chunk });
    expect(result).toMatchObject({ outputTruncated: true, outputProblem: 'Chunk 1 of 2: The firewall.' });
    expect(result).not.toHaveProperty('output');
    expect(stored.outputs[0].table.chunks).toEqual(['statement-st-1-chunk-0.json']);
  });

  test('are noticed by their number', async () => {
    const { result } = await collect({ chunks: [rows(2)], manifest: { total_row_count: 3 } });
    expect(result).toMatchObject({ outputProblem: 'Databricks says that the result has 3 rows, and has given 2.' });
    expect((await collect({ chunks: [rows(2)], manifest: { total_row_count: undefined } })).result).toMatchObject({
      outputProblem: null,
    });
  });

  test('are had after an hour', async () => {
    const { result, stored } = await collect({ manifest: undefined, status: { state: 'CLOSED' } });
    expect(result).toMatchObject({ outputBytes: 0, outputProblem: expect.stringContaining('for an hour') });
    expect(stored.outputs).toEqual([]);
  });
});

describe('another try', () => {
  test('does not ask for the chunks that one before it has kept', async () => {
    const storage = createMemoryStorage();
    const told = { chunks: [rows(1), rows(1, 1), rows(1, 2)] };
    const chunk = async (_id: string, index: number) =>
      index < 2 ? good(rows(1, index)) : bad('unavailable', { retryAfterMs: 7 });
    const first = await collect(told, { chunk }, storage);
    expect(first.result).toEqual({ kind: 'unavailable', code: 'MADE_UP', message: 'made up', retryAfterMs: 7 });
    expect(first.events).toMatchObject([{ event: 'databricksProblem', during: 'collect' }]);
    expect(first.stored).toBeNull();
    const { result, asked } = await collect(told, {}, storage);
    expect(asked).toEqual([2]);
    expect(result).toMatchObject({ output: [{ n: 0 }, { n: 1 }, { n: 2 }] });
  });

  test.each(['unavailable', 'forbidden', 'notFound'] as const)('follows where the statement is %s', async (kind) => {
    const { result } = await collect({}, { read: async () => bad(kind) });
    expect(result).toMatchObject({ kind: 'unavailable' });
  });
});

describe('a statement that has not ended well', () => {
  test('is told with what the warehouse says, and asked for no rows', async () => {
    const error = { error_code: 'BAD_REQUEST', message: "[PARSE_SYNTAX_ERROR] Syntax error at 'SELEC'." };
    const { result, stored, asked } = await collect(
      { status: { state: 'FAILED', error }, manifest: undefined },
      { outcome: 'failed' },
    );
    expect(result).toMatchObject({
      failures: [{ taskKey: null, code: 'BAD_REQUEST', message: error.message, runPageUrl: 'https://page/' }],
      outputBytes: 0,
      outputProblem: null,
    });
    expect(stored.failures).toHaveLength(1);
    expect(asked).toEqual([]);
  });

  test('because its time was up says so', async () => {
    const { result } = await collect({ status: { state: 'CANCELED' } }, { outcome: 'timedOut' });
    expect(result).toMatchObject({ failures: [{ code: 'CANCELED', class: 'timeout' }] });
  });
});

test('what is not ours is not asked for', async () => {
  await expect(collect({}, { runId: 'other' })).rejects.toThrow('has not started that run');
});
