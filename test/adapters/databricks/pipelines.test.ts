import { pipeline, salesPipeline } from '../../../local/workspace/scenarios/pipeline';
import { failingPipeline, pipelineFailure } from '../../../local/workspace/scenarios/pipeline-failure';
import { pipelineSlow, slowPipeline } from '../../../local/workspace/scenarios/pipeline-slow';
import type { Scenario } from '../../../local/workspace/scenarios/scenario';
import { PipelineError } from '../../../local/workspace/simulation/pipelines/pipeline-program';
import { hasEnded, outcomeOf } from '../../../src/domain/outcome';
import { phaseOf } from '../../../src/domain/phase';
import { clientAnswered, HOST, json, problemIn, valueIn, workspaceClient } from './client';

const HOUR = 3600;

function pipelinesOf(scenario: Scenario) {
  const { databricks, ...world } = workspaceClient([scenario]);
  const id = scenario.pipelines?.[0]?.pipelineId ?? '';
  const { pipelines } = databricks;
  return {
    ...world,
    id,
    pipelines,
    startUpdate: async (body: object = {}) => valueIn(await pipelines.startUpdate(id, { ...body })).updateId,
  };
}

describe('an update', () => {
  test('is started in version 2.0 of the API, with the words of the caller', async () => {
    const { startUpdate, requests, id } = pipelinesOf(pipeline);
    const body = { full_refresh_selection: ['orders_raw'], validate_only: true };
    expect(await startUpdate(body)).toMatch(/^[0-9a-f-]{36}$/);
    expect(requests[0]).toMatchObject({ method: 'POST', path: `/api/2.0/pipelines/${id}/updates` });
    expect(JSON.parse(String(requests[0]?.body))).toEqual(body);
  });

  test('is read as if it were a run, with the name of its pipeline and the address of its page', async () => {
    const { pipelines, startUpdate, id, seconds, requests } = pipelinesOf(pipeline);
    const updateId = await startUpdate();
    await seconds(60);
    expect(valueIn(await pipelines.update(id, updateId))).toEqual({
      id: updateId,
      jobId: undefined,
      name: 'Sales pipeline',
      pageUrl: `${HOST}/#joblist/pipelines/${id}/updates/${updateId}`,
      state: { lifeCycle: 'TERMINATED', result: 'SUCCESS', message: 'The update is COMPLETED.' },
      tasks: [],
    });
    expect(requests).toHaveLength(2);
  });

  test.each([
    ['QUEUED', 'queued'],
    ['CREATED', 'pending'],
    ['WAITING_FOR_RESOURCES', 'pending'],
    ['INITIALIZING', 'pending'],
    ['RESETTING', 'running'],
    ['SETTING_UP_TABLES', 'running'],
    ['RUNNING', 'running'],
    ['STOPPING', 'ending'],
    // None of these is a state of updates so far, but might become one.
    ['TERMINATED', 'running'],
    ['toString', 'running'],
  ])('that is %s is %s', async (state, phase) => {
    const { databricks } = clientAnswered(json({ update: { update_id: 'u', state } }));
    const run = valueIn(await databricks.pipelines.update('p', 'u'));
    expect(phaseOf(run.state)).toBe(phase);
    expect(run.state).toMatchObject({ lifeCycle: expect.any(String), message: `The update is ${state}.` });
  });

  test.each([
    ['COMPLETED', 'succeeded'],
    ['FAILED', 'failed'],
    ['CANCELED', 'canceled'],
  ])('that is %s has %s', async (state, outcome) => {
    const { databricks } = clientAnswered(json({ update: { update_id: 'u', state } }));
    const { state: read } = valueIn(await databricks.pipelines.update('p', 'u'));
    expect([hasEnded(read), outcomeOf(read)]).toEqual([true, outcome]);
  });

  test.each([[{ update: { update_id: 'other', state: 'RUNNING' } }], [{ update: { update_id: 'u' } }], [{}]])(
    '%j is no answer about it',
    async (body) => {
      const { databricks } = clientAnswered(json(body));
      expect(problemIn(await databricks.pipelines.update('p', 'u'))).toMatchObject({
        kind: 'unavailable',
        code: 'UNREADABLE_ANSWER',
      });
    },
  );

  test('cannot be smuggled into another address', async () => {
    const { databricks, requests } = clientAnswered(json({}, 404));
    await databricks.pipelines.update('a/../b', '../x?y');
    expect(requests[0]?.path).toBe('/api/2.0/pipelines/a%2F..%2Fb/updates/..%2Fx%3Fy');
  });

  test('waits for its turn while another one is active, and is told which', async () => {
    const { pipelines, startUpdate, id } = pipelinesOf(pipelineSlow);
    const active = await startUpdate();
    expect(problemIn(await pipelines.startUpdate(id, {}))).toEqual({
      kind: 'unavailable',
      code: 'RESOURCE_CONFLICT',
      message: `An active update '${active}' already exists for pipeline '${id}'.`,
      mayHaveHappened: false,
    });
  });

  test('waits for its turn also where only the text says why, and never for another reason', async () => {
    const busy = clientAnswered(json({ message: "An active update 'x' already exists for pipeline 'p'." }, 409));
    expect(problemIn(await busy.databricks.pipelines.startUpdate('p', {})).kind).toBe('unavailable');
    const wrong = clientAnswered(json({ error_code: 'INVALID_PARAMETER_VALUE', message: 'No such table.' }, 400));
    expect(problemIn(await wrong.databricks.pipelines.startUpdate('p', {})).kind).toBe('refused');
    const missing = pipelinesOf(pipeline);
    expect(problemIn(await missing.pipelines.startUpdate('nope', {})).kind).toBe('notFound');
  });
});

