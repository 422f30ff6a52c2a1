import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { hugeOutput } from '../../local/workspace/scenarios/huge-output';
import { partialSuccess } from '../../local/workspace/scenarios/partial-success';
import { plainText } from '../../local/workspace/scenarios/plain-text';
import { salesTable } from '../../local/workspace/scenarios/sales-table';
import { databricksRuns, standard } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import type { WorldOptions } from '../support/run-world';
import { tableCatalog as catalog, tableWorld } from '../support/table-world';
import { answers, onRoute } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const MINUTE = 60;
const HOUR = 3600;

const createWorld = (options: Omit<WorldOptions, 'clock'> = {}) => tableWorld({ clock, ...options });

describe('the rows', () => {
  test('come with their run and the types of their columns', async () => {
    const world = createWorld();
    const { status, headers, body } = await world.rows('?p.region=NORTE&p.days=1');
    expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    expect(Object.keys(body)).toEqual(['id', 'outcome', 'columns', 'rows']);
    expect(body).toMatchObject({ id: expect.any(String), outcome: 'succeeded' });
    expect(body.columns).toContainEqual({ name: 'units', type: 'integer', nullable: false });
    expect(body.rows).toHaveLength(3);
    expect(body.rows[0]).toMatchObject({ date: '2026-01-01', region: 'NORTE' });
  });

  test('have the columns that the catalog declares', async () => {
    const world = createWorld();
    const { body } = await world.rows('', 'sales');
    expect(body.columns).toEqual([
      { name: 'region', type: 'text', nullable: false },
      { name: 'units', type: 'integer', nullable: true },
    ]);
    expect(Object.keys(body.rows[0])).toEqual(['region', 'units']);
  });

  test.each([
    ['csv', 'text/csv'],
    ['ndjson', 'application/x-ndjson'],
  ])('come as %s, too', async (format, type) => {
    const world = createWorld();
    await world.rows('?p.days=1');
    const byName = await world.table(`?p.days=1&format=${format}`);
    expect([byName.status, byName.headers['content-type']]).toEqual([200, `${type}; charset=utf-8`]);
    const byHeader = await world.get(`jobs/${world.jobId}/table?p.days=1`, { accept: type });
    expect(byHeader.text).toBe(byName.text);
    expect(byName.text.trim().split('\n').length).toBeGreaterThanOrEqual(12);
    expect(world.starts()).toBe(1);
  });

  test('are none, and no error, where the run has left nothing', async () => {
    const silent = createWorld({ scenarios: [jobThatTakes(1, () => undefined)] });
    expect(await silent.rows()).toMatchObject({ status: 200, body: { outcome: 'succeeded', columns: [], rows: [] } });
    expect((await silent.table('?format=csv')).text).toBe('');
    const declared = createWorld();
    const { body } = await declared.rows('?p.days=0', 'sales');
    expect([body.columns.length, body.rows]).toEqual([2, []]);
    expect((await declared.table('?p.days=0&format=csv', 'sales')).text).toBe('region,units\r\n');
  });

  test('are none where Databricks has cut them', async () => {
    const world = createWorld({ scenarios: [hugeOutput] });
    const { status, headers, body } = await world.rows();
    expect([status, headers['content-type'], body.code]).toEqual([424, 'application/problem+json', 'outputTruncated']);
    expect((await world.table('?format=csv')).status).toBe(424);
  });

  test('are none where the output can not be had, which is told', async () => {
    const world = createWorld({ intercept: onRoute('get-output', answers(403)) });
    expect(await world.rows()).toMatchObject({ status: 424, body: { code: 'outputUnavailable' } });
  });

  test('are none where the output is no table', async () => {
    const world = createWorld({ scenarios: [jobThatTakes(1, () => [1, { a: 1 }])] });
    const { status, body } = await world.rows();
    expect([status, body.code]).toEqual([422, 'outputNotTabular']);
    const [path = ''] = /(?<=\/api\/)runs\/\S+\/output/.exec(body.detail) ?? []; // where format=json would change nothing
    expect(body.detail).not.toContain('format=json');
    expect((await world.get(path)).body).toEqual([1, { a: 1 }]);
  });

  test('may be a single value', async () => {
    const world = createWorld({ scenarios: [plainText] });
    expect((await world.rows('?p.name=you')).body.rows).toEqual([{ value: 'Hello, you. Nothing to "parse" here.' }]);
  });

  test('are there after a partial success, too', async () => {
    const world = createWorld({ scenarios: [partialSuccess] });
    expect(await world.rows('?task=tidy')).toMatchObject({
      status: 200,
      body: { outcome: 'partial', rows: [{ value: 'tidied' }] },
    });
  });
});

