import { failingNotebook } from '../../../local/workspace/scenarios/failing-notebook';
import { partialSuccess } from '../../../local/workspace/scenarios/partial-success';
import { quickSuccess } from '../../../local/workspace/scenarios/quick-success';
import type { Scenario } from '../../../local/workspace/scenarios/scenario';
import { skippedByLimit } from '../../../local/workspace/scenarios/skipped-by-limit';
import { slow } from '../../../local/workspace/scenarios/slow';
import type { Webhook } from '../../../local/workspace/webhook';
import { DAY_SECONDS, workspaceWith } from '../../support/workspace-client';

const PATH = '/api/2.0/notification-destinations';
const HOOK = { url: 'https://hooks.example/in', username: 'databricks', password: 'a-made-up-password' };
const users = [
  { name: 'admin@x', tokens: ['dapi-simulated-workspace'], admin: true },
  { name: 'person@x', tokens: ['dapi-person'] },
];

function world(scenario: Scenario = quickSuccess) {
  const told: Webhook[] = [];
  const all = workspaceWith([scenario], { users, deliver: async (webhook) => void told.push(webhook) });
  const { send, post, jobId } = all;
  const create = async (webhook: object = HOOK, name = 'Hook') =>
    (await send('POST', PATH, { display_name: name, config: { generic_webhook: webhook } })).body;
  return {
    ...all,
    told,
    create,
    events: () => told.map(({ body }) => JSON.parse(body).event_type),
    /** Has a new destination told of all that happens to runs of the job. */
    async attach(more: object = {}) {
      const { id } = await create();
      const webhook_notifications = { on_start: [{ id }], on_success: [{ id }], on_failure: [{ id }] };
      await post('update', { job_id: jobId, new_settings: { webhook_notifications, ...more } });
      return id;
    },
  };
}

describe('destinations', () => {
  test('are created, shown, listed, changed and deleted, and never tell where they lead', async () => {
    const { send, create } = world();
    const shown = {
      id: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
      display_name: 'Hook',
      destination_type: 'WEBHOOK',
      config: { generic_webhook: { url_set: true, username_set: true, password_set: true } },
    };
    const created = await create();
    expect(created).toEqual(shown);
    const one = `${PATH}/${created.id}`;
    expect((await send('GET', one)).body).toEqual(created);
    expect((await send('GET', PATH)).body).toEqual({
      results: [{ id: created.id, display_name: 'Hook', destination_type: 'WEBHOOK' }],
    });
    expect((await send('PATCH', one, { display_name: 'Other' })).body).toEqual({ ...created, display_name: 'Other' });
    expect((await send('DELETE', one)).status).toBe(200);
    expect(await send('GET', one)).toMatchObject({ status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } });
  });

  test('come in pages', async () => {
    const { send, create } = world();
    for (const name of ['A', 'B', 'C']) await create(HOOK, name);
    const first = (await send('GET', `${PATH}?page_size=2`)).body;
    const second = (await send('GET', `${PATH}?page_size=2&page_token=${first.next_page_token}`)).body;
    const names = [...first.results, ...second.results].map((result) => result.display_name);
    expect([names, second.next_page_token]).toEqual([['A', 'B', 'C'], undefined]);
  });

  test('are made and changed by admins only, to whom alone their configuration is shown', async () => {
    const { send, create } = world();
    const { id } = await create();
    const asPerson = (method: string, path: string, body?: unknown) => send(method, path, body, 'dapi-person');
    expect((await asPerson('POST', PATH, { display_name: 'Mine' })).status).toBe(403);
    expect((await asPerson('PATCH', `${PATH}/${id}`, { display_name: 'Mine' })).status).toBe(403);
    expect((await asPerson('DELETE', `${PATH}/${id}`)).status).toBe(403);
    expect((await asPerson('GET', `${PATH}/${id}`)).body).toEqual({
      id,
      display_name: 'Hook',
      destination_type: 'WEBHOOK',
    });
  });

  test.each([
    ['without a name', { config: { generic_webhook: HOOK } }, 'display_name'],
    ['without a configuration', { display_name: 'A' }, 'exactly one'],
    ['with two configurations', { display_name: 'A', config: { generic_webhook: HOOK, slack: {} } }, 'exactly one'],
    ['of another kind', { display_name: 'A', config: { slack: {} } }, 'not simulated'],
    ['without an address', { display_name: 'A', config: { generic_webhook: {} } }, 'url'],
    ['by http', { display_name: 'A', config: { generic_webhook: { url: 'http://hooks.example/in' } } }, 'https'],
    ['with a number as password', { display_name: 'A', config: { generic_webhook: { password: 5 } } }, 'a string'],
  ])('%s are refused', async (_name, body, why) => {
    const refused = await world().send('POST', PATH, body);
    expect(refused).toMatchObject({ status: 400, body: { message: expect.stringContaining(why) } });
  });
});

