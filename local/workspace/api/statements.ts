import { invalid, Refusal } from '../simulation/refusal';
import { type Asked, cancelStatement, startStatement } from '../simulation/statements/run-statement';
import { type Disposition, isActive, type ResultFormat, type Statement } from '../simulation/statements/statement';
import type { Arguments } from './arguments';
import { PermissionDenied } from './errors';
import type { Call, Routes } from './route';
import { chunkView, statementView } from './statement-view';

const PATH = 'sql/statements';
const LONGEST_STATEMENT = 16 * 1024 * 1024;

export const statementsRoutes: Routes = {
  [`POST ${PATH}`]: (call) => statementView(startStatement(call.world, readAsked(call)), call),

  [`GET ${PATH}/*`]: (call) => statementView(polled(find(call), call), call),

  [`GET ${PATH}/*/result/chunks/*`]: (call) => {
    const { state, result, ...statement } = find(call);
    if (isActive({ state, ...statement })) throw new Refusal('INVALID_STATE', `The statement is still ${state}.`);
    const chunk = result?.chunks[Number(call.targets[1])];
    if (!result || !chunk)
      throw new Refusal('NOT_FOUND', `There is no chunk ${call.targets[1]} of the result of ${statement.id}.`);
    return chunkView({ state, result, ...statement }, chunk, call);
  },

  [`POST ${PATH}/*/cancel`]: (call) => {
    cancelStatement(call.world, find(call));
    return {};
  },
};

function find({ world, user, target }: Call): Statement {
  const statement = world.statements.get(target);
  if (!statement) throw new Refusal('NOT_FOUND', `The statement ${target} was not found.`);
  if (!user.admin && user.name !== statement.creator)
    throw new PermissionDenied(`User ${user.name} does not have permission to the statement ${target}.`);
  return statement;
}

function polled(statement: Statement, { world }: Call): Statement {
  statement.polledAt = world.timeline.now;
  return statement;
}

function readAsked(call: Call): Asked {
  const { args, user } = call;
  const text = args.text('statement') ?? '';
  if (text.trim() === '') throw invalid('statement must not be empty.');
  if (Buffer.byteLength(text) > LONGEST_STATEMENT) throw invalid('statement must not be longer than 16 MiB.');
  checkWarehouse(call);
  const disposition = oneOf<Disposition>(args, 'disposition', ['INLINE', 'EXTERNAL_LINKS']);
  const format = readFormat(args, disposition);
  return {
    text,
    creator: user.name,
    disposition,
    format,
    rowLimit: args.whole('row_limit'),
    byteLimit: args.whole('byte_limit'),
    call: { parameters: readParameters(args), catalog: args.text('catalog'), schema: args.text('schema') },
    waitMs: readWait(args),
    cancelAfterWait: oneOf(args, 'on_wait_timeout', ['CONTINUE', 'CANCEL']) === 'CANCEL',
  };
}

function checkWarehouse({ args, world, user }: Call): void {
  const id = args.text('warehouse_id') ?? '';
  if (!/^[0-9a-f]{16}$/.test(id)) throw invalid(`${id} is not a valid endpoint id.`);
  const warehouse = world.warehouses.get(id);
  if (!warehouse) throw new Refusal('RESOURCE_DOES_NOT_EXIST', `SQL warehouse ${id} does not exist.`);
  if (!user.admin && warehouse.users && !warehouse.users.includes(user.name))
    throw new PermissionDenied(`User ${user.name} does not have permission to use the SQL warehouse ${id}.`);
}

function readFormat(args: Arguments, disposition: Disposition): ResultFormat {
  if (args.text('format') === 'ARROW_STREAM') throw invalid('The format ARROW_STREAM is not simulated.');
  const format = oneOf<ResultFormat>(args, 'format', ['JSON_ARRAY', 'CSV']);
  if (disposition === 'INLINE' && format === 'CSV')
    throw invalid('The INLINE disposition only supports the JSON_ARRAY format.');
  return format;
}

/** Seconds: none, or from 5 to 50. */
function readWait(args: Arguments): number {
  const text = args.text('wait_timeout') ?? '10s';
  const seconds = Number(/^(\d{1,2})s$/.exec(text)?.[1] ?? Number.NaN);
  if (seconds === 0 || (seconds >= 5 && seconds <= 50)) return seconds * 1000;
  throw invalid(`wait_timeout must be 0 seconds (0s), or between 5 and 50 seconds (50s); received ${text}.`);
}

function readParameters({ fields }: Arguments): Record<string, string | null> {
  const { parameters: list = [] } = fields;
  if (!Array.isArray(list)) throw invalid('parameters must be a list.');
  const read = list.map(({ name, value = null }) => {
    if (typeof name !== 'string' || (value !== null && typeof value !== 'string'))
      throw invalid('Each of the parameters must have a name, and its value must be a string.');
    return [name, value] as const;
  });
  return Object.fromEntries(read);
}

/** The first one is the default. */
function oneOf<T extends string>(args: Arguments, name: string, choices: readonly [T, ...T[]]): T {
  const text = args.text(name) ?? choices[0];
  const chosen = choices.find((choice) => choice === text);
  if (!chosen) throw invalid(`${name} must be one of ${choices.join(', ')}; received ${text}.`);
  return chosen;
}
