import { hugeOutput } from '../../../local/workspace/scenarios/huge-output';
import type { CatalogEntry } from '../../../src/contract/jobs/catalog';
import { jobThatTakes } from '../../support/made-up-job';
import { appCaller, type CallerOptions } from '../../support/power-query/app-caller';
import { runWorld } from '../../support/run-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

/** Loads what a notebook leaves, through the app and the shipped query. */
async function resultOf(
  output: unknown,
  options = '',
  more: Partial<CallerOptions> & { entry?: Partial<CatalogEntry> } = {},
) {
  const { query, caller } = await callerOf(output, options, more);
  return caller.load(query);
}

async function failureOf(output: unknown, options: string, more: { entry?: Partial<CatalogEntry> } = {}) {
  const { query, caller } = await callerOf(output, options, more);
  return caller.failure(query);
}

async function callerOf(
  output: unknown,
  options: string,
  { entry, ...calling }: Partial<CallerOptions> & { entry?: Partial<CatalogEntry> },
) {
  const scenarios = [{ ...jobThatTakes(1, () => output), jobId: 101n }];
  const catalog = new Map<string, CatalogEntry>([['made-up', { job: '101', ...entry }]]);
  const world = runWorld({ clock, scenarios, catalog });
  const query = `DatabricksJob("made-up"${options && `, null, [${options}]`})`;
  return { world, query, caller: await appCaller({ world, clock, ...calling }) };
}

const OUTPUT = [
  {
    id: '9007199254740993',
    name: 'Señor "X", #(lf) & co.',
    count: 42,
    share: 0.1,
    paid: true,
    day: '2026-01-31',
    at: '2026-01-31T08:30:00.25+02:00',
    seen: '2026-01-31 08:30',
    tags: ['a', { b: 1 }],
    nothing: null,
  },
  {
    id: '17',
    name: null,
    count: -3,
    share: 3,
    paid: false,
    day: null,
    at: '2026-02-01T00:00:00Z',
    seen: null,
    tags: null,
  },
];

const TYPED = {
  types: {
    id: 'nullable text',
    name: 'nullable text',
    count: 'nullable Int64.Type',
    share: 'nullable number',
    paid: 'nullable logical',
    day: 'nullable date',
    at: 'nullable datetime',
    seen: 'nullable datetime',
    tags: 'nullable text',
    nothing: 'nullable text',
  },
  rows: [
    {
      id: '9007199254740993',
      name: 'Señor "X", #(lf) & co.',
      count: 42,
      share: 0.1,
      paid: true,
      day: { date: '2026-01-31' },
      at: { datetime: '2026-01-31T06:30:00.25' },
      seen: { datetime: '2026-01-31T08:30:00' },
      tags: '["a",{"b":1}]',
      nothing: null,
    },
    {
      id: '17',
      name: null,
      count: -3,
      share: 3,
      paid: false,
      day: null,
      at: { datetime: '2026-02-01T00:00:00' },
      seen: null,
      tags: null,
      nothing: null,
    },
  ],
};

describe('rows', () => {
  test.each(['en-US', 'es-ES'])('have the types that all their cells have, on a machine in %s', async (culture) => {
    expect(await resultOf(OUTPUT, '', { culture })).toEqual(TYPED);
  });

  test('keep long ids, which a number of Power Query would round', async () => {
    const { types, rows } = await resultOf([{ id: 9007199254740993n }, { id: 9223372036854775807n }]);
    expect([types, rows]).toEqual([
      { id: 'nullable text' },
      [{ id: '9007199254740993' }, { id: '9223372036854775807' }],
    ]);
  });

  test('of a job without an output are none', async () => {
    expect(await resultOf(undefined)).toEqual({ types: {}, rows: [] });
  });

  test('of a single value are one', async () => {
    expect(await resultOf('done')).toEqual({ types: { value: 'nullable text' }, rows: [{ value: 'done' }] });
  });

  test('may have names that M can only quote', async () => {
    expect((await resultOf([{ 'a b': 1, 'c.d': 2, '': 3, '#"x"': 4, __proto__x: 5 }])).rows).toEqual([
      { 'a b': 1, 'c.d': 2, '': 3, '#"x"': 4, __proto__x: 5 },
    ]);
  });

  test('that lack a cell have null there', async () => {
    expect((await resultOf([{ a: 1 }, { b: 2 }])).rows).toEqual([
      { a: 1, b: null },
      { a: null, b: 2 },
    ]);
  });

  test('come as the catalog declares them, also where there are none', async () => {
    const entry = {
      columns: [
        { name: 'day', type: 'datetime' as const },
        { name: 'count', type: 'number' as const },
      ],
    };
    const types = { day: 'nullable datetime', count: 'nullable number' };
    expect(await resultOf([], '', { entry })).toEqual({ types, rows: [] });
    expect(await resultOf(OUTPUT.slice(0, 1), '', { entry })).toEqual({
      types,
      rows: [{ day: { datetime: '2026-01-31T00:00:00' }, count: 42 }],
    });
  });
});