describe('settings', () => {
  test('name destinations that there are, and at most three for an event', async () => {
    const { send, create, jobId } = world();
    const ids = [];
    for (const name of ['A', 'B', 'C', 'D']) ids.push({ id: (await create(HOOK, name)).id });
    const update = (webhook_notifications: unknown) =>
      send('POST', '/api/2.2/jobs/update', { job_id: jobId, new_settings: { webhook_notifications } });
    expect((await update({ on_success: ids.slice(0, 3) })).status).toBe(200);
    expect((await update({ on_success: ids })).body.message).toContain('At most 3');
    expect((await update({ on_start: [{ id: 'elsewhere' }] })).body.message).toContain('elsewhere does not exist');
    expect((await update({ on_start: 'all' })).body.error_code).toBe('MALFORMED_REQUEST');
    const once = { tasks: [{ task_key: 'a', notebook_task: { notebook_path: '/x' } }] };
    const submitted = { ...once, webhook_notifications: { on_start: [{ id: 'elsewhere' }] } };
    for (const route of ['create', 'runs/submit'])
      expect((await send('POST', `/api/2.2/jobs/${route}`, submitted)).status).toBe(400);
  });

  test('are replaced as a whole by an update, and left alone by one of something else', async () => {
    const { attach, get, post, jobId } = world();
    const id = await attach();
    await post('update', { job_id: jobId, new_settings: { name: 'Other' } });
    expect((await get(`get?job_id=${jobId}`)).settings.webhook_notifications.on_start).toEqual([{ id }]);
    await post('update', { job_id: jobId, new_settings: { webhook_notifications: { on_failure: [{ id }] } } });
    expect((await get(`get?job_id=${jobId}`)).settings.webhook_notifications).toEqual({ on_failure: [{ id }] });
  });
});

describe('what happens to a run', () => {
  test('is told as it happens, although nobody asks, with ids as texts and nothing of the outcome', async () => {
    const { attach, start, seconds, told, jobId, workspace } = world(slow);
    await attach();
    const runId = await start();
    await seconds(DAY_SECONDS);
    const [first, second] = told;
    expect(told).toHaveLength(2);
    expect(first?.url).toBe(HOOK.url);
    expect(first?.headers).toEqual({
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${HOOK.username}:${HOOK.password}`).toString('base64')}`,
    });
    expect(JSON.parse(second?.body ?? '')).toEqual({
      event_type: 'jobs.on_success',
      workspace_id: workspace.id,
      run: { run_id: String(runId) },
      job: { job_id: String(jobId), name: 'Slow' },
    });
  });

  test.each<[string, Scenario, string]>([
    ['a failure', failingNotebook, 'jobs.on_failure'],
    ['a success', quickSuccess, 'jobs.on_success'],
    ['a partial success', partialSuccess, 'jobs.on_success'],
  ])('%s', async (_name, scenario, event) => {
    const { attach, start, seconds, events } = world(scenario);
    await attach();
    await start();
    await seconds(DAY_SECONDS);
    expect(events()).toEqual(['jobs.on_start', event]);
  });

  test.each([
    [undefined, ['jobs.on_start', 'jobs.on_failure']],
    [{ no_alert_for_skipped_runs: true }, ['jobs.on_start', 'jobs.on_failure']],
    [{ no_alert_for_canceled_runs: true }, ['jobs.on_start']],
  ])('a cancelled run, with %j', async (notification_settings, expected) => {
    const { attach, start, seconds, events, post } = world(slow);
    await attach({ notification_settings });
    const run_id = await start();
    await post('runs/cancel', { run_id });
    await seconds(DAY_SECONDS);
    expect(events()).toEqual(expected);
  });

  test.each([
    [{ no_alert_for_canceled_runs: true }, 1],
    [{ no_alert_for_skipped_runs: true }, 0],
  ])('a skipped run, with %j', async (notification_settings, failures) => {
    const { attach, start, seconds, events } = world(skippedByLimit);
    await attach({ notification_settings });
    await start();
    await start();
    await seconds(DAY_SECONDS);
    expect(events().filter((event) => event === 'jobs.on_failure')).toHaveLength(failures);
  });

  test('is told of a submitted run, too', async () => {
    const { create, post, seconds, told } = world();
    const { id } = await create();
    const { run_id } = await post('runs/submit', {
      run_name: 'Once',
      tasks: [{ task_key: 'a', notebook_task: { notebook_path: '/nowhere' } }],
      webhook_notifications: { on_success: [{ id }] },
    });
    await seconds(DAY_SECONDS);
    expect(told.map(({ body }) => JSON.parse(body))).toMatchObject([
      { run: { run_id: String(run_id) }, job: { name: 'Once' } },
    ]);
  });

  test('is told to no destination that was deleted', async () => {
    const { attach, create, send, start, seconds, told } = world();
    const id = await attach();
    await create(HOOK, 'Another');
    await send('DELETE', `${PATH}/${id}`);
    await start();
    await seconds(DAY_SECONDS);
    expect(told).toEqual([]);
  });

  test('is lost where it cannot be delivered, and the run goes on', async () => {
    const all = workspaceWith([quickSuccess], { deliver: () => Promise.reject(new Error('no way')) });
    const { id } = (await all.send('POST', PATH, { display_name: 'A', config: { generic_webhook: HOOK } })).body;
    await all.post('update', { job_id: all.jobId, new_settings: { webhook_notifications: { on_start: [{ id }] } } });
    const runId = await all.start();
    await all.seconds(DAY_SECONDS);
    expect((await all.run(runId)).state.result_state).toBe('SUCCESS');
  });
});

test('a workspace sets no alarm while there is no destination, nor after it was stopped', async () => {
  const { attach, start, clock, workspace, told, seconds } = world(slow);
  await start();
  expect(clock.waiting).toBe(0);
  await attach();
  await start();
  expect(clock.waiting).toBe(1);
  workspace.stop();
  expect(clock.waiting).toBe(0);
  const before = told.length;
  await seconds(DAY_SECONDS);
  expect(told.length).toBe(before);
});
