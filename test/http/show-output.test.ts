import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { hugeOutput } from '../../local/workspace/scenarios/huge-output';
import { internalError } from '../../local/workspace/scenarios/internal-error';
import { nightlyReport } from '../../local/workspace/scenarios/nightly-report';
import { noOutput } from '../../local/workspace/scenarios/no-output';
import { plainText } from '../../local/workspace/scenarios/plain-text';
import { pythonScript } from '../../local/workspace/scenarios/python-script';
import { repairable } from '../../local/workspace/scenarios/repairable';
import { salesTable } from '../../local/workspace/scenarios/sales-table';
import type { Scenario } from '../../local/workspace/scenarios/scenario';
import type { CatalogEntry } from '../../src/contract/jobs/catalog';
import { jobOfTasks, jobThatTakes } from '../support/made-up-job';
import { type Body, runWorld, type WorldOptions } from '../support/run-world';
import { answers, onRoute } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

async function endedRun(scenario: Scenario, more: Body = {}, options: Partial<WorldOptions> = {}) {
  const world = runWorld({ clock, scenarios: [scenario], ...options });
  const id = await world.start({ job: world.jobId, ...more });
  const run = await world.ended(id);
  const output = (query = '', headers?: Record<string, string>) => world.get(`runs/${id}/output${query}`, headers);
  return { world, id, run, output };
}

const values = (value: unknown) => jobThatTakes(1, () => value);
const north = { runNow: { job_parameters: { region: 'NORTE', days: '1' } } };

describe('as JSON', () => {
  test('a value that is JSON is the answer', async () => {
    const { output } = await endedRun(salesTable, north);
    const { status, headers, body } = await output();
    expect([status, headers['content-type']]).toEqual([200, 'application/json']);
    expect(body).toHaveLength(3);
    expect(body[0]).toMatchObject({ date: '2026-01-01', region: 'NORTE', product: 'Coffee' });
    expect((await output('?format=json', { accept: 'text/csv' })).body).toEqual(body);
  });

  test('a value that is no JSON is a text', async () => {
    expect((await (await endedRun(plainText)).output()).body).toBe('Hello, world. Nothing to "parse" here.');
  });

  test.each([
    ['null', null],
    ['0', 0],
    ['false', false],
    ['""', ''],
    ['[]', []],
    ['9007199254740993', '9007199254740993'],
  ])('%s is an answer, too', async (text, value) => {
    const { output } = await endedRun(values(text));
    const reply = await output();
    expect([reply.status, reply.body]).toEqual([200, value]);
  });

  test('what a script has printed is a text', async () => {
    expect((await (await endedRun(pythonScript)).output()).body).toBe('called with --day 2026-01-01\n');
  });

  test('the values of several tasks stand by their names', async () => {
    const { output } = await endedRun(nightlyReport, { runNow: { job_parameters: { day: '2026-02-01' } } });
    const { status, body } = await output();
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['extract', 'report']);
    expect(body.extract).toEqual({ files: 42 });
    expect((await output('?task=report')).body).toEqual(body.report);
    expect((await output('?task=extract')).body).toEqual({ files: 42 });
  });

  test('without any, the answer is 204', async () => {
    const { output } = await endedRun(values(undefined));
    for (const query of ['', '?format=csv', '?format=ndjson']) {
      expect(await output(query)).toMatchObject({ status: 204, text: '' });
    }
  });

  test('a task that has handed over nothing has none, and one that is not there is told from it', async () => {
    const { output } = await endedRun(noOutput);
    expect((await output('?task=silent')).status).toBe(204);
    expect(await output('?task=empty')).toMatchObject({ status: 200, body: '' });
    const { status, body } = await output('?task=none');
    expect([status, body.code]).toEqual([404, 'taskUnknown']);
    for (const name of ['silent', 'empty', 'null']) expect(body.detail).toContain(name);
  });

  test('a value that Databricks has cut is a text that says so', async () => {
    const { output } = await endedRun(hugeOutput);
    const { status, headers, body } = await output();
    expect([status, headers['x-output-truncated'], typeof body]).toEqual([200, 'true', 'string']);
  });
});