describe('a cancel', () => {
  test('stops the update that is meant', async () => {
    const { pipelines, startUpdate, id, seconds } = pipelinesOf(pipelineSlow);
    const updateId = await startUpdate();
    await seconds(HOUR / 2);
    expect(valueIn(await pipelines.cancel(id, updateId))).toBeUndefined();
    await seconds(5);
    const { state } = valueIn(await pipelines.update(id, updateId));
    expect(outcomeOf(state)).toBe('canceled');
  });

  test('does not stop the update of somebody else that is active by then', async () => {
    const { pipelines, startUpdate, id, seconds, requests } = pipelinesOf(pipelineSlow);
    const ours = await startUpdate();
    await seconds(HOUR * 2);
    const theirs = await startUpdate();
    expect(valueIn(await pipelines.cancel(id, ours))).toBeUndefined();
    await seconds(60);
    expect(hasEnded(valueIn(await pipelines.update(id, theirs)).state)).toBe(false);
    expect(requests.filter(({ path }) => path.endsWith('/stop'))).toEqual([]);
  });

  test('is not sent without knowing whose update is active', async () => {
    const { databricks, requests } = clientAnswered(json({}, 503));
    expect(problemIn(await databricks.pipelines.cancel('p', 'u')).kind).toBe('unavailable');
    expect(requests).toHaveLength(1);
  });
});

describe('the latest updates', () => {
  test('come newest first, with what they were asked to do', async () => {
    const { pipelines, startUpdate, id, seconds, clock } = pipelinesOf(pipelineSlow);
    expect(valueIn(await pipelines.latestUpdates(id))).toEqual([]);
    const first = await startUpdate({ full_refresh_selection: ['history'], validate_only: true });
    const startedAt = clock.now();
    await seconds(HOUR * 2);
    const second = await startUpdate();
    const nothing = { fullRefresh: false, fullRefreshSelection: [], refreshSelection: [], validateOnly: false };
    expect(valueIn(await pipelines.latestUpdates(id))).toEqual([
      { updateId: second, createdAt: clock.now(), cause: 'API_CALL', asked: nothing },
      {
        updateId: first,
        createdAt: startedAt,
        cause: 'API_CALL',
        asked: { ...nothing, fullRefreshSelection: ['history'], validateOnly: true },
      },
    ]);
  });

  test('may say next to nothing, and tell time as text', async () => {
    const { databricks } = clientAnswered(
      json({
        updates: [
          { update_id: 'a', creation_time: '2026-01-01T00:00:00.000Z', full_refresh_selection: null },
          { update_id: 'b', creation_time: 'soon' },
          { update_id: 'c' },
        ],
      }),
    );
    const updates = valueIn(await databricks.pipelines.latestUpdates('p'));
    expect(updates.map(({ createdAt }) => createdAt)).toEqual([Date.parse('2026-01-01'), undefined, undefined]);
  });
});

