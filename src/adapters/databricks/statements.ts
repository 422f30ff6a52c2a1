import { z } from 'zod';
import type { Answer, Problem } from '../../domain/answer';
import type { Run } from '../../domain/run';
import type { RawStatement } from '../../domain/sql/raw-statement';
import { statementRun } from '../../domain/sql/statement-run';
import type { SqlRow } from '../../domain/table/sql-table';
import type { Ask } from './ask';
import type { FetchLink } from './fetch-link';
import { unreadable } from './problem-of';
import { chunkSchema, type ReportedChunk, startedStatementSchema, statementSchema } from './statement-schema';

/** SQL statements of a workspace. Databricks has no token for them that would keep a second start from being one. */
export interface Statements {
  /** The body in Databricks' own words, without how its result is to come. */
  execute(body: Readonly<Record<string, unknown>>): Promise<Answer<{ statementId: string }>>;
  read(statementId: string): Promise<Answer<StatementReading>>;
  /** Rows of the result, by the number of their chunk. Wherever they lie, they are fetched. */
  chunk(statementId: string, index: number): Promise<Answer<SqlRow[]>>;
  /** Asks for it: the statement ends a little later. One that has ended stays as it is. */
  cancel(statementId: string): Promise<Answer<void>>;
}

export interface StatementReading {
  run: Run;
  raw: RawStatement;
}

const PATH = 'sql/statements';

/**
 * Inline, Databricks gives up to 25 MiB, and fails a statement that has more. It counts in its own terms: as JSON, numbers
 * and dates take up to four times as much, and an answer has to fit into what this app reads of one.
 */
const MOST_INLINE_BYTES = 8 * 1024 * 1024;

/** Its answer is documented as empty. */
const cancelledSchema = z
  .looseObject({})
  .optional()
  .transform(() => undefined);

export function createStatements(ask: Ask, fetchLink: FetchLink, host: string): Statements {
  const version = '2.0';
  const at = (statementId: string, rest = '') => `${PATH}/${encodeURIComponent(statementId)}${rest}`;

  async function chunk(statementId: string, index: number, isRenewed = false): Promise<Answer<SqlRow[]>> {
    const path = at(statementId, `/result/chunks/${index}`);
    const answer = await ask({ method: 'GET', version, path }, chunkSchema);
    if (!answer.ok) return answer;
    if (answer.value.data_array) return { ok: true, value: answer.value.data_array.map(rowOf) };
    const link = linkIn(answer.value, index);
    if (!link) return { ok: false, problem: unreadable(`neither rows nor a link for chunk ${index}.`) };
    const fetched = await fetchLink({ url: link.external_link, headers: link.http_headers ?? {} });
    if (fetched.ok) return readRows(fetched.value);
    if (fetched.problem.kind !== 'forbidden') return fetched;
    // A link lives for minutes, and this one may have grown old on its way.
    return isRenewed ? { ok: false, problem: withAdvice(fetched.problem) } : chunk(statementId, index, true);
  }

  return {
    execute: (body) =>
      ask(
        { method: 'POST', version, path: PATH, body: { ...body, ...howToAnswer(body.byte_limit) } },
        startedStatementSchema,
      ),

    async read(statementId) {
      const answer = await ask({ method: 'GET', version, path: at(statementId) }, statementSchema);
      if (!answer.ok) return answer;
      const { value: raw } = answer;
      if (raw.statement_id !== statementId)
        return { ok: false, problem: unreadable(`about statement ${raw.statement_id}, not ${statementId}.`) };
      return { ok: true, value: { run: statementRun(raw, pageOf(host, statementId)), raw } };
    },

    chunk: (statementId, index) => chunk(statementId, index),

    cancel: (statementId) =>
      ask({ method: 'POST', version, path: at(statementId, '/cancel'), body: {} }, cancelledSchema),
  };
}

/**
 * How a result comes has to be said before anybody knows how large it is. By links any size comes, a small one as well
 * as 100 GiB, so that is the rule. A statement that limits itself to what fits comes inline: then there is no way to the
 * storage of the workspace to be found, which a firewall may close to this app. (Clients of Databricks itself leave the
 * choice to it, by a third word that is not documented.)
 */
function howToAnswer(byteLimit: unknown) {
  const isSmall = typeof byteLimit === 'number' && byteLimit <= MOST_INLINE_BYTES;
  return {
    wait_timeout: '0s', // the start must not take long, and its answer may get lost
    on_wait_timeout: 'CONTINUE',
    disposition: isSmall ? 'INLINE' : 'EXTERNAL_LINKS',
    format: 'JSON_ARRAY',
  };
}

/** In the history of queries. */
const pageOf = (host: string, statementId: string) =>
  `${new URL(host).origin}/sql/history?queryId=${encodeURIComponent(statementId)}`;

function linkIn({ external_links: links = [] }: ReportedChunk, index: number) {
  return links.find(({ chunk_index }) => chunk_index === index) ?? links.find((link) => link.chunk_index === undefined);
}

function readRows(body: string): Answer<SqlRow[]> {
  try {
    const rows: unknown = JSON.parse(body);
    if (Array.isArray(rows) && rows.every((row) => Array.isArray(row))) return { ok: true, value: rows.map(rowOf) };
  } catch {
    // what is no JSON is no list of rows either
  }
  return { ok: false, problem: unreadable(`not rows but ${body.length} characters from the storage of results.`) };
}

/** All values are text, as it is documented; should one be something else, it is at least not lost. */
const rowOf = (row: readonly unknown[]): SqlRow =>
  row.map((cell) => (typeof cell === 'string' || cell === null ? cell : JSON.stringify(cell)));

const withAdvice = (problem: Problem): Problem => ({
  ...problem,
  message:
    `${problem.message} If it has a firewall, let this app through; or limit the statement with byte_limit to ` +
    `${MOST_INLINE_BYTES} bytes: what is small comes without the storage.`,
});
