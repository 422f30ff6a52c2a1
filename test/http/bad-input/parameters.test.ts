import { expectProblem, SECRET, SMALL_CATALOG, watchedWorld } from '../../support/refusals';
import type { Body } from '../../support/run-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const catalog = SMALL_CATALOG;
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, '']));
const MAPS = ['job_parameters', 'notebook_params', 'python_named_params', 'sql_params'];
/** What is wrong with its body is said before the run is looked up. */
const REPAIR = 'runs/run-0001/repair';
const LISTS = ['python_params', 'jar_params', 'spark_submit_params', 'dbt_commands'];

describe.each(MAPS)('%s', (kind) => {
  test.each<[what: string, parameters: unknown, field?: string]>([
    ['an object in the place of a text', { region: { name: SECRET } }, 'region'],
    ['a list in the place of a text', { region: [SECRET] }, 'region'],
    ['a number', { days: 3 }, 'days'],
    ['true', { days: true }, 'days'],
    ['null', { days: null }, 'days'],
    ['a list', [SECRET]],
    ['a text', SECRET],
    ['null in the place of all', null],
    ['more than 10,000 bytes', { text: SECRET.repeat(1000) }],
    ['more than 10,000 bytes in few characters', { text: '東'.repeat(3400) }],
    ['3,000 names', many(3_000)],
    ['a NUL in a name', { 'a\u0000b': SECRET }],
    ['a line break in a name', { 'a\nb': SECRET }],
    ['a control character in a name', { 'a\u0085b': SECRET }],
    ['a parameter without a name', { '': SECRET }],
    ['a secret that is no name', { password: { $secret: '../keys' } }, 'password.$secret'],
    ['a secret with more beside it', { password: { $secret: 'a', value: SECRET } }, 'password.value'],
  ])('with %s is refused', async (...[, parameters, field]) => {
    const world = watchedWorld({ clock, catalog });
    const place = [`runNow.${kind}`, ...(field ? [field] : [])].join('.');
    expectProblem(await world.post('runs', { job: 101, runNow: { [kind]: parameters } }), 400, 'requestInvalid', place);
    expectProblem(
      await world.post('runs', { job_id: 101, [kind]: parameters }),
      400,
      'requestInvalid',
      place.replace('runNow.', ''),
    );
    expectProblem(
      await world.post(REPAIR, { [kind]: parameters }),
      400,
      'requestInvalid',
      place.replace('runNow.', ''),
    );
    expect(world.touched()).toEqual([]);
  });

  test('of 10,000 names are refused', async () => {
    const world = watchedWorld({ clock });
    expectProblem(await world.post('runs', { job: 101, runNow: { [kind]: many(10_000) } }), 413, 'bodyTooLarge');
    expectProblem(await world.post(REPAIR, { [kind]: many(10_000) }), 413, 'bodyTooLarge');
    expect(world.touched()).toEqual([]);
  });

  test('with a secret of a job that is handed none are refused', async () => {
    const runNow = { [kind]: { region: { $secret: 'some-secret' } } };
    for (const job of ['sales', '101']) {
      const world = watchedWorld({ clock, catalog });
      expectProblem(await world.post('runs', { job, runNow }), 400, 'requestInvalid', 'runNow');
      expect(world.touched()).toEqual([]);
    }
  });
});

test.each(LISTS)('%s that are no texts, or too many, are refused', async (kind) => {
  for (const list of [SECRET, { a: SECRET }, [7], [[SECRET]], [null], [SECRET.repeat(1000)], Array(5_000).fill('')]) {
    const world = watchedWorld({ clock });
    for (const reply of [
      await world.post('runs', { job: 101, runNow: { [kind]: list } }),
      await world.post(REPAIR, { [kind]: list }),
    ]) {
      expectProblem(reply, 400, 'requestInvalid');
      expect(reply.body.errors[0].field).toMatch(new RegExp(`^(runNow\\.)?${kind}(\\.0)?$`));
    }
    expect(world.touched()).toEqual([]);
  }
});

