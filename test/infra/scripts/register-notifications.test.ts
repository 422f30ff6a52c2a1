import { readFaultRule } from '../../../local/workspace/faults/read-fault-rule';
import { APP, PASSWORD, setUpRegistering } from '../support/registering';

const { workspace, register, registerAs, ask, addDestination, destinations, notificationsOf, changes } =
  setUpRegistering();

const NAME = 'databricks-job-runner func-runner.azurewebsites.net';

test('creates the destination and has it told of the ends of all jobs of the catalog, and the second time all is so', async () => {
  const first = await register();
  const [made] = await destinations();
  expect(first).toEqual({
    code: 0,
    output: [
      `Workspace: ${workspace().url}`,
      `Tells: ${APP}/api/notifications/databricks, as databricks`,
      `Destination ${NAME}: created (id ${made?.id})`,
      'Job 101 (sales): is told of now (on_success, on_failure)',
      'Job 102 (nightly): is told of now (on_success, on_failure)',
      '',
    ].join('\n'),
  });
  const [only, ...others] = await destinations();
  expect([only?.display_name, others]).toEqual([NAME, []]);
  const told = { on_success: [{ id: only?.id }], on_failure: [{ id: only?.id }] };
  expect(await notificationsOf(101)).toEqual(told);
  expect(await notificationsOf(103)).toBeUndefined();

  workspace().requests.clear();
  const second = await register(['--strict']);
  expect(second.code).toBe(0);
  expect(second.output).toContain(`Destination ${NAME}: is there, and up to date now`);
  expect(second.output).toContain('Job 101 (sales): is told of already');
  expect(changes().map(({ method, path }) => `${method} ${path}`)).toEqual([
    `PATCH /api/2.0/notification-destinations/${only?.id}`,
  ]);
  expect(await destinations()).toHaveLength(1);
});

test('what it writes is where the app takes notifications, with its credentials', async () => {
  const sent: unknown[] = [];
  const remember = workspace().requests;
  await register(['--app', 'https://Runs.example.com/', '--user', 'dbx', '--name', 'Ours']);
  for (const { method, body } of remember.find()) if (method === 'POST') sent.push(body);
  expect(sent[0]).toMatchObject({
    display_name: 'Ours',
    config: {
      generic_webhook: { url: 'https://runs.example.com/api/notifications/databricks', username: 'dbx' },
    },
  });
});

test('keeps what is told of a job already, and all else of the job', async () => {
  const other = await addDestination('Other');
  const before = { on_start: [{ id: other }], on_success: [{ id: other }] };
  await ask('POST', '2.2/jobs/update', { job_id: 101, new_settings: { webhook_notifications: before } });
  const { settings } = await ask('GET', '2.2/jobs/get?job_id=101');
  await register();
  const ours = (await destinations()).find(({ display_name }) => display_name === NAME)?.id;
  const after = await ask('GET', '2.2/jobs/get?job_id=101');
  expect(after.settings).toEqual({
    ...settings,
    webhook_notifications: {
      on_start: [{ id: other }],
      on_success: [{ id: other }, { id: ours }],
      on_failure: [{ id: ours }],
    },
  });
});

test('does not push anybody out of a job that tells three others, and says so', async () => {
  const three = [];
  for (const name of ['A', 'B', 'C']) three.push({ id: await addDestination(name) });
  const before = { on_failure: three };
  await ask('POST', '2.2/jobs/update', { job_id: 101, new_settings: { webhook_notifications: before } });
  const { code, output } = await register(['--strict']);
  expect(code).toBe(1);
  expect(output).toContain('Job 101 (sales): is full (on_failure: 3 destinations are the most)');
  expect(output).toContain('1. An admin of the workspace, or whoever owns or manages job 101');
  expect(output).toContain('Job 102 (nightly): is told of now');
  expect(await notificationsOf(101)).toEqual(before);
});

test('takes jobs by their ids, also by those that are too long for a number', async () => {
  const giant = workspace().addJob('giant-ids')?.job_id ?? '';
  const { code, output } = await register(['--job', giant, '--job', '103', '--strict']);
  expect([code, output]).toEqual([0, expect.stringContaining(`Job ${giant}: is told of now`)]);
  expect(await notificationsOf(giant)).toMatchObject({ on_success: [expect.anything()] });
  expect(await notificationsOf(103)).toMatchObject({ on_failure: [expect.anything()] });
  expect(await notificationsOf(101)).toBeUndefined();
});

test('finds its destination among several pages of them', async () => {
  for (let count = 0; count < 101; count++) await addDestination(`Other ${count}`);
  await register();
  expect((await register()).output).toContain('is there, and up to date now');
});

test('sees with --dry-run what would be done, needs no password for that, and nothing is done', async () => {
  const { code, output } = await register(['--dry-run'], { env: { NOTIFICATION_PASSWORD: '' } });
  expect(code).toBe(0);
  expect(output).toContain('would be created');
  expect(output).toContain('Job 101 (sales): would be told of (on_success, on_failure)');
  expect(changes()).toEqual([]);
});

describe('the password', () => {
  test('is taken from the standard input where the environment has none', async () => {
    const { code } = await register([], { env: { NOTIFICATION_PASSWORD: '' }, typed: `${PASSWORD}\n` });
    expect(code).toBe(0);
    expect(await destinations()).toHaveLength(1);
  });

  test.each([
    ['is missing', ''],
    ['is too short', 'too-short'],
    ['has a blank', 'made up and long enough'],
    ['is a reference that was not followed', '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/x)'],
  ])('%s: nothing is done, and it is not repeated', async (_name, typed) => {
    const { code, output } = await register([], { env: { NOTIFICATION_PASSWORD: '' }, typed });
    expect([code, changes()]).toEqual([1, []]);
    expect(output).toContain('16 to 200 visible ASCII characters');
    if (typed) expect(output).not.toContain(typed);
  });

  test('is never shown, nor taken as an argument', async () => {
    expect((await registerAs('person')).output).not.toContain(PASSWORD);
    expect((await register()).output).not.toContain(PASSWORD);
    const { code, output } = await register(['--password', PASSWORD]);
    expect([code, output]).toEqual([1, "Unknown option '--password'. See --help.\n"]);
  });
});

