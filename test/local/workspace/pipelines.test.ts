import type { User } from '../../../local/workspace/access';
import { pipeline, salesPipeline } from '../../../local/workspace/scenarios/pipeline';
import { failingPipeline, pipelineFailure } from '../../../local/workspace/scenarios/pipeline-failure';
import { pipelineSlow, slowPipeline } from '../../../local/workspace/scenarios/pipeline-slow';
import type { Scenario } from '../../../local/workspace/scenarios/scenario';
import type { WorkspaceOptions } from '../../../local/workspace/workspace';
import { type Answer, workspaceWith } from '../../support/workspace-client';

const PIPELINES = '/api/2.0/pipelines';
const HOUR = 3600;

function worldWith(scenario: Scenario, options: Partial<WorkspaceOptions> = {}) {
  const world = workspaceWith([scenario], options);
  const id = scenario.pipelines?.[0]?.pipelineId ?? '';
  const update = async (updateId: string) => (await world.get(`${PIPELINES}/${id}/updates/${updateId}`)).update;
  return {
    ...world,
    id,
    startUpdate: async (body: object = {}) => (await world.post(`${PIPELINES}/${id}/updates`, body)).update_id,
    tryUpdate: (body: object = {}) => world.send('POST', `${PIPELINES}/${id}/updates`, body),
    update,
    events: (query = ''): Promise<Answer> => world.get(`${PIPELINES}/${id}/events?max_results=250&${query}`),
    /** The states that it goes through, in their order, looked at every second. */
    async statesOf(updateId: string, withinSeconds: number) {
      const states: string[] = [];
      for (let passed = 0; passed < withinSeconds; passed += 0.5) {
        const { state } = await update(updateId);
        if (states.at(-1) !== state) states.push(state);
        await world.seconds(0.5);
      }
      return states;
    },
  };
}

const filter = (text: string) => `filter=${encodeURIComponent(text)}`;

/** Which tables were refreshed, as the event log tells it. */
async function refreshedIn(world: ReturnType<typeof worldWith>, updateId: string): Promise<string[]> {
  const { events } = await world.events(filter(`update_id = '${updateId}'`));
  return events
    .filter((event: Answer) => /has COMPLETED/.test(event.message) && event.event_type === 'flow_progress')
    .map((event: Answer) => event.origin.flow_name)
    .reverse();
}