test.each<[what: string, body: Body, field: string]>([
  [
    'two kinds of parameters in the other form',
    { job_id: 101, job_parameters: { a: SECRET }, python_params: [SECRET] },
    'python_params',
  ],
  ...['python_params', 'spark_submit_params'].map((kind): [string, Body, string] => [
    `an argument that is not ASCII among ${kind}`,
    { job: 101, runNow: { [kind]: ['--region', 'ñ'] } },
    `runNow.${kind}`,
  ]),
  ...[...MAPS.slice(1), ...LISTS].map((kind): [string, Body, string] => [
    `job_parameters beside ${kind}`,
    { job: 101, runNow: { job_parameters: { a: SECRET }, [kind]: LISTS.includes(kind) ? [SECRET] : { b: SECRET } } },
    `runNow.${kind}`,
  ]),
  [
    'parameters of a notebook beside those of a JAR',
    { job: 101, runNow: { notebook_params: { a: SECRET }, jar_params: [SECRET] } },
    'runNow.jar_params',
  ],
  [
    'a parameter that the catalog forbids',
    { job: 'sales', runNow: { job_parameters: { a: SECRET } } },
    'runNow.job_parameters.a',
  ],
  [
    'a kind of parameters that the catalog has not',
    { job: 'sales', runNow: { notebook_params: { region: SECRET } } },
    'runNow.notebook_params',
  ],
  [
    'too much with those of the catalog',
    { job: 'notes', runNow: { notebook_params: { more: SECRET.repeat(400) } } },
    'runNow.notebook_params',
  ],
])('%s is refused', async (_, body, field) => {
  const world = watchedWorld({ clock, catalog });
  expectProblem(await world.post('runs', body), 400, 'requestInvalid', field);
  expect(world.touched()).toEqual([]);
});

describe('of a table', () => {
  const table = async (query: string, job = '101') => {
    const world = watchedWorld({ clock, catalog });
    const reply = await world.get(`jobs/${job}/table?${query}`);
    expect(await world.app.runs.list({ limit: 10 })).toEqual({ runs: [] });
    return { reply, asked: world.asked() };
  };

  test.each([
    ['in no other spelling', `region=${SECRET}`, 'region'],
    ['in small letters', `P.region=${SECRET}`, 'P.region'],
    ['without a name', `p.=${SECRET}`, 'p.'],
    ['twice', `p.a=${SECRET}&p.a=2`, 'p.a'],
    ['by the name of __proto__', `p.__proto__=${SECRET}`, 'p.__proto__'],
    ['with a line break in its name', `p.a%0Ab=${SECRET}`, 'p.ab'],
    ['with a NUL in its name', `p.a%00b=${SECRET}`, 'p.ab'],
  ])('a parameter is given %s', async (_, query, field) => {
    const { reply, asked } = await table(query);
    expectProblem(reply, 400, 'queryInvalid', field);
    expect(asked).toEqual([]);
  });

  test.each([
    ['of more than 10,000 bytes', `p.region=${SECRET.repeat(1000)}`],
    [
      'of 10,000 names',
      Object.keys(many(10_000))
        .map((name) => `p.${name}=`)
        .join('&'),
    ],
  ])('parameters %s are refused, and Databricks is not asked about the job', async (_, query) => {
    for (const job of ['101', 'sales', 'notes']) {
      const { reply, asked } = await table(query, job);
      expectProblem(reply, 400, 'parametersInvalid', 'p');
      expect(asked).toEqual([]);
    }
  });

  test.each([
    ['that the job does not declare, beside one that it does,', '101', `p.region=N&p.regoin=${SECRET}`, 'p.regoin'],
    ['that the catalog does not allow', 'sales', `p.days=${SECRET}`, 'p.days'],
  ])('a parameter %s is refused once the job has been looked at', async (_, job, query, field) => {
    const { reply, asked } = await table(query, job);
    expectProblem(reply, 400, 'parametersInvalid', field);
    expect(asked).toEqual(['GET get']);
  });
});
