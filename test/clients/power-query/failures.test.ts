import { failingNotebook } from '../../../local/workspace/scenarios/failing-notebook';
import { jobThatTakes } from '../../support/made-up-job';
import type { CallerOptions } from '../../support/power-query/app-caller';
import { tableCaller } from '../../support/power-query/table-caller';
import type { WebResponse } from '../../support/power-query/web/transport';
import { answers, onRoute } from '../../support/trouble';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const SALES = 'DatabricksJob("sales", [days = 1])';

describe('a run that fails', () => {
  test('raises what the task said, with the run and its page', async () => {
    const { world, caller } = await tableCaller(clock, { scenarios: [failingNotebook], catalog: new Map() });
    const failure = await caller.failure(`DatabricksJob("${world.jobId}")`);
    const { runs } = (await world.get('runs')).body;
    const { run } = (await world.get(`runs/${runs[0].id}?onFailure=200`)).body;
    expect(failure).toMatchObject({
      Reason: 'Databricks.RunFailed',
      Message: expect.stringContaining("NameError: name 'datframe' is not defined"),
      Detail: {
        Code: 'runFailed',
        Job: world.jobId,
        Outcome: 'failed',
        RunId: run.id,
        RunPageUrl: run.pageUrl,
        Id: runs[0].id,
        Status: 424,
      },
    });
    expect(run.pageUrl).toMatch(/^https:\/\//);
    expect(failure.Message).toContain(run.pageUrl);
    expect(failure.Detail.Message).toBe(failure.Message);
    expect(world.starts()).toBe(1);
  });

  test('raises the same in all passes, and in the refresh after it, which is a new run', async () => {
    const { world, caller } = await tableCaller(clock, { scenarios: [failingNotebook], catalog: new Map() });
    const text = `DatabricksJob("${world.jobId}")`;
    const refresh = caller.refresh();
    const [one, other] = await caller.during(Promise.all([refresh.failure(text), refresh.failure(text)]));
    expect(one).toEqual(other);
    expect(world.starts()).toBe(1);
    await world.seconds(120);
    expect(await caller.failure(text)).toMatchObject({ Reason: 'Databricks.RunFailed' });
    expect(world.starts()).toBe(2);
  });
});

describe('a request that the app refuses', () => {
  const made = (status: number, code: string, more: Record<string, unknown> = {}) => ({
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: Buffer.from(
      JSON.stringify({ type: 'about:blank', title: 'No', status, code, detail: `Because ${code}.`, ...more }),
    ),
  });

  test.each([
    [400, 'parametersInvalid', 'DatabricksJob("sales", [dais = 1])', 'dais'],
    [400, 'queryInvalid', 'DatabricksJob("sales", null, [FreshFor = "soon"])', 'freshFor'],
    [404, 'jobUnknown', 'DatabricksJob("sails")', 'alias'],
    [404, 'taskUnknown', 'DatabricksJob("sales", null, [Task = "other"])', 'sales'],
    [404, 'databricksNotFound', 'DatabricksJob("999", [a = 1])', ''],
  ])('%d %s', async (status, code, text, word) => {
    const { world, caller } = await tableCaller(clock);
    expect(await caller.failure(text)).toMatchObject({
      Reason: `Databricks.${code.charAt(0).toUpperCase()}${code.slice(1)}`,
      Message: expect.stringContaining(word),
      Detail: { Code: code, Status: status, RunId: null },
    });
    expect([world.starts(), caller.requests.length]).toEqual([0, 1]);
  });

  test('422 outputNotTabular, and 409 for an ambiguous name', async () => {
    const { world, caller } = await tableCaller(clock, {
      scenarios: [jobThatTakes(1, () => [1, { a: 1 }])],
      catalog: new Map(),
    });
    expect(await caller.failure(`DatabricksJob("${world.jobId}")`)).toMatchObject({
      Reason: 'Databricks.OutputNotTabular',
      Detail: { Status: 422 },
    });
    const twice = [jobThatTakes(1), jobThatTakes(1)];
    const ambiguous = await tableCaller(clock, { scenarios: twice, catalog: new Map() });
    expect(await ambiguous.caller.failure('DatabricksJob("Made up", null, [ByName = true])')).toMatchObject({
      Reason: 'Databricks.JobAmbiguous',
      Detail: { Status: 409 },
    });
  });

  test('502 databricksRefused', async () => {
    const { caller } = await tableCaller(clock, { intercept: onRoute('get', answers(403)) });
    expect(await caller.failure(SALES)).toMatchObject({
      Reason: 'Databricks.DatabricksRefused',
      Detail: { Status: 502 },
    });
  });

  test('500 internal', async () => {
    const { world, caller } = await tableCaller(clock);
    world.app.claims.read = async () => {
      throw new Error('made up');
    };
    expect(await caller.failure(SALES)).toMatchObject({
      Reason: 'Databricks.Internal',
      Message: expect.not.stringContaining('made up'),
      Detail: { Status: 500 },
    });
  });

  test.each([400, 404, 409, 410, 422, 424, 500, 502])('%d with whatever code', async (status) => {
    const { caller } = await tableCaller(
      clock,
      {},
      { intercept: async () => made(status, 'madeUp', { run: { id: 'run-1', run: { id: '7' } } }) },
    );
    expect(await caller.failure(SALES)).toMatchObject({
      Reason: 'Databricks.MadeUp',
      Message: 'Because madeUp.',
      Detail: { Code: 'madeUp', Status: status, Id: 'run-1', RunId: '7', RunPageUrl: null },
    });
    expect(caller.requests).toHaveLength(1);
  });
});

describe('an option', () => {
  test.each([
    ['PolSeconds = 5', 'Databricks.OptionUnknown', 'PolSeconds'],
    ['pollSeconds = 5', 'Databricks.OptionUnknown', 'pollSeconds'],
    ['PollSeconds = "5"', 'Databricks.OptionInvalid', 'PollSeconds'],
    ['TimeoutSeconds = -1', 'Databricks.OptionInvalid', 'TimeoutSeconds'],
    ['FreshFor = 15', 'Databricks.OptionInvalid', 'FreshFor'],
    ['Peek = "yes"', 'Databricks.OptionInvalid', 'Peek'],
  ])('%s is refused before anything is asked', async (option, reason, word) => {
    const { caller } = await tableCaller(clock);
    expect(await caller.failure(`DatabricksJob("sales", null, [${option}])`)).toMatchObject({
      Reason: reason,
      Message: expect.stringContaining(word),
    });
    expect(caller.requests).toEqual([]);
  });

  test('that is null is none', async () => {
    const { caller } = await tableCaller(clock);
    expect(
      (await caller.load('DatabricksJob("sales", [days = 1], [PollSeconds = null, Columns = null])')).rows,
    ).toHaveLength(12);
  });

  test('and a parameter must be of a kind that can be written', async () => {
    const { caller } = await tableCaller(clock);
    expect(await caller.failure('DatabricksJob("sales", [days = {1}])')).toMatchObject({
      Reason: 'Databricks.ParameterInvalid',
      Message: expect.stringContaining('days'),
    });
    expect(await caller.failure('DatabricksJob(101)')).toMatchObject({ Reason: 'Expression.Error' });
  });
});

describe('trouble on the way', () => {
  const plainly = (status: number, headers: Record<string, string> = {}): WebResponse => ({
    status,
    headers,
    body: Buffer.from('<html>Not now</html>'),
  });

  /** Each of the first requests is answered like this, and no other. */
  const atFirst = (...answersInPlace: WebResponse[]): NonNullable<CallerOptions['intercept']> => {
    const left = [...answersInPlace];
    return async (_, pass) => left.shift() ?? pass();
  };

  test.each([408, 429, 503, 504, 509])('%d is survived', async (status) => {
    const busy = plainly(status, { 'retry-after': '2' });
    const { world, caller } = await tableCaller(clock, {}, { intercept: atFirst(busy, busy, busy) });
    expect((await caller.load(SALES)).rows).toHaveLength(12);
    expect([caller.requests.length, world.starts()]).toEqual([4, 1]);
  });

  test.each([
    ['Databricks, while the job is read', { intercept: onRoute('get', answers(429), answers(503)) }],
    [
      'Databricks, while the run is started',
      { intercept: onRoute('run-now', answers(429), answers(503), answers(500)) },
    ],
  ])('is survived from %s', async (_who, options) => {
    const { world, caller } = await tableCaller(clock, options);
    expect((await caller.load(SALES)).rows).toHaveLength(12);
    expect(world.starts()).toBeGreaterThanOrEqual(1);
  });

  test('from the storage of the app is survived', async () => {
    const { world, caller } = await tableCaller(clock);
    const { claims } = world.app;
    const { read } = claims;
    const { StorageUnavailable } = await import('../../../src/contract/storage-unavailable');
    let failures = 2;
    claims.read = async (...args) => {
      if (failures-- > 0) throw new StorageUnavailable('made up', { cause: new Error('made up') });
      return read(...args);
    };
    expect((await caller.load(SALES)).rows).toHaveLength(12);
    expect(caller.requests.map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(world.starts()).toBe(1);
  });

  test('that stays is an error after four requests', async () => {
    const { caller } = await tableCaller(clock, {}, { intercept: async () => plainly(503) });
    expect(await caller.failure(SALES)).toMatchObject({
      Reason: 'DataSource.Error',
      Message: expect.stringContaining('(503)'),
    });
    expect(caller.requests).toHaveLength(4);
  });

  test('in the middle of the waiting is survived, too', async () => {
    let requests = 0;
    const { world, caller } = await tableCaller(
      clock,
      { scenarios: [jobThatTakes(300, () => [{ a: 1 }])], catalog: new Map() },
      { intercept: async (_, pass) => (++requests === 3 ? plainly(503) : pass()) },
    );
    expect((await caller.load(`DatabricksJob("${world.jobId}")`)).rows).toEqual([{ a: 1 }]);
    expect(world.starts()).toBe(1);
  });

  test('a request that hangs is an error after 100 seconds', async () => {
    const { caller } = await tableCaller(clock, {}, { intercept: () => new Promise(() => {}) });
    const [failure, took] = await caller.timed(caller.refresh().failure(SALES));
    expect([failure.Reason, failure.Message, took]).toEqual(['DataSource.Error', 'The operation has timed out.', 100]);
  });

  test('a wrong key is an error of credentials', async () => {
    const { caller } = await tableCaller(clock, {}, { key: 'wrong' });
    expect(await caller.failure(SALES)).toMatchObject({
      Reason: 'DataSource.Error',
      Message: expect.stringContaining("couldn't authenticate"),
    });
    expect(caller.requests).toHaveLength(1);
  });

  test.each([
    ['a page', '<html>Welcome</html>'],
    ['nothing', ''],
    ['JSON of something else', '{"hello": "world"}'],
    ['a list', '[1]'],
  ])('%s in place of the answer is told, whatever its status', async (_what, body) => {
    for (const status of [200, 202, 404, 500]) {
      const { caller } = await tableCaller(
        clock,
        {},
        { intercept: async () => ({ status, headers: {}, body: Buffer.from(body) }) },
      );
      expect(await caller.failure(SALES)).toMatchObject({
        Reason: 'Databricks.AnswerUnreadable',
        Message: expect.stringContaining(body),
        Detail: { Status: status },
      });
      expect(caller.requests).toHaveLength(1);
    }
  });
});