describe('an update', () => {
  test('goes through its states until its tables are refreshed', async () => {
    const world = worldWith(pipeline);
    const states = await world.statesOf(await world.startUpdate(), 20);
    expect(states).toEqual([
      'CREATED',
      'WAITING_FOR_RESOURCES',
      'INITIALIZING',
      'SETTING_UP_TABLES',
      'RUNNING',
      'COMPLETED',
    ]);
  });

  test('waits first where there is a queue, and resets what is to be refreshed in full', async () => {
    const world = worldWith(pipelineSlow);
    const updateId = await world.startUpdate({ full_refresh: true });
    expect((await world.update(updateId)).state).toBe('QUEUED');
    await world.seconds(HOUR * 2);
    const { events } = await world.events(`${filter(`update_id='${updateId}'`)}&order_by=timestamp+asc`);
    const states = events
      .filter((event: Answer) => event.event_type === 'update_progress')
      .map((event: Answer) => event.details.update_progress.state);
    expect(states).toContain('RESETTING');
    expect([states[0], states.at(-1)]).toEqual(['QUEUED', 'COMPLETED']);
  });

  test('is about all tables, or about those that are named, and says what it was asked for', async () => {
    const world = worldWith(pipeline);
    const all = await world.startUpdate();
    await world.seconds(60);
    expect(await refreshedIn(world, all)).toEqual(['orders_raw', 'orders_clean', 'sales_by_region']);
    expect(await world.update(all)).toMatchObject({ cause: 'API_CALL', full_refresh: false, validate_only: false });
    const wish = { full_refresh_selection: ['orders_clean'], refresh_selection: ['sales_by_region'] };
    const some = await world.startUpdate(wish);
    await world.seconds(60);
    expect(await refreshedIn(world, some)).toEqual(['orders_clean', 'sales_by_region']);
    expect(await world.update(some)).toMatchObject({
      ...wish,
      pipeline_id: world.id,
      creation_time: expect.any(Number),
    });
  });

  test('may only look whether the code is right', async () => {
    const world = worldWith(pipelineFailure);
    const updateId = await world.startUpdate({ validate_only: true });
    await world.seconds(60);
    expect((await world.update(updateId)).state).toBe('COMPLETED');
    expect(await refreshedIn(world, updateId)).toEqual([]);
  });

  test('is the only one of its pipeline at a time', async () => {
    const world = worldWith(pipelineSlow);
    const updateId = await world.startUpdate();
    expect(await world.tryUpdate()).toMatchObject({
      status: 409,
      body: {
        error_code: 'RESOURCE_CONFLICT',
        message: `An active update '${updateId}' already exists for pipeline '${world.id}'.`,
      },
    });
    await world.seconds(HOUR * 2);
    expect((await world.tryUpdate()).status).toBe(200);
  });

  test('that is stopped ends a little later', async () => {
    const world = worldWith(pipelineSlow);
    const updateId = await world.startUpdate();
    await world.seconds(HOUR / 2);
    expect(await world.post(`${PIPELINES}/${world.id}/stop`, {})).toEqual({});
    expect((await world.update(updateId)).state).toBe('STOPPING');
    expect(await world.get(`${PIPELINES}/${world.id}`)).toMatchObject({ state: 'STOPPING' });
    await world.seconds(5);
    expect((await world.update(updateId)).state).toBe('CANCELED');
    expect(await world.post(`${PIPELINES}/${world.id}/stop`, {})).toEqual({});
    await world.seconds(HOUR * 2);
    expect((await world.update(updateId)).state).toBe('CANCELED');
  });

  test('that fails says why in the event log, with all exceptions', async () => {
    const world = worldWith(pipelineFailure);
    const updateId = await world.startUpdate();
    await world.seconds(60);
    expect((await world.update(updateId)).state).toBe('FAILED');
    const { events } = await world.events(filter("level='ERROR'"));
    expect(events).toMatchObject([
      { event_type: 'update_progress', message: `Update ${updateId.slice(0, 6)} is FAILED.`, error: { fatal: true } },
      {
        event_type: 'flow_progress',
        message: "Flow 'orders_clean' has FAILED.",
        origin: { update_id: updateId, flow_name: 'orders_clean', dataset_name: 'orders_clean' },
        error: {
          exceptions: [
            { message: expect.stringContaining('had an exception') },
            {
              class_name: 'org.apache.spark.sql.AnalysisException',
              message: expect.stringContaining('regoin'),
              stack: [{ declaring_class: expect.any(String), line_number: 500 }, {}, {}],
            },
          ],
        },
      },
    ]);
    expect(await world.get(`${PIPELINES}/${world.id}`)).toMatchObject({ state: 'FAILED', health: 'UNHEALTHY' });
  });

  test('fails before anything is refreshed if the code is wrong', async () => {
    const program = {
      tables: ['one'],
      check: () => {
        throw new SyntaxError('invalid syntax');
      },
    };
    const world = worldWith({ ...pipeline, pipelines: [{ ...salesPipeline, program }] });
    const updateId = await world.startUpdate();
    await world.seconds(60);
    expect((await world.update(updateId)).state).toBe('FAILED');
    const { events } = await world.events(filter("level in ('ERROR', 'WARN')"));
    expect(events).toMatchObject([
      { error: { exceptions: [{ class_name: 'SyntaxError', message: 'invalid syntax', stack: [] }] } },
    ]);
  });

  test('is tried again by Databricks itself where the pipeline is in production mode', async () => {
    const program = { ...failingPipeline.program, retries: 2 };
    const world = worldWith({ ...pipelineFailure, pipelines: [{ ...failingPipeline, program }] });
    await world.startUpdate();
    await world.seconds(HOUR);
    const { updates } = await world.get(`${PIPELINES}/${world.id}/updates`);
    const causes = updates.map(({ cause, state }: Answer) => [cause, state]);
    expect(causes).toEqual([
      ['RETRY_ON_FAILURE', 'FAILED'],
      ['RETRY_ON_FAILURE', 'FAILED'],
      ['API_CALL', 'FAILED'],
    ]);
  });

  test.each([
    [{ refresh_selection: ['nothing'] }, 400, /'nothing' is not part/],
    [{ refresh_selection: 'orders_raw' }, 400, /refresh_selection/],
    [{ full_refresh: 'yes' }, 400, /full_refresh/],
    [{ full_refresh: true, full_refresh_selection: ['orders_raw'] }, 400, /together/],
  ])('is not started by %j', async (body, status, message) => {
    const world = worldWith(pipeline);
    expect(await world.tryUpdate(body)).toMatchObject({ status, body: { message: expect.stringMatching(message) } });
    expect(await world.get(`${PIPELINES}/${world.id}/updates`)).toEqual({});
  });
});

