import { giantIds } from '../../local/workspace/scenarios/giant-ids';
import type { Scenario } from '../../local/workspace/scenarios/scenario';
import { slow } from '../../local/workspace/scenarios/slow';
import { type Body, runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

type World = ReturnType<typeof runWorld>;

/** The bodies of all starts that Databricks was asked for, as they went over the wire. */
const startsIn = ({ requests }: World): string[] =>
  requests.filter(({ path }) => path.endsWith('/run-now')).map(({ body }) => body.toString());

/** Starts a run, and gives what Databricks was then asked for. */
async function startsWith(body: Body, path = 'runs', headers: Record<string, string> = {}): Promise<Body> {
  const world = runWorld({ clock, scenarios: [slow] });
  const reply = await world.post(path, body, headers);
  expect([reply.status, reply.body.code]).toEqual([202, undefined]);
  await world.seconds(1);
  const [start = '', ...others] = startsIn(world);
  expect(others).toEqual([]);
  const { idempotency_token, ...asked } = JSON.parse(start);
  expect(idempotency_token).toMatch(/^[0-9a-f]{64}$/);
  return asked;
}

describe('a job is started', () => {
  test.each<[string, Body]>([
    ['a number', { job: 7 }],
    ['digits', { job: '7' }],
    ['digits after zeros', { job: '007' }],
    ["Databricks' own field", { job_id: 7 }],
    ["Databricks' own field with digits", { job_id: '7' }],
    ['a byte order mark before the body', '\ufeff{"job":7}'],
    ['no parameters', '{"job":7,"runNow":{}}'],
  ])('for %s', async (_, body) => expect(await startsWith(body)).toEqual({ job_id: 7 }));

  test.each(['{"job":9007199254740993}', '{"job_id":9007199254740993}', '{"job":"9007199254740993"}'])(
    'with all of its digits for %s',
    async (body) => {
      const world = runWorld({ clock, scenarios: [slow] });
      await world.post('runs', body);
      await world.seconds(1);
      expect(startsIn(world)[0]).toContain('"job_id":9007199254740993,');
    },
  );

  test('whose ids no number of JavaScript holds', async () => {
    const world = runWorld({ clock, scenarios: [giantIds] });
    expect(BigInt(world.jobId)).toBeGreaterThan(2n ** 53n);
    const run = await world.ended(await world.start(`{"job":${world.jobId}}`));
    expect(run).toMatchObject({ outcome: 'succeeded', job: { id: world.jobId }, output: { big: '9007199254740993' } });
    expect(BigInt(run.run.id)).toBeGreaterThan(2n ** 53n);
  });

  test.each(['Slow', '2026.01', 'v1.5', 'a/b?c#d&e=%41', 'Ünïcode ☕ 東京', 'O\'Neil "x"', '-- x'])(
    'by the name %s',
    async (name) => {
      const renamed: Scenario = { ...slow, settings: { ...slow.settings, name } as Scenario['settings'] };
      const world = runWorld({ clock, scenarios: [renamed] });
      expect((await world.post('runs', { job: name })).status).toBe(202);
      await world.seconds(1);
      expect(JSON.parse(startsIn(world)[0] ?? '{}').job_id).toBe(Number(world.jobId));
    },
  );

  test.each(['a', '~', '!"#$%&\'()*+,-./:;<=>?@[]^_`{|}', 'k'.repeat(255)])('with the key %s', async (key) => {
    await startsWith({ job: 7 }, 'runs', { 'idempotency-key': key });
    await startsWith({ job: 7 }, `runs?key=${encodeURIComponent(key)}`);
  });

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'application/cloudevents+json',
  ])('by a body of the type %s', async (type) =>
    expect(await startsWith('{"job":7}', 'runs', { 'content-type': type })).toEqual({ job_id: 7 }),
  );

  test('by the configured name of its workspace', async () => {
    expect(await startsWith({ job: 7, workspace: 'default' })).toEqual({ job_id: 7 });
  });
});

describe('parameters arrive unchanged', () => {
  const odd = {
    Timestamp: '2026-01-01T00:00:00Z',
    timestamp: 'now',
    password: 'hunter2, and "more"',
    constructor: 'a',
    toString: 'b',
    hasOwnProperty: 'c',
    'two lines': 'first\nsecond\r\n\tthird',
    'not a date': '2026-01-01',
    emoji: '🎉 ñ 東京 \u2028\u2029 \u0000',
    empty: '',
    digits: '9007199254740993',
    path: "C:\\temp\\'x'",
    $type: 'System.Object',
    $ref: '1',
    'a.b[0]': '{{job.id}} $x %41',
    ' blank ': ' around ',
  };

  test.each(['job_parameters', 'notebook_params', 'sql_params', 'python_named_params'])('as %s', async (kind) => {
    expect(await startsWith({ job: 7, runNow: { [kind]: odd } })).toEqual({ job_id: 7, [kind]: odd });
    expect(await startsWith({ job_id: 7, [kind]: odd })).toEqual({ job_id: 7, [kind]: odd });
  });

  test.each([
    ['jar_params', ['a\nb', 'ñ', '']],
    ['spark_submit_params', ['--class', 'com.example.Load', '/load.jar']],
    ['dbt_commands', ['dbt deps', 'dbt run --select "x"']],
    ['python_params', ['--day', '2026-01-01', 'a\nb']],
  ])('as %s', async (kind, list) => {
    expect(await startsWith({ job: 7, runNow: { [kind]: list } })).toEqual({ job_id: 7, [kind]: list });
  });

  test('and so does everything else that run-now knows', async () => {
    const more = {
      job_parameters: { region: 'NORTE' },
      only: ['load'],
      queue: { enabled: true },
      performance_target: 'STANDARD',
      pipeline_params: { full_refresh: true },
    };
    expect(await startsWith({ job: 7, runNow: more })).toEqual({ job_id: 7, ...more });
    expect(await startsWith({ job_id: '7', ...more, timeoutSeconds: 60 })).toEqual({ job_id: 7, ...more });
  });

  test('of a table, with all that an address can hold', async () => {
    const world = runWorld({ clock, scenarios: [slow] });
    const search = new URLSearchParams(
      Object.entries(odd).map(([name, value]): [string, string] => [`p.${name}`, value]),
    );
    const reply = await world.get(`jobs/${world.jobId}/table?${search}`);
    expect(reply.status).toBe(202);
    await world.seconds(1);
    expect(JSON.parse(startsIn(world)[0] ?? '{}').notebook_params).toEqual(odd);
  });

  test('and what they hold is in no answer, row, list or log', async () => {
    const world = runWorld({ clock, scenarios: [slow] });
    const secret = { password: 'canary-7f3a', Timestamp: 'canary-7f3a', token: 'canary-7f3a' };
    const started = await world.post('runs', { job: world.jobId, runNow: { job_parameters: secret } });
    const { id, statusPath } = started.body;
    const link = statusPath.replace('/api/', '');
    const going = [await world.get(`runs/${id}`), await world.get(link), await world.get(`runs/${id}/output`)];
    const run = await world.ended(id);
    const ended = [await world.get(link), await world.get(`runs/${id}/output?view=raw`), await world.get('runs')];
    expect(startsIn(world)[0]).toContain('canary-7f3a');
    const told = [started, going, run, ended, await world.row(id), world.events, world.answered, world.host.lines];
    expect(JSON.stringify(told)).not.toContain('canary-7f3a');
  });
});