describe('?view=raw', () => {
  const secret = 'canary-51ce';

  test("is Databricks' own answer, without any parameter", async () => {
    const { output } = await endedRun(salesTable, { runNow: { job_parameters: { region: secret, days: '0' } } });
    const { status, body, text } = await output('?view=raw');
    expect(status).toBe(200);
    expect(body.notebook_output).toEqual({ result: '[]', truncated: false });
    expect(body.metadata).toMatchObject({ run_name: 'sales', run_id: expect.stringMatching(/^\d+$/) });
    expect(body.metadata.state).toMatchObject({ result_state: 'SUCCESS' });
    expect(text).not.toContain(secret);
    expect(text).not.toMatch(/param/i);
  });

  test('has no parameter of a failed task either', async () => {
    const { output } = await endedRun(failingNotebook, { runNow: { notebook_params: { password: secret } } });
    expect((await output('?view=raw')).status).toBe(424);
    const { status, body, text } = await output('?view=raw&task=main');
    expect([status, body.error]).toEqual([200, "NameError: name 'datframe' is not defined"]);
    expect(text).not.toContain(secret);
    expect(text).not.toMatch(/param/i);
  });

  test('has those of several tasks by their names, also of one that has handed over nothing', async () => {
    const { output } = await endedRun(noOutput);
    const { body } = await output('?view=raw');
    expect(Object.keys(body).sort()).toEqual(['empty', 'null', 'silent']);
    expect(body.silent).not.toHaveProperty('notebook_output.result');
    expect((await output('?view=raw&task=empty')).body).toEqual(body.empty);
    expect((await output('?view=raw&task=none')).status).toBe(404);
  });
});

describe('as a table', () => {
  const csv = 'date,region,product,units,revenue\r\n2026-01-01,NORTE,Coffee,';

  test.each<[string, string, string | undefined]>([
    ['its name', '?format=csv', undefined],
    ['its name in capitals', '?format=CSV', undefined],
    ['Accept', '', 'text/csv'],
    ['Accept among others', '', 'application/json;q=0.5, text/csv'],
  ])('CSV is asked for by %s', async (_, query, accept) => {
    const { output } = await endedRun(salesTable, north);
    const { status, headers, text } = await output(query, accept === undefined ? {} : { accept });
    expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(text.slice(0, csv.length)).toBe(csv);
    expect(text.split('\r\n')).toHaveLength(5);
  });

  test.each([
    ['?format=ndjson', '*/*'],
    ['', 'application/x-ndjson'],
    ['', 'application/jsonl'],
  ])('NDJSON is asked for by %s %s', async (query, accept) => {
    const { output } = await endedRun(salesTable, north);
    const { status, headers, text } = await output(query, { accept });
    expect([status, headers['content-type']]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    const rows = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ product }) => product)).toEqual(['Coffee', 'Tea', 'Cocoa']);
  });

  const entry: CatalogEntry = {
    job: '101',
    columns: [
      { name: 'units', type: 'text' },
      { name: 'region', type: 'text' },
      { name: 'missing', type: 'number' },
    ],
  };
  const catalog = new Map([['sales', entry]]);

  test('the columns are those that the catalog declares, in its order', async () => {
    const { output } = await endedRun(salesTable, { job: 'sales', ...north }, { catalog });
    const { text } = await output('?format=csv');
    expect(text).toMatch(/^units,region,missing\r\n\d+,NORTE,\r\n/);
  });

  test('the columns of an alias are not those of its job', async () => {
    const { output } = await endedRun(salesTable, { job: '101', ...north }, { catalog });
    expect((await output('?format=csv')).text).toMatch(/^date,region,/);
  });

  test('of several outputs one must be chosen', async () => {
    const { output } = await endedRun(nightlyReport);
    for (const format of ['csv', 'ndjson']) {
      const { status, body } = await output(`?format=${format}`);
      expect([status, body.code]).toEqual([400, 'taskNeeded']);
      expect(body.tasks.sort()).toEqual(['extract', 'report']);
      expect(body.detail).toMatch(/extract.*report|report.*extract/);
    }
    expect((await output('?format=csv&task=report')).text).toMatch(/^day,metric,value\r\n/);
    expect((await output('?format=csv&task=extract')).text).toBe('files\r\n42\r\n');
  });

  test('what has been cut is not read into rows', async () => {
    const { output } = await endedRun(hugeOutput);
    for (const format of ['csv', 'ndjson']) {
      expect(await output(`?format=${format}`)).toMatchObject({
        status: 424,
        body: { code: 'outputTruncated', title: 'The output cannot be had' },
      });
    }
  });

  test('what is none is refused, and the reason told', async () => {
    const { output } = await endedRun(values([1, { a: 2 }]));
    const { status, headers, body } = await output('?format=csv');
    expect([status, body.code, headers['content-type']]).toEqual([422, 'outputNotTabular', 'application/problem+json']);
    expect(body.detail).toContain('row 2');
    expect(body.detail).toMatch(/format=json\.$/);
    expect((await output()).body).toEqual([1, { a: 2 }]);
  });
});