describe('lists', () => {
  test('updates come newest first, page by page', async () => {
    const world = worldWith(pipeline);
    const started: string[] = [];
    for (let count = 0; count < 5; count++) {
      started.push(await world.startUpdate());
      await world.seconds(60);
    }
    const listed: string[] = [];
    let token: string | undefined;
    do {
      const page = await world.get(
        `${PIPELINES}/${world.id}/updates?max_results=2${token ? `&page_token=${token}` : ''}`,
      );
      for (const { update_id, config } of page.updates) {
        expect(config).toBeUndefined();
        listed.push(update_id);
      }
      token = page.next_page_token;
    } while (token);
    expect(listed).toEqual(started.reverse());
    expect(await world.update(started[0] ?? '')).toMatchObject({
      config: { configuration: { 'sales.source': 'raw' } },
    });
  });

  test('events are filtered, ordered and paged; beside a token nothing may stand', async () => {
    const world = worldWith(pipeline);
    await world.startUpdate();
    await world.seconds(60);
    const { events: all } = await world.events();
    const path = `${PIPELINES}/${world.id}/events?max_results=4`;
    const seen: Answer[] = [];
    for (let page = await world.get(`${path}&order_by=timestamp+asc&${filter("level='INFO'")}`); ; ) {
      seen.push(...page.events);
      if (!page.next_page_token) break;
      page = await world.get(`${path}&page_token=${page.next_page_token}`);
    }
    expect(seen.map(({ id }) => id)).toEqual(all.map(({ id }: Answer) => id).reverse());
    const { next_page_token } = await world.get(path);
    const both = await world.send('GET', `${path}&page_token=${next_page_token}&${filter("level='INFO'")}`);
    expect(both).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } });

    const { events: late } = await world.events(filter(`timestamp >= '${all[2].timestamp}' AND id = '${all[0].id}'`));
    expect(late.map(({ id }: Answer) => id)).toEqual([all[0].id]);
    expect((await world.events(filter(`timestamp < '${seen[0].timestamp}'`))).events).toEqual([]);
  });

  test.each(['level > 3', "color = 'red'", "timestamp > 'soon'", "level in 'ERROR'"])(
    'the filter %s is refused',
    async (text) => {
      const world = worldWith(pipeline);
      expect((await world.send('GET', `${PIPELINES}/${world.id}/events?${filter(text)}`)).status).toBe(400);
    },
  );

  test('pipelines are found by their names', async () => {
    const world = workspaceWith([pipeline, pipelineFailure, pipelineSlow]);
    const named = async (text: string) =>
      ((await world.get(`${PIPELINES}?filter=${encodeURIComponent(text)}`)).statuses ?? []).map(
        ({ name }: Answer) => name,
      );
    expect((await world.get(PIPELINES)).statuses).toHaveLength(3);
    expect(await named("name LIKE '%slow%'")).toEqual(['Slow pipeline']);
    expect(await named("name LIKE 'slow'")).toEqual([]);
    const first = await world.get(`${PIPELINES}?max_results=2`);
    const second = await world.get(`${PIPELINES}?max_results=2&page_token=${first.next_page_token}`);
    expect([...first.statuses, ...second.statuses]).toHaveLength(3);
    expect((await world.send('GET', `${PIPELINES}?max_results=101`)).status).toBe(400);
  });
});