describe('the option Columns', () => {
  const COLUMNS = 'Columns = type table [count = number, id = nullable text, at = nullable datetimezone, day = any]';

  test('chooses, orders and types the columns', async () => {
    expect(await resultOf(OUTPUT, COLUMNS)).toEqual({
      types: { count: 'number', id: 'nullable text', at: 'nullable datetimezone', day: 'any' },
      rows: [
        {
          count: 42,
          id: '9007199254740993',
          at: { datetimezone: '2026-01-31T06:30:00.25+00:00' },
          day: expect.anything(),
        },
        { count: -3, id: '17', at: { datetimezone: '2026-02-01T00:00:00+00:00' }, day: null },
      ],
    });
  });

  test.each(['en-US', 'es-ES'])('converts in the same way on a machine in %s', async (culture) => {
    const output = [{ share: 0.5, price: '1.5', day: '2026-01-02' }];
    const columns = 'Columns = type table [share = text, price = number, day = date]';
    expect((await resultOf(output, columns, { culture })).rows).toEqual([
      { share: '0.5', price: 1.5, day: { date: '2026-01-02' } },
    ]);
  });

  test.each([[undefined], [[]]])('holds where there are no rows: %p', async (output) => {
    expect(await resultOf(output, COLUMNS)).toEqual({
      types: { count: 'number', id: 'nullable text', at: 'nullable datetimezone', day: 'any' },
      rows: [],
    });
  });

  test('is an error where the rows have no such column', async () => {
    expect(await failureOf(OUTPUT, 'Columns = type table [id = text, amount = number]')).toMatchObject({
      Reason: 'Databricks.ColumnMissing',
      Message: expect.stringMatching(/amount.*id, name, count/),
    });
  });

  test.each([
    ['name', 'number'],
    ['name', 'date'],
    ['id', 'datetime'],
    ['name', 'logical'],
  ])('is an error, and no empty cell, where %s is no %s', async (column, type) => {
    expect(await failureOf(OUTPUT, `Columns = type table [count = number, ${column} = ${type}]`)).toMatchObject({
      Reason: 'Databricks.CellInvalid',
      Message: expect.stringContaining(`column ${column} `),
    });
  });

  test('of another kind is refused', async () => {
    expect(await failureOf(OUTPUT, 'Columns = {"id"}')).toMatchObject({ Reason: 'Databricks.OptionInvalid' });
    expect(await failureOf(OUTPUT, 'Columns = type text')).toMatchObject({ Reason: 'Databricks.OptionInvalid' });
  });
});

describe('the option WholeJson', () => {
  test('gives the answer of the app as it is', async () => {
    expect(await resultOf([{ a: 1 }], 'WholeJson = true')).toEqual({
      id: expect.stringMatching(/^run-/),
      outcome: 'succeeded',
      columns: [{ name: 'a', type: 'integer', nullable: false }],
      rows: [{ a: 1 }],
    });
  });
});

test('rows that Databricks has cut are an error', async () => {
  const world = runWorld({ clock, scenarios: [hugeOutput] });
  const caller = await appCaller({ world, clock });
  expect(await caller.failure(`DatabricksJob("${world.jobId}")`)).toMatchObject({
    Reason: 'Databricks.OutputTruncated',
  });
});