describe('the errors of an update', () => {
  test('are told with their exceptions, the first one first, and with a short stack', async () => {
    const { pipelines, startUpdate, id, seconds } = pipelinesOf(pipelineFailure);
    const updateId = await startUpdate();
    await seconds(60);
    const errors = valueIn(await pipelines.errors(id, updateId));
    expect(errors.map(({ flow, message }) => [flow, message])).toEqual([
      ['orders_clean', "Flow 'orders_clean' has FAILED."],
      [null, `Update ${updateId.slice(0, 6)} is FAILED.`],
    ]);
    const [thrown, cause] = errors[0]?.exceptions ?? [];
    expect(thrown?.stack.length).toBeLessThanOrEqual(3000);
    expect(cause).toEqual({
      className: 'org.apache.spark.sql.AnalysisException',
      message: expect.stringContaining('regoin'),
      stack: expect.stringMatching(/^at com\.databricks\S+ \(UpdateExecution\.scala:500\)\n {2}at /),
    });
  });

  test('are only its own', async () => {
    const { pipelines, startUpdate, id, seconds } = pipelinesOf(pipelineFailure);
    const first = await startUpdate();
    await seconds(60);
    const second = await startUpdate({ refresh_selection: ['orders_raw'] });
    await seconds(60);
    expect(valueIn(await pipelines.errors(id, second))).toEqual([]);
    expect(valueIn(await pipelines.errors(id, first))).toHaveLength(2);

    const event = { level: 'ERROR', message: 'Of another one.', origin: { update_id: 'other' } };
    const deaf = clientAnswered(json({ events: [event] }));
    expect(valueIn(await deaf.databricks.pipelines.errors('p', 'u'))).toEqual([]);
  });

  test('are found behind pages without any, and the pages have an end', async () => {
    const event = { level: 'ERROR', message: 'At last.', origin: { update_id: 'u', dataset_name: 'sales' } };
    const { databricks, requests } = clientAnswered(
      json({ next_page_token: 'more' }),
      json({ events: [event], next_page_token: 'more' }),
    );
    const errors = valueIn(await databricks.pipelines.errors('p', 'u'));
    expect(errors).toHaveLength(4);
    expect(errors[0]).toEqual({ flow: 'sales', message: 'At last.', exceptions: [] });
    expect(requests).toHaveLength(5);
    expect(decodeURIComponent(requests[0]?.query ?? '')).toBe(
      "filter=update_id = 'u' AND level = 'ERROR'&max_results=25",
    );
    expect(requests[1]?.query).toBe('page_token=more&max_results=25');
  });

  test('show no secret: not that of the configuration, and none in a message', async () => {
    const refresh = () => {
      const stack = [{ declaring_class: 'X', method_name: 'y?sig=s3cr3t-signature' }];
      throw new PipelineError([
        { class_name: 'E', message: 'Header was Authorization: Bearer dapi0123456789abcdef', stack },
      ]);
    };
    const { startUpdate, pipelines, id, seconds } = pipelinesOf({
      ...pipeline,
      pipelines: [
        {
          ...salesPipeline,
          spec: { configuration: { password: 'hunter2-hunter2' } },
          program: { tables: ['t'], refresh },
        },
      ],
    });
    const updateId = await startUpdate();
    await seconds(60);
    const all = [await pipelines.errors(id, updateId), await pipelines.update(id, updateId)];
    const told = JSON.stringify([...all, await pipelines.latestUpdates(id)]);
    expect(told).toContain('[redacted]');
    expect(told).not.toMatch(/hunter2|dapi0123|s3cr3t/);
  });

  test('are cut, however many causes they have', async () => {
    const exceptions = Array.from({ length: 10 }, (_, index) => ({
      class_name: `E${index}`,
      message: 'm'.repeat(9000),
      stack: Array.from({ length: 200 }, () => ({ declaring_class: 'C', method_name: 'm', line_number: 1 })),
    }));
    const event = {
      level: 'ERROR',
      message: 'Wide.',
      origin: { update_id: 'u', flow_name: 'f' },
      error: { exceptions },
    };
    const { databricks } = clientAnswered(json({ events: Array.from({ length: 60 }, () => event) }));
    const errors = valueIn(await databricks.pipelines.errors('p', 'u'));
    expect(errors).toHaveLength(50);
    expect(errors[0]?.exceptions.map(({ className }) => className)).toEqual(['E0', 'E6', 'E7', 'E8', 'E9']);
    for (const { message, stack } of errors[0]?.exceptions ?? []) {
      expect(message.length).toBeLessThanOrEqual(4000);
      expect(stack.length).toBeLessThanOrEqual(3000);
    }
  });
});

test('what is not known to be there is not found', async () => {
  const { pipelines } = pipelinesOf(pipelineSlow);
  expect(problemIn(await pipelines.update(slowPipeline.pipelineId, 'nope')).kind).toBe('notFound');
  expect(problemIn(await pipelines.latestUpdates(failingPipeline.pipelineId)).kind).toBe('notFound');
});