describe('who', () => {
  const users: User[] = [
    { name: 'admin@x', tokens: ['dapi-admin'], admin: true },
    { name: 'viewer@x', tokens: ['dapi-viewer'], pipelinePermissions: { [slowPipeline.pipelineId]: 'CAN_VIEW' } },
    { name: 'runner@x', tokens: ['dapi-runner'], pipelinePermissions: { [slowPipeline.pipelineId]: 'CAN_RUN' } },
    { name: 'stranger@x', tokens: ['dapi-stranger'] },
  ];
  const path = `${PIPELINES}/${slowPipeline.pipelineId}`;
  const denied = (name: string, right: string) => ({
    status: 403,
    body: {
      error_code: 'PERMISSION_DENIED',
      message: `User ${name} does not have ${right} permissions on pipeline ${slowPipeline.pipelineId}.`,
    },
  });

  test('may see a pipeline may not run it, and who may run it may stop it', async () => {
    const { send } = worldWith(pipelineSlow, { users });
    expect(await send('GET', path, undefined, 'dapi-stranger')).toMatchObject(denied('stranger@x', 'View'));
    expect((await send('GET', PIPELINES, undefined, 'dapi-stranger')).body).toEqual({});
    expect((await send('GET', path, undefined, 'dapi-viewer')).status).toBe(200);
    expect(await send('POST', `${path}/updates`, {}, 'dapi-viewer')).toMatchObject(denied('viewer@x', 'Run'));
    expect((await send('POST', `${path}/updates`, {}, 'dapi-runner')).status).toBe(200);
    expect(await send('POST', `${path}/stop`, {}, 'dapi-viewer')).toMatchObject(denied('viewer@x', 'Run'));
    expect((await send('POST', `${path}/stop`, {}, 'dapi-runner')).status).toBe(200);
  });

  test('is given a permission has it from then on', async () => {
    const { send } = worldWith(pipelineSlow, { users });
    const permissions = `/api/2.0/permissions/pipelines/${slowPipeline.pipelineId}`;
    const mayRun = { access_control_list: [{ user_name: 'stranger@x', permission_level: 'CAN_RUN' }] };
    expect((await send('PATCH', permissions, mayRun, 'dapi-runner')).status).toBe(403);
    const { body } = await send('PATCH', permissions, mayRun, 'dapi-admin');
    expect(body).toMatchObject({ object_type: 'pipeline', object_id: `/pipelines/${slowPipeline.pipelineId}` });
    expect(body.access_control_list).toHaveLength(5);
    expect((await send('POST', `${path}/updates`, {}, 'dapi-stranger')).status).toBe(200);
    await send('PUT', permissions, { access_control_list: [] }, 'dapi-admin');
    expect((await send('GET', permissions, undefined, 'dapi-admin')).body.access_control_list).toHaveLength(2);
    const wrong = { access_control_list: [{ user_name: 'viewer@x', permission_level: 'CAN_MANAGE_RUN' }] };
    expect(await send('PATCH', permissions, wrong, 'dapi-admin')).toMatchObject({
      status: 400,
      body: { message: 'CAN_MANAGE_RUN is not a valid permission level for a pipeline.' },
    });
  });

  test('asks for something unknown is told so', async () => {
    const { send } = worldWith(pipelineSlow, { users });
    expect(await send('GET', `${PIPELINES}/nope`, undefined, 'dapi-admin')).toMatchObject({
      status: 404,
      body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'The specified pipeline nope was not found.' },
    });
    expect(await send('GET', `${path}/updates/nope`, undefined, 'dapi-admin')).toMatchObject({ status: 404 });
  });
});

describe('a job', () => {
  test('runs an update of the pipeline of its task, and passes on what the run was started with', async () => {
    const world = worldWith(pipeline);
    const runId = await world.start({ pipeline_params: { full_refresh: true } });
    await world.seconds(60);
    expect((await world.run(runId)).state.result_state).toBe('SUCCESS');
    const { updates } = await world.get(`${PIPELINES}/${world.id}/updates`);
    expect(updates).toMatchObject([{ cause: 'JOB_TASK', state: 'COMPLETED', full_refresh: true }]);
  });

  test('fails with the update', async () => {
    const world = worldWith(pipelineFailure);
    const runId = await world.start();
    await world.seconds(60);
    const { state, tasks } = await world.run(runId);
    expect(state).toMatchObject({ life_cycle_state: 'INTERNAL_ERROR', result_state: 'FAILED' });
    expect(tasks[0].state).toMatchObject({ state_message: expect.stringMatching(/^Update \w{6} is FAILED\.$/) });
    expect(tasks[0].pipeline_task).toEqual({ pipeline_id: world.id });
  });

  test('stops the update when it is cancelled', async () => {
    const world = worldWith(pipelineSlow);
    const runId = await world.start();
    await world.seconds(HOUR / 2);
    await world.post('runs/cancel', { run_id: runId });
    await world.seconds(10);
    expect((await world.run(runId)).state.result_state).toBe('CANCELED');
    const { updates } = await world.get(`${PIPELINES}/${world.id}/updates`);
    expect(updates).toMatchObject([{ state: 'CANCELED' }]);
  });

  test('is cancelled when somebody stops the pipeline', async () => {
    const world = worldWith(pipelineSlow);
    const runId = await world.start();
    await world.post(`${PIPELINES}/${world.id}/stop`, {});
    await world.seconds(10);
    expect((await world.run(runId)).state.result_state).toBe('CANCELED');
  });

  test('fails if the pipeline is busy, or is not there', async () => {
    const world = worldWith(pipelineSlow);
    await world.startUpdate();
    const runId = await world.start();
    await world.seconds(10);
    expect((await world.run(runId)).tasks[0].state.state_message).toMatch(/An active update/);
    const task = { task_key: 'main', pipeline_task: { pipeline_id: 'nope' } };
    const { run_id } = await world.post('runs/submit', { tasks: [task] });
    await world.seconds(10);
    expect((await world.run(run_id)).tasks[0].state).toMatchObject({ life_cycle_state: 'INTERNAL_ERROR' });
  });
});