describe('one run answers', () => {
  test('two evaluations at once, and many', async () => {
    for (const count of [2, 50]) {
      const world = createWorld();
      const replies = await Promise.all(
        Array.from({ length: count }, () => world.table('?p.region=SUR&wait=60')).concat(
          world.seconds(60).then(() => world.table('?p.region=SUR')),
        ),
      );
      expect(new Set(replies.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
      expect(replies[0]?.status).toBe(200);
      expect(await databricksRuns(world)).toHaveLength(1);
    }
  });

  test('who comes in the middle, and who comes after the end', async () => {
    const world = createWorld();
    const first = await world.table();
    expect(first).toMatchObject({ status: 202, body: { joined: false } });
    await world.seconds(4);
    expect(await world.table()).toMatchObject({ status: 202, body: { id: first.body.id, joined: true } });
    await world.seconds(60);
    expect(await world.table()).toMatchObject({ status: 200, body: { id: first.body.id } });
    expect(await databricksRuns(world)).toHaveLength(1);
  });

  test('the same parameters in any order, and none but those', async () => {
    const world = createWorld();
    const { id } = (await world.table('?p.region=SUR&p.days=1')).body;
    expect((await world.table('?format=json&p.days=1&freshFor=1h&p.region=SUR')).body.id).toBe(id);
    for (const other of ['', '?p.region=SUR', '?p.region=sur&p.days=1', '?p.region=SUR&p.days=1&p.from=2026-01-01']) {
      expect((await world.table(other)).body.id).not.toBe(id);
    }
    expect((await world.table('?p.region=SUR&p.days=1', 'sales')).body.id).not.toBe(id);
  });

  test('also while its start is under way in another process', async () => {
    const world = createWorld();
    const { start } = world.app.instances;
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    world.app.instances.start = async (...args) => {
      world.app.instances.start = start;
      await held; // the claim is there, and the row, but not yet the orchestration
      return start(...args);
    };
    const first = world.table();
    await world.seconds(1);
    const second = await world.table();
    letGo();
    expect((await first).body.id).toBe(second.body.id);
    await world.seconds(60);
    expect(await databricksRuns(world)).toHaveLength(1);
  });
});

describe('a run is fresh', () => {
  test('for 15 minutes from its end', async () => {
    const world = createWorld();
    const { id } = (await world.rows()).body;
    const { endedAt } = (await world.get(`runs/${id}`)).body;
    const age = (clock.now() - Date.parse(endedAt)) / 1000;
    await world.seconds(15 * MINUTE - age - 1);
    expect((await world.table()).body.id).toBe(id);
    await world.seconds(1);
    expect(await world.table()).toMatchObject({ status: 202, body: { joined: false } });
  });

  test.each([
    ['90s', 90],
    ['90', 90],
    ['10m', 10 * MINUTE],
    ['24h', 24 * HOUR],
    ['1440m', 24 * HOUR],
  ])('for as long as the caller says: %s', async (freshFor, seconds) => {
    const world = createWorld({ scenarios: [jobThatTakes(1, () => [{ a: 1 }])] });
    await world.table();
    const { id } = await world.ended((await world.table()).body.id);
    const { endedAt } = (await world.get(`runs/${id}`)).body;
    await world.seconds(seconds - (clock.now() - Date.parse(endedAt)) / 1000 - 1);
    expect((await world.table(`?freshFor=${freshFor}`)).body.id).toBe(id);
    await world.seconds(1);
    expect((await world.table(`?freshFor=${freshFor}`)).status).toBe(202);
  });

  test('never, if the caller says so; while it goes on it is joined all the same', async () => {
    const world = createWorld();
    const { id } = (await world.table('?freshFor=0')).body;
    await world.seconds(3);
    expect((await world.table('?freshFor=0')).body.id).toBe(id);
    await world.seconds(60);
    const { body } = await world.table('?freshFor=0');
    expect([body.outcome, body.joined]).toEqual([null, false]);
    expect(body.id).not.toBe(id);
  });

  test('without a call to Databricks, by alias or id, and by name while that is remembered', async () => {
    const world = createWorld();
    for (const [query, job] of [
      ['?p.days=1', undefined],
      ['?p.days=1', 'sales'],
      ['?name=Sales%20table&p.days=1', '-'],
    ] as const) {
      await world.rows(query, job);
      expect(await world.askedBy(() => world.table(query, job))).toEqual([]);
    }
  });

  test('no longer once its orchestration has been deleted', async () => {
    const world = createWorld();
    const { id } = (await world.rows()).body;
    await standard(world, 'DELETE', `instances/${id}`);
    const { body } = await world.table();
    expect([body.outcome, body.joined]).toEqual([null, false]);
    await world.seconds(60);
    expect(await databricksRuns(world)).toHaveLength(2);
  });

  test('and when it is no longer, requests at once start one new run', async () => {
    const world = createWorld();
    const { id } = (await world.rows()).body;
    await world.seconds(HOUR);
    const replies = await Promise.all(Array.from({ length: 30 }, () => world.table()));
    const ids = new Set(replies.map(({ body }) => body.id));
    expect([ids.size, ids.has(id)]).toEqual([1, false]);
    expect(replies.filter(({ body }) => !body.joined)).toHaveLength(1);
    await world.seconds(60);
    expect(await databricksRuns(world)).toHaveLength(2);
  });
});

describe('a failure', () => {
  const failed = async (query = '') => {
    const world = createWorld({ scenarios: [failingNotebook] });
    await world.table(query);
    const run = await world.ended((await world.table(query)).body.id);
    const again = () => world.table(query);
    /** Until this many seconds after its end. */
    const until = (seconds: number) => world.seconds(seconds - (clock.now() - Date.parse(run.endedAt)) / 1000);
    return { world, id: run.id as string, again, until };
  };

  test('is answered again for a minute, and then there is a new run', async () => {
    const { world, id, again, until } = await failed();
    expect(await again()).toMatchObject({ status: 424, body: { code: 'runFailed', run: { id, joined: true } } });
    await until(59);
    expect((await again()).body.run.id).toBe(id);
    expect(world.starts()).toBe(1);
    await until(60);
    expect(await again()).toMatchObject({ status: 202, body: { joined: false } });
  });

  test('is answered again for as long as rows would be, if that is shorter', async () => {
    const { again, until } = await failed('?freshFor=20s');
    await until(19);
    expect((await again()).status).toBe(424);
    await until(20);
    expect((await again()).status).toBe(202);
  });

  test('is read from the body by who asks for 200', async () => {
    const { id, world } = await failed();
    const { status, body } = await world.table('?onFailure=200');
    expect([status, body.id, body.outcome, body.rows]).toEqual([200, id, 'failed', undefined]);
  });
});

test('the rows of an alias wait for as long as its catalog says, and fail on what it says', async () => {
  const impatient = new Map(catalog).set('slow', { job: '101', timeoutSeconds: 10, failOn: ['failed'] });
  const world = createWorld({
    scenarios: [{ ...salesTable, programs: { '/Demo/Sales table': { pace: { runningMs: 60_000 }, run: () => [] } } }],
    catalog: impatient,
  });
  const { body } = await world.rows('', 'slow');
  expect(body).toMatchObject({ outcome: 'timedOut', rows: [] });
});
