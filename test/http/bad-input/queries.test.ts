import { labelled } from '../../support/labelled';
import { expectProblem, SECRET, watchedWorld } from '../../support/refusals';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

/** Asks, and gives what this has touched. */
async function refused(path: string, field: string, method = 'GET'): Promise<string[]> {
  const world = watchedWorld({ clock });
  const body = method === 'POST' ? { body: { job: 101 } } : {};
  expectProblem(await world.send(method, path, body), 400, 'queryInvalid', field);
  return world.touched();
}

/** With the beginning of the path, for the name of the test. */
const shown = (cases: readonly (readonly string[])[]) =>
  cases.map(([path = '', field = '']) => [path.slice(0, 60), path, field] as const);

const WAITS = ['-1', '201', '1.5', 'soon', '', '1e1', '60s', '+5', '%205', 'Infinity', 'NaN', '0x10', '5&wait=6'];

test.each([
  ...['runs/x', 'runs/x/output', 'jobs/101/table'].flatMap((path) => WAITS.map((wait) => `${path}?wait=${wait}`)),
])('GET %s is refused', async (path) => expect(await refused(path, 'wait')).toEqual([]));

test.each(
  shown([
    ['runs/x?onFailure=500', 'onFailure'],
    ['runs/x?onFailure=', 'onFailure'],
    ['runs/x?showHistory=true', 'showHistory'],
    ['runs/x?returnInternalServerErrorOnFailure=true', 'returnInternalServerErrorOnFailure'],
    ['runs/x/output?onFailure=500', 'onFailure'],
    [`runs/x/output?format=${SECRET}`, 'format'],
    [`runs/x/output?view=${SECRET}`, 'view'],
    ['runs/x/output?showInput=true', 'showInput'],
    ['health/details?verbose=1', 'verbose'],
    ['openapi.json?format=yaml', 'format'],
    [`jobs/101/data-factory?signIn=${SECRET}`, 'signIn'],
    [`jobs/101/data-factory?key=${SECRET}`, 'key'],
    ['jobs/101/power-query?signIn=key', 'signIn'],
    [`jobs/101?${'x'.repeat(5000)}=1`, `${'x'.repeat(200)}…`],
    ['jobs/101?a%0Ab%00=1', 'ab'],
  ]),
)('GET %s is refused', async (_, path, field) => expect(await refused(path, field)).toEqual([]));

test.each([
  ['runs?wait=201', 'wait'],
  ['runs?wait=-1', 'wait'],
  ['runs?onFailure=no', 'onFailure'],
  ['runs?idempotencyKey=a', 'idempotencyKey'],
  ['runs/x/cancel?force=true', 'force'],
])('POST %s is refused', async (path, field) => expect(await refused(path, field, 'POST')).toEqual([]));

describe('the list of runs', () => {
  test.each(
    shown([
      ...['0', '101', '-1', 'all', '', '1e1', '1.0', '9'.repeat(30)].map((limit) => [`limit=${limit}`, 'limit']),
      ['top=-1', 'top'],
      ['runtimeStatus=Foo', 'runtimeStatus'],
      ['outcome=Foo', 'outcome'],
      ['outcome=Succeeded', 'outcome'],
      ['outcome=', 'outcome'],
      [`outcome=${SECRET}`, 'outcome'],
      ["outcome=failed' or 'a' eq 'a", 'outcome'],
      ...['yesterday', '2026-13-01', '2026-02-30', '1', '2026-01-01T25:00:00Z', '', '0', '-1', 'NaN', SECRET].map(
        (time) => [`from=${time}`, 'from'],
      ),
      ...['never', '2026-01-01T00:00:00%2B99:00', '99999-01-01', '2026-1-1', '01.02.2026', '2026-01-01T'].map(
        (time) => [`to=${time}`, 'to'],
      ),
      [`to=2026-01-01T00:00:00.${'0'.repeat(5000)}x`, 'to'],
      [`job=${'x'.repeat(4097)}`, 'job'],
    ]),
  )('is not narrowed by %s', async (_, query, field) => {
    expect(await refused(`runs?${query}`, field)).toEqual([]);
  });

  test.each(labelled(['abc', '', SECRET, '%00', '..%2f..', 'x'.repeat(10_000)]))('has no page %s', async (_, token) => {
    expect(await refused(`runs?pageToken=${token}`, 'pageToken')).toEqual([]);
  });

  test.each(["' or job ne '", "x' or PartitionKey ne 'y", '101) or (1 eq 1', "''", '%00', '\\', '*'])(
    'is empty where no run has the name %s',
    async (name) => {
      const world = watchedWorld({ clock });
      await world.start({ job: 101 });
      const { status, body } = await world.get(`runs?job=${encodeURIComponent(name)}`);
      expect([status, body]).toEqual([200, { runs: [], nextPageToken: null }]);
    },
  );
});

describe('the list of jobs', () => {
  test.each(
    shown([
      ['limit=1000', 'limit'],
      ['limit=-1', 'limit'],
      ['top=5', 'top'],
      ['name=', 'name'],
      ['name=%20x', 'name'],
      ['name=a%00b', 'name'],
      ['name=a%0d%0ahost:%20evil.tld', 'name'],
      [`name=${SECRET.repeat(500)}`, 'name'],
    ]),
  )('is not narrowed by %s', async (_, query, field) => expect(await refused(`jobs?${query}`, field)).toEqual([]));

  test('has no page that Databricks does not know', async () => {
    expect(await refused(`jobs?pageToken=${SECRET}`, 'pageToken')).toEqual(['GET list']);
  });
});

describe('a table', () => {
  test.each(
    shown([
      ...['soon', '-1', '1.5h', '25h', '86401', '1d', '', '1e3', 'Infinity', '1h30m'].map((time) => [
        `jobs/101/table?freshFor=${time}`,
        'freshFor',
      ]),
      [`jobs/101/table?mode=${SECRET}`, 'mode'],
      ['jobs/101/table?mode=peek&mode=peek', 'mode'],
      ['jobs/101/table?format=xlsx', 'format'],
      ['jobs/101/table?onFailure=1', 'onFailure'],
      [`jobs/101/table?region=${SECRET}`, 'region'],
      ['jobs/101/table?callbackUri=https://evil.tld', 'callbackUri'],
      ['jobs/101/table?name=Sales', 'name'],
      ['jobs/-/table', 'name'],
      ...['', '%20', '%20x', 'a%00b', 'a%0Ab', SECRET.repeat(500)].map((name) => [`jobs/-/table?name=${name}`, 'name']),
    ]),
  )('is not had by %s', async (_, path, field) => expect(await refused(path, field)).toEqual([]));

  test.each(['0', '-1', '1.5', '9223372036854775808', '%00', 'a%2fb', '..', SECRET, '7;%20DROP'])(
    'is not had of the job %s',
    async (job) => {
      const world = watchedWorld({ clock });
      expectProblem(await world.get(`jobs/${job}/table`), 404, 'jobUnknown');
      expect(world.touched()).toEqual([]);
    },
  );
});

test.each(['', '/power-query', '/data-factory'])('a job that can not be one is refused: jobs/…%s', async (rest) => {
  for (const job of ['0', '-1', '+7', '9223372036854775808', '%00', 'a%0Ab', '%20x', 'x'.repeat(4097)]) {
    const world = watchedWorld({ clock });
    expectProblem(await world.get(`jobs/${job}${rest}`), 400, 'jobInvalid', 'job');
    expect(world.touched()).toEqual([]);
  }
});
