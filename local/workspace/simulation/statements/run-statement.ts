import type { World } from '../world';
import { type QueryCall, QueryError, queryKey } from './query';
import { resultOf } from './result';
import { isActive, type Statement } from './statement';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Nobody has asked for it in so long. */
const FORSAKEN_MS = 15 * MINUTE_MS;
const RESULT_KEPT_MS = HOUR_MS;
const KEPT_MS = 12 * HOUR_MS;
const MOST_INLINE_BYTES = 25 * 1024 * 1024;

export interface Asked extends Pick<Statement, 'creator' | 'disposition' | 'format' | 'rowLimit' | 'byteLimit'> {
  text: string;
  call: QueryCall;
  waitMs: number;
  cancelAfterWait: boolean;
}

export function startStatement(world: World, { text, call, waitMs, cancelAfterWait, ...asked }: Asked): Statement {
  const { now } = world.timeline;
  const statement: Statement = { id: world.ids.uuid(), ...asked, state: 'PENDING', polledAt: now };
  world.statements.set(statement.id, statement);
  const { pendingMs = 500, runningMs = 1000 } = world.queries.get(queryKey(text))?.pace ?? {};
  const finish = () => end(world, statement, () => execute(world, statement, text, call));
  // Whoever waits for it gets its end at once: the time of a workspace that answers does not go on.
  if (waitMs > 0 && pendingMs + runningMs <= waitMs) finish();
  else if (waitMs > 0 && cancelAfterWait) cancelStatement(world, statement);
  else {
    world.timeline.in(pendingMs, () => {
      if (statement.state === 'PENDING') statement.state = 'RUNNING';
    });
    world.timeline.in(pendingMs + runningMs, finish);
    watch(world, statement, FORSAKEN_MS);
  }
  return statement;
}

export function cancelStatement(world: World, statement: Statement): void {
  end(world, statement, () => {
    statement.state = 'CANCELED';
  });
}

function end(world: World, statement: Statement, how: () => void): void {
  if (!isActive(statement)) return;
  how();
  world.timeline.in(KEPT_MS, () => world.statements.delete(statement.id));
  if (statement.state !== 'SUCCEEDED') return;
  world.timeline.in(RESULT_KEPT_MS, () => {
    statement.state = 'CLOSED';
    delete statement.result;
  });
}

function execute(world: World, statement: Statement, text: string, call: QueryCall): void {
  try {
    checkParameters(text, call);
    const query = world.queries.get(queryKey(text));
    if (!query) throw new QueryError(unknownStatement(world), '42601');
    const set = query.run(call);
    const result = resultOf(set ?? { columns: [], rows: [] }, statement.rowLimit, statement.byteLimit);
    if (statement.disposition === 'INLINE' && result.bytes > MOST_INLINE_BYTES) throw new QueryError(TOO_LARGE_INLINE);
    statement.result = result;
    statement.state = 'SUCCEEDED';
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const { code, message, sqlState } = error;
    statement.error = { code, message, sqlState };
    statement.state = 'FAILED';
  }
}

/** It reads no SQL, so whoever tries it out has to know what it knows. */
function unknownStatement({ queries }: World): string {
  const some = [...queries.keys()].slice(0, 2).map((text) => `"${text}"`);
  return `[PARSE_SYNTAX_ERROR] The simulated warehouse does not know this statement. It knows ${some.join(' and ')}, for example.`;
}

const TOO_LARGE_INLINE =
  'Inline byte limit exceeded. Statements executed with disposition=INLINE can have a result size of at most ' +
  `${MOST_INLINE_BYTES} bytes. Please execute the statement with disposition=EXTERNAL_LINKS if you want to download ` +
  'the full result.';

/** What stands in quotes is no parameter, nor is a cast (`::`). */
function checkParameters(text: string, { parameters }: QueryCall): void {
  const bare = text.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`/g, '');
  for (const [, name = ''] of bare.matchAll(/(?<![:\w]):([A-Za-z_]\w*)/g))
    if (!Object.hasOwn(parameters, name))
      throw new QueryError(`[UNBOUND_SQL_PARAMETER] Found the unbound parameter: ${name}.`, '42P02');
}

/** A statement that nobody asks for is not kept alive. */
function watch(world: World, statement: Statement, afterMs: number): void {
  world.timeline.in(afterMs, () => {
    if (!isActive(statement)) return;
    const left = statement.polledAt + FORSAKEN_MS - world.timeline.now;
    if (left > 0) watch(world, statement, left);
    else cancelStatement(world, statement);
  });
}
