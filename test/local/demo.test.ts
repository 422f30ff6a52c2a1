import { type DemoOptions, demonstrate } from '../../local/demo';
import { type HttpListener, type HttpRequest, type HttpResponse, listen } from '../../local/http';
import { createScreen } from '../../local/screen';
import { eventually } from '../support/eventually';

type Answer = { status: number; body?: object };

/** An app that answers a start, then each look at the run, with the next of its answers; the last one stays. */
let answers: Answer[] = [];
let requests: HttpRequest[] = [];
let others: Record<string, Answer> = {};
let app: HttpListener;

beforeAll(async () => {
  app = await listen(0, ['127.0.0.1'], async (request): Promise<HttpResponse> => {
    requests.push(request);
    const isOfRun = request.method === 'POST' || request.path === '/api/links/run';
    const answer = isOfRun ? (answers.length > 1 ? answers.shift() : answers[0]) : others[request.path];
    const { status, body } = answer ?? { status: 404 };
    return { status, ...(body && { body: JSON.stringify(body) }) };
  });
});
afterAll(() => app.close());
beforeEach(() => {
  answers = [];
  requests = [];
  others = { '/api/openapi.json': { status: 200, body: {} } };
});

const going = (status: string, tasksDone?: number): Answer => {
  const run = tasksDone === undefined ? null : { tasksDone, tasksTotal: 2 };
  return { status: 202, body: { id: 'abc', status, outcome: null, statusPath: '/api/links/run', run } };
};
const ended = (more: object): Answer => ({
  status: 200,
  body: { id: 'abc', status: 'ended', outcome: 'succeeded', statusPath: '/api/links/run', run: null, ...more },
});
const STARTED = going('pending');

function show(options: Partial<DemoOptions> = {}, { isTTY = false, lookEveryMs = 20 } = {}) {
  let text = '';
  const write = (written: string | Uint8Array) => {
    text += written;
    return true;
  };
  const screen = createScreen({ write, isTTY, columns: 200 }, {});
  const interrupted = new AbortController();
  const muted: (string | undefined)[] = [];
  const url = `http://127.0.0.1:${app.port}`;
  const all = { url, key: undefined, job: undefined, isSimulated: true, once: true, ...options };
  const made = demonstrate(all, {
    screen,
    signal: interrupted.signal,
    lookEveryMs,
    mute: (path) => void muted.push(path),
  });
  return {
    made,
    text: () => text,
    lines: () =>
      text
        .trimEnd()
        .replaceAll(/\d+ s\b/g, 'n s')
        .split('\n'), // the machine may be slow
    interrupt: () => interrupted.abort(),
    muted,
  };
}

test('a run is started, followed and shown with its rows', async () => {
  answers = [STARTED, going('running', 0), going('running', 0), going('running', 1), ended({ output: [{ units: 7 }] })];
  const { made, lines, muted } = show();
  expect(await made).toBe(true);
  expect(lines()).toEqual([
    'A sample run: POST /api/runs {"job":"sales","runNow":{"job_parameters":{"region":"NORTE","days":"2"}}}',
    '  pending, n s',
    '  running, n s, 0 of 2 tasks done',
    '  running, n s, 1 of 2 tasks done',
    'It ended after n s: succeeded.',
    '  units',
    '  -----',
    '      7',
  ]);
  expect(requests[0]?.body.toString()).toBe(lines()[0]?.replace(/^.*runs /, ''));
  expect(muted).toEqual(['/api/links/run', undefined]);
});

test('in a terminal, one line tells how it goes on, and is gone at the end', async () => {
  answers = [STARTED, going('running', 1), ended({ output: [] })];
  const { made, text } = show({}, { isTTY: true, lookEveryMs: 600 });
  await made;
  const [, ...drawn] = text().split('\r\x1b[K');
  expect(drawn[0]).toMatch(/^ {2}pending, \d s$/);
  const running = drawn.filter((line) => /^ {2}running, \d s, 1 of 2 tasks done$/.test(line));
  expect(running.length).toBeGreaterThan(1); // nothing has changed but the time
  expect(drawn.slice(0, -1).join('')).not.toContain('\n');
  expect(drawn.at(-1)).toMatch(/^It ended after \d s: succeeded\.\n {2}\[\]\n$/);
});