describe('who may not do everything', () => {
  test('is told who has to do what, and how', async () => {
    const { code, output } = await registerAs('person');
    expect(code).toBe(0);
    expect(output).toContain(`Destination ${NAME}: refused (403: User person@x is not an admin of this workspace.)`);
    expect(output).toContain('Job 101 (sales): refused (403: User person@x does not have View');
    expect(output).toContain('1. An admin of the workspace adds a notification destination');
    expect(output).toContain(`${APP}/api/notifications/databricks`);
    expect(output).toContain('3. An admin of the workspace, or whoever owns or manages job 102');
    expect(changes().map(({ method }) => method)).toEqual(['POST']);
    expect((await registerAs('person', '--strict')).code).toBe(1);
  });

  test('can do the rest once an admin has done what the curl says', async () => {
    const { output } = await registerAs('manager');
    expect(output).toContain('Job 101 (sales): not tried, without a destination');
    const [, url = '', body = ''] = /curl -X POST '(\S+)' .* -d "(.+)"/.exec(output) ?? [];
    const unquoted = body.replaceAll('\\"', '"').replace('$NOTIFICATION_PASSWORD', PASSWORD);
    const headers = { authorization: 'Bearer dapi-admin' };
    expect((await fetch(url, { method: 'POST', headers, body: unquoted })).status).toBe(200);
    const after = await registerAs('manager');
    expect(after.output).toContain('Job 101 (sales): is told of now');
    expect(after.output).toContain('Job 102 (nightly): refused (403');
  });
});

test('a destination that is there and may not be changed is corrected, and not made again', async () => {
  await register();
  const [made] = await destinations();
  const fault = { kind: 'answer', status: 403, message: 'No.' };
  workspace().faults.add(readFaultRule({ route: 'PATCH notification-destinations/*', fault }));
  const { output } = await register();
  expect(output).toContain(`curl -X PATCH '${workspace().url}/api/2.0/notification-destinations/${made?.id}'`);
  expect(output).toContain('TOKEN=$DATABRICKS_TOKEN');
  expect(output).toMatch(/--jobs '.*jobs\.json' --strict/);
});

test('two destinations of its name are a question for people', async () => {
  for (let count = 0; count < 2; count++) await addDestination(NAME);
  const { code, output } = await register(['--strict']);
  expect([code, changes().length]).toEqual([1, 2]);
  expect(output).toContain(`Destination ${NAME}: is there 2 times: delete all but one`);
  expect(output).toContain('1. An admin of the workspace deletes all destinations');
  expect(output).toContain('Job 101 (sales): not tried, without a destination');
});

describe('where nothing can be done at all, it says why and what is left', () => {
  test.each([
    ['a wrong token', { DATABRICKS_TOKEN: 'dapi-wrong' }, 'does not accept the token (403: Invalid access token.)'],
    ['no Azure CLI', { DATABRICKS_TOKEN: '', PATH: '' }, 'The Azure CLI (az) is not installed'],
    ['nobody there', { DATABRICKS_HOST: 'http://127.0.0.1:9' }, "can't be reached"],
  ])('%s', async (_what, env, why) => {
    const { code, output } = await register([], { env });
    expect([code, changes()]).toEqual([0, []]);
    expect(output).toContain(why);
    expect(output).toContain(`Destination ${NAME}: not tried`);
    expect(output).toContain('Job 102 (nightly): not tried');
    expect(output).toContain('1. An admin of the workspace adds a notification destination');
    expect((await register(['--strict'], { env })).code).toBe(1);
  });
});

test('a job that is not there is for whoever has named it', async () => {
  const { output } = await register(['--job', '5', '--job', '101']);
  expect(output).toContain('Job 5: refused (400: Job 5 does not exist.)');
  expect(output).toContain('1. Whoever has named it corrects Job 5');
  expect(output).not.toContain('curl');
  expect(output).toMatch(/^ {3}npm run register-notifications -- .* --job 5 --job 101 --strict$/m);
});

test('a job that cannot be changed right now is left, too', async () => {
  const fault = { kind: 'answer', status: 503, message: 'Try again later' };
  workspace().faults.add(readFaultRule({ route: 'POST jobs/update', fault }));
  expect((await register(['--job', '101'])).output).toContain('Job 101: refused (503');
});

test.each([
  ['--help', 'Usage: npm run register-notifications', 0],
  ['--app=http://runs.example.com', '--app (or PUBLIC_BASE_URL) must be like', 1],
  ['--app=https://runs.example.com/api', '--app (or PUBLIC_BASE_URL) must be like', 1],
  ['--host=https://example.com', '--host (or DATABRICKS_HOST) must be like', 1],
  ['--workspace=test', '--host (or DATABRICKS_HOST__test) must be like', 1],
  ['--user=a:b', '--user must be', 1],
  ['--name= ', '--name must have', 1],
  ['--nothing', "Unknown option '--nothing'", 1],
])('%s', async (argument, said, expected) => {
  const { code, output } = await register([argument]);
  expect([code, output]).toEqual([expected, expect.stringContaining(said)]);
  expect(changes()).toEqual([]);
});
