import { type Query, QueryError, type ResultColumn } from '../simulation/statements/query';
import { arbitraryNumber } from './arbitrary-number';

const HOUR_MS = 3_600_000;

const SALES_COLUMNS: readonly ResultColumn[] = [
  { name: 'date', type: 'DATE' },
  { name: 'region', type: 'STRING' },
  { name: 'units', type: 'INT' },
  { name: 'revenue', type: 'DECIMAL(10,2)' },
];

/** One row for each of five days. */
function sales(region: string): (string | null)[][] {
  return Array.from({ length: 5 }, (_, day) => {
    const units = 20 + arbitraryNumber(180, region, String(day));
    return [`2026-01-0${day + 1}`, region, String(units), (units * 3.45).toFixed(2)];
  });
}

const EVERY_TYPE: readonly (readonly [name: string, type: string, value: string])[] = [
  ['int', 'INT', '42'],
  ['long', 'BIGINT', '9223372036854775807'],
  ['double', 'DOUBLE', '1.0E10'],
  ['decimal', 'DECIMAL(10,2)', '12345678.90'],
  ['precise', 'DECIMAL(38,18)', '12345678901234567890.123456789012345678'],
  ['string', 'STRING', 'naïve, "quoted"'],
  ['boolean', 'BOOLEAN', 'true'],
  ['date', 'DATE', '2026-01-31'],
  ['timestamp', 'TIMESTAMP', '2026-01-31T08:30:00.000Z'],
  ['array', 'ARRAY<INT>', '[1,2,null]'],
  ['struct', 'STRUCT<a: INT, b: STRING>', '{"a":1,"b":"x"}'],
];

const numbers = (count: number, rowsAChunk: number): Query => ({
  run: () => ({
    columns: [
      { name: 'n', type: 'BIGINT' },
      { name: 'text', type: 'STRING' },
    ],
    rows: Array.from({ length: count }, (_, n) => [String(n), `row ${n} · é`]),
    rowsAChunk,
  }),
});

/** What a warehouse of a new workspace can answer, by the text of the statement. */
export const KNOWN_STATEMENTS: Readonly<Record<string, Query>> = {
  'SELECT 1': { run: () => ({ columns: [{ name: '1', type: 'INT' }], rows: [['1']] }) },
  'SELECT * FROM demo.sales WHERE region = :region': {
    run: ({ parameters }) => ({ columns: SALES_COLUMNS, rows: sales(parameters.region ?? 'NORTE') }),
  },
  'SELECT * FROM demo.every_type': {
    run: () => ({
      columns: EVERY_TYPE.map(([name, type]) => ({ name, type })),
      rows: [EVERY_TYPE.map(([, , value]) => value), EVERY_TYPE.map(() => null)],
    }),
  },
  'SELECT * FROM demo.empty': { run: () => ({ columns: SALES_COLUMNS, rows: [] }) },
  'SELECT * FROM demo.numbers': numbers(25_000, 10_000),
  'SELECT * FROM demo.slow': {
    pace: { pendingMs: HOUR_MS / 60, runningMs: HOUR_MS },
    run: () => ({ columns: [{ name: 'answer', type: 'STRING' }], rows: [['at last']] }),
  },
  'CREATE TABLE IF NOT EXISTS demo.copy (id BIGINT)': { run: () => undefined },
  'SELEC 1': {
    run: () => {
      const message = "[PARSE_SYNTAX_ERROR] Syntax error at or near 'SELEC'. SQLSTATE: 42601 (line 1, pos 0)";
      throw new QueryError(message, '42601');
    },
  },
};

/** The warehouse of a new workspace. */
export const DEMO_WAREHOUSE = '1234567890abcdef';