describe('in place of the output', () => {
  test('there is the run while it goes on, and the address leads to the output', async () => {
    const world = runWorld({ clock, scenarios: [salesTable] });
    const id = await world.start({ job: world.jobId, ...north });
    const early = await world.get(`runs/${id}/output?format=csv&task=sales&wait=0&onFailure=200&code=KEY`);
    expect([early.status, early.body.outcome]).toEqual([202, null]);
    const location = String(early.headers.location);
    expect(location).toMatch(/^https:\/\/runner\.example\/api\/links\/o[^?]+\?format=csv&task=sales&onFailure=200$/);
    await world.ended(id);
    const late = await world.get(location.replace('https://runner.example/api/', ''));
    expect([late.status, late.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
  });

  test('there is nothing but time: ?wait= waits for it', async () => {
    const world = runWorld({ clock, scenarios: [salesTable] });
    const id = await world.start({ job: world.jobId, ...north });
    const waiting = world.get(`runs/${id}/output?wait=60`);
    await world.seconds(60);
    expect(await waiting).toMatchObject({ status: 200, body: expect.any(Array) });
  });

  test('there is the failure of a run that did not end well', async () => {
    const { output } = await endedRun(failingNotebook);
    for (const query of [
      '',
      '?format=csv',
      '?task=main',
      '?task=main&format=csv',
      '?task=none',
      '?view=raw&task=none',
    ]) {
      expect(await output(query)).toMatchObject({
        status: 424,
        body: { code: 'runFailed', title: 'The run did not end well', run: { outcome: 'failed' } },
      });
    }
    expect(await output('?onFailure=200')).toMatchObject({ status: 200, body: { outcome: 'failed' } });
  });

  test('there is what one task has handed over all the same', async () => {
    const { output } = await endedRun(repairable);
    expect((await output()).status).toBe(424);
    expect(await output('?task=prepare')).toMatchObject({ status: 200, body: 'prepared' });
    expect((await output('?task=prepare&format=csv')).text).toBe('value\r\nprepared\r\n');
    expect((await output('?task=load')).status).toBe(424);
    expect((await output('?task=report')).status).toBe(424);
  });

  test('there is nothing of a run that never began', async () => {
    const { output } = await endedRun(internalError, { job: '999' });
    expect(await output('?task=load')).toMatchObject({
      status: 424,
      body: { run: { outcome: 'rejected', run: null } },
    });
  });
});

describe('output that could not be had', () => {
  const denied = answers(403, {}, '{"error_code":"PERMISSION_DENIED","message":"no view permission"}');

  test('is told as such, and not as an empty one', async () => {
    const { output, run } = await endedRun(salesTable, north, { intercept: onRoute('get-output', denied) });
    expect(run).toMatchObject({ outcome: 'succeeded', outputProblem: expect.stringContaining('no view permission') });
    for (const query of ['', '?format=csv', '?task=sales']) {
      const { status, body } = await output(query);
      expect([status, body.code]).toEqual([424, 'outputUnavailable']);
      expect(body.detail).toContain('no view permission');
      expect(body.title).toBe('The output cannot be had');
    }
  });

  test('of one of two tasks leaves the other one to be had by its name', async () => {
    const twoTasks = jobOfTasks(2, ({ taskKey }) => taskKey);
    const { output } = await endedRun(twoTasks, {}, { intercept: onRoute('get-output', denied) });
    expect(await output()).toMatchObject({ status: 424, body: { code: 'outputUnavailable' } });
    const each = await Promise.all(['task_0', 'task_1'].map((task) => output(`?task=${task}`)));
    expect(each.map(({ status }) => status).sort()).toEqual([200, 424]);
  });

  test('because it has been deleted is gone', async () => {
    const { world, output } = await endedRun(salesTable, north);
    const { read } = world.app.outputs;
    for (const isDeleted of [() => true, (name: string) => name !== 'result.json']) {
      world.app.outputs.read = async (id, name) => (isDeleted(name) ? undefined : read(id, name));
      for (const query of ['', '?format=csv', '?view=raw']) {
        expect(await output(query)).toMatchObject({ status: 410, body: { code: 'outputGone' } });
      }
    }
  });
});

test('more outputs than fit into memory are not given at once', async () => {
  const large = 'x'.repeat(4_500_000);
  const { output } = await endedRun(jobOfTasks(4, () => large));
  for (const query of ['', '?view=raw'])
    expect(await output(query)).toMatchObject({ status: 400, body: { code: 'taskNeeded' } });
  expect((await output('?task=task_2')).body).toBe(large);
});
