import fc from 'fast-check';
import { onlyReads } from '../../../src/domain/sql/only-reads';

describe('only reads', () => {
  test.each([
    'SELECT * FROM sales',
    'select 1;',
    '  (SELECT 1) UNION (SELECT 2) ; ',
    '-- of last week\nSELECT * FROM sales',
    '-- of last week\r\nSELECT * FROM sales',
    "-- don't\nSELECT 1",
    '/* of last week */ SELECT /*+ BROADCAST(s) */ * FROM sales s',
    'WITH late AS (SELECT 1 AS one) SELECT one FROM late',
    "SELECT 'delete; it''s -- /* `' AS text, replace(name, 'a', \"b\") FROM t",
    "SELECT r'\\d+' FROM t",
    'SELECT `last updated` FROM main.demo.sales WHERE update_time > :since',
    "SELECT * FROM read_files('/Volumes/main/demo/files')",
    'VALUES (1), (2)',
    'SHOW TABLES IN demo',
    'DESCRIBE HISTORY demo.sales',
    'EXPLAIN SELECT 1',
    'TABLE demo.sales',
    "LIST '/Volumes/main'",
  ])('%j does', (statement) => {
    expect(onlyReads(statement)).toBe(true);
  });

  test.each([
    'INSERT INTO t VALUES (1)',
    'DELETE FROM t',
    'WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a',
    'FROM a INSERT INTO t SELECT *',
    'SELECT 1; DROP TABLE t',
    'SELECT 1; SELECT 2',
    '/* a /* b */ SELECT 1 */ DELETE FROM t',
    '/* a /* b */ SELECT 1 */ OPTIMISE t',
    '-- a\rOPTIMISE t\nSELECT 1',
    '-- a\\\nSELECT 1\nOPTIMISE t',
    '-- a\\\r\nSELECT 1\nOPTIMISE t',
    "SELECT 'a\\' OR 1",
    "SELECT 'a\\', ' FROM t",
    "SELECT r'\\' FROM t",
    "SELECT /*+ BROADCAST('*/ SELECT') */ 1",
    "SELECT 'never ends",
    'SELECT 1 /* never ends',
    '',
    '; SELECT 1',
    "SELECT http_request(conn => 'x', method => 'POST', path => '/')",
    "SELECT `http_request` (conn => 'x')",
    "WITH x AS (SELECT 1) FROM x SELECT HTTP_REQUEST(conn => 'x')",
    "SELECT ai_query('endpoint', text) FROM t",
    "SELECT reflect('java.lang.System', 'exit', 1)",
    "SELECT try_reflect('a', 'b')",
    "SELECT java_method('a', 'b')",
    "SELECT IDENTIFIER('http_request')('x')",
    'SELECT "http_request"(1)',
    "SELECT * FROM remote_query('conn', query => 'x')",
    'SELECT main.demo.mine(1)',
    'SELECT $$ a $$',
  ])('%j does not, or not plainly', (statement) => {
    expect(onlyReads(statement)).toBe(false);
  });

  const CHANGE = fc.constantFrom(
    'INSERT',
    'update',
    'Delete',
    'MERGE',
    'create',
    'drop',
    'ALTER',
    'truncate',
    'copy into',
  );
  /** Nothing that could open a string or a comment, or close one. */
  const PLAIN = fc.constantFrom(
    'SELECT',
    'WITH a AS (',
    ')',
    '1',
    ',',
    '\n',
    '\r',
    ';',
    '*',
    'FROM t',
    "'text'",
    '"it"',
    '/* a */',
    '-- b\n',
  );
  const text = fc.array(PLAIN, { maxLength: 8 }).map((parts) => parts.join(' '));

  test('never where a change stands outside of strings and comments', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('SELECT 1 ', 'WITH a AS (', '-- x\n SELECT ', ''),
        text,
        CHANGE,
        text,
        (start, before, change, after) => {
          expect(onlyReads(`${start}${before} ${change} ${after}`)).toBe(false);
        },
      ),
    );
  });

  test('never where one may stand behind a comment or a string that can be read in two ways', () => {
    const opening = fc.constantFrom('/* /* */', '-- a\r', '-- a\\\n', "'a\\'", '"a\\"', "r'\\'", '/* a /* b */ c */');
    fc.assert(
      fc.property(text, opening, CHANGE, text, (before, doubtful, change, after) => {
        expect(onlyReads(`SELECT ${before} ${doubtful} ${change} t ${after}`)).toBe(false);
      }),
    );
  });
});