test.each([
  ['nothing', {}, ['It has left no output.']],
  ['a text', { output: 'one\ntwo' }, ['  one', '  two']],
  ['a long text', { output: 'x\n'.repeat(11).trimEnd() }, [...Array(10).fill('  x'), '  … and 1 more']],
  ['several outputs', { outputs: { a: 1, b: [{ n: 2 }] } }, ['  a:', '  1', '  b:', '  n', '  -', '  2']],
  ['an output too large to come with it', { outputPath: '/api/links/out' }, ['  n', '  -', '  1']],
])('of %s, what there is is shown', async (_what, more, shown) => {
  others['/api/links/out'] = { status: 200, body: [{ n: 1 }] };
  answers = [STARTED, ended(more)];
  const { made, lines } = show();
  expect(await made).toBe(true);
  expect(lines().slice(3)).toEqual(shown);
});

test('a run that did not end well is told with its reason', async () => {
  answers = [STARTED, { status: 424, body: { detail: 'Task main: no cluster.' } }];
  const { made, lines } = show({ job: '103' });
  expect(await made).toBe(false);
  expect(lines()[0]).toBe('A sample run: POST /api/runs {"job":"103"}');
  expect(lines().at(-1)).toBe('It did not end well after n s: Task main: no cluster.');
});

test('a run that was not started is told with the reason, or at least the status', async () => {
  answers = [{ status: 404, body: { detail: 'There is no such job.' } }];
  const told = show();
  expect(await told.made).toBe(false);
  expect(told.lines().at(-1)).toBe('It was not started: There is no such job.');
  answers = [{ status: 500 }];
  const silent = show();
  expect(await silent.made).toBe(false);
  expect(silent.lines().at(-1)).toBe('It was not started: the app answered 500.');
});

test('an app that is not there is no run', async () => {
  const { made, lines } = show({ url: 'http://127.0.0.1:1' });
  expect(await made).toBe(false);
  expect(lines().at(-1)).toMatch(/^The app did not answer as it should: /);
});

test('after the run comes what to try next, unless there is nothing after it', async () => {
  answers = [STARTED, ended({})];
  const { made, lines } = show({ once: false });
  expect(await made).toBe(true);
  expect(lines()).toContain(`  curl 'http://127.0.0.1:${app.port}/api/runs/abc?wait=60'`);
  expect(lines().at(-1)).toBe(`  curl http://127.0.0.1:${app.port}/api/openapi.json`);
});

test('a description of the app that is not there is not offered', async () => {
  others = {};
  answers = [STARTED, ended({})];
  const { made, text } = show({ once: false });
  await made;
  expect(text()).not.toContain('openapi');
});

test('in a workspace that may be a real one nothing is started', async () => {
  const { made, text } = show({ isSimulated: false, once: false });
  expect(await made).toBeUndefined();
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /api/openapi.json']);
  expect(text()).toMatch(/^DATABRICKS_HOST names the workspace, so there is no sample run: /);
  expect(text()).toContain(`-d '{"job":"JOB"}'`);
  expect(text()).toMatch(/\nJOB stands for .*\nRUN_ID stands for .*\n$/);
});

test('the key is used where it is asked for, and not shown', async () => {
  answers = [STARTED, ended({})];
  const { made, text } = show({ once: false, key: { value: 'secret', file: '/data/keys.json' } });
  await made;
  expect(new Set(requests.map(({ headers }) => headers['x-functions-key']))).toEqual(new Set(['secret']));
  expect(text()).not.toContain('secret');
  expect(text()).toContain("'/data/keys.json'");
});

test('an interruption ends it without another word', async () => {
  answers = [STARTED];
  const { made, text, interrupt } = show();
  await eventually(() => expect(text()).toContain('pending'));
  const before = text();
  interrupt();
  expect(await made).toBeUndefined();
  expect(text()).toBe(before);
});
