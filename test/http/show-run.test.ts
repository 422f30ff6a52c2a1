import { app as durableApp } from 'durable-functions';
import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { hugeOutput } from '../../local/workspace/scenarios/huge-output';
import { partialSuccess } from '../../local/workspace/scenarios/partial-success';
import { plainText } from '../../local/workspace/scenarios/plain-text';
import { pythonError } from '../../local/workspace/scenarios/python-error';
import { quickSuccess } from '../../local/workspace/scenarios/quick-success';
import type { Scenario } from '../../local/workspace/scenarios/scenario';
import { slow } from '../../local/workspace/scenarios/slow';
import { standard, standardStart } from '../support/engine-room';
import { jobOfTasks, jobThatTakes } from '../support/made-up-job';
import { type Body, type Reply, runWorld } from '../support/run-world';
import { answers, whenever } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

durableApp.orchestration('other', function* (context) {
  yield context.df.waitForExternalEvent('never');
});

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const createWorld = (scenario: Scenario) => runWorld({ clock, scenarios: [scenario] });
type World = ReturnType<typeof createWorld>;

async function startIn(world: World, more: Body = {}): Promise<string> {
  const id = await world.start({ job: world.jobId, ...more });
  await world.seconds(1);
  return id;
}

async function endedRun(scenario: Scenario, more: Body = {}) {
  const world = createWorld(scenario);
  const id = await startIn(world, more);
  await world.ended(id);
  return { world, id };
}

const ORIGIN = 'https://runner.example';

describe('while it goes on', () => {
  test('the answer is 202, and tells where and when to ask again', async () => {
    const world = createWorld(slow);
    const id = await startIn(world);
    await world.seconds(600);
    const { status, headers, body } = await world.get(`runs/${id}`);
    expect(status).toBe(202);
    expect(body).toMatchObject({ id, status: 'running', outcome: null, joined: false });
    expect(body.job).toEqual({ id: world.jobId, name: 'Slow' });
    expect(body.run).toMatchObject({
      id: expect.stringMatching(/^\d+$/),
      state: 'RUNNING',
      tasksDone: 0,
      tasksTotal: 1,
    });
    expect(body.run.pageUrl).toMatch(/^https:/);
    expect(headers.location).toBe(`${ORIGIN}${body.statusPath}`);
    expect(headers['retry-after']).toBe(String(body.retryAfterSeconds));
    expect(body.retryAfterSeconds).toBeGreaterThanOrEqual(1);
    expect(body.retryAfterSeconds).toBeLessThanOrEqual(30);
    for (const absent of ['output', 'outputPath', 'code', 'archived', 'suspended', 'statusQueryGetUri']) {
      expect(body).not.toHaveProperty(absent);
    }
  });

  test('a caller that only reads bodies is sent on to an address of its kind', async () => {
    const world = createWorld(slow);
    const { headers, body } = await world.get(`runs/${await startIn(world)}?onFailure=200`);
    expect(headers.location).toBe(`${ORIGIN}${body.statusPath}?onFailure=200`);
  });

  test('one that is suspended says so', async () => {
    const world = createWorld(slow);
    const id = await startIn(world);
    await standard(world, 'POST', `instances/${id}/suspend?reason=x`);
    await world.seconds(1);
    expect(await world.get(`runs/${id}`)).toMatchObject({ status: 202, body: { suspended: true, outcome: null } });
    await standard(world, 'POST', `instances/${id}/resume?reason=x`);
    await world.seconds(1);
    expect((await world.get(`runs/${id}`)).body).not.toHaveProperty('suspended');
  });
});

describe('?wait=', () => {
  const timed = async (world: World, asking: Promise<Reply>) => {
    const began = clock.now();
    let took = Number.NaN;
    const answered = asking.then((reply) => {
      took = clock.now() - began;
      return reply;
    });
    await world.seconds(300);
    return { reply: await answered, took };
  };

  test('answers as soon as the run has ended', async () => {
    const world = createWorld(jobThatTakes(20));
    const { reply, took } = await timed(world, world.get(`runs/${await startIn(world)}?wait=60`));
    expect(reply).toMatchObject({ status: 200, body: { outcome: 'succeeded', output: 'done' } });
    expect(took).toBeGreaterThan(15_000);
    expect(took).toBeLessThan(26_000);
  });

  test('gives up when the time is over, and says that the run goes on', async () => {
    const world = createWorld(slow);
    const { reply, took } = await timed(world, world.get(`runs/${await startIn(world)}?wait=60`));
    expect(reply).toMatchObject({ status: 202, body: { status: 'pending' } });
    expect(took).toBe(60_000);
  });

  test('makes a start answer with the end, good or bad', async () => {
    for (const [scenario, status] of [
      [quickSuccess, 200],
      [failingNotebook, 424],
    ] as const) {
      const world = createWorld(scenario);
      const { reply, took } = await timed(world, world.post('runs?wait=200', { job: world.jobId }));
      expect(reply.status).toBe(status);
      expect(took).toBeLessThan(20_000);
    }
  });

  test('does not make an ended run wait', async () => {
    const { world, id } = await endedRun(quickSuccess);
    expect((await world.get(`runs/${id}?wait=200`)).status).toBe(200);
  });
});

describe('once it has ended', () => {
  test('well, the answer is 200 with the output in it', async () => {
    const { world, id } = await endedRun(plainText);
    const { status, headers, body } = await world.get(`runs/${id}`);
    expect([status, headers['content-type'], headers.location]).toEqual([200, 'application/json', undefined]);
    expect(body).toMatchObject({
      status: 'ended',
      outcome: 'succeeded',
      output: 'Hello, world. Nothing to "parse" here.',
    });
    expect(body.outputBytes).toBe(Buffer.byteLength(body.output));
    expect(Date.parse(body.endedAt)).toBeGreaterThan(Date.parse(body.submittedAt));
    for (const absent of ['retryAfterSeconds', 'failures', 'code']) expect(body).not.toHaveProperty(absent);
  });

  test('with a large output, the answer says where that is', async () => {
    const { world, id } = await endedRun(hugeOutput);
    const { status, body } = await world.get(`runs/${id}`);
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('output');
    expect(body).toMatchObject({
      outputTruncated: true,
      outputBytes: expect.any(Number),
      outputPath: expect.any(String),
    });
    expect(body.outputBytes).toBeGreaterThan(32 * 1024);
  });

  test('badly, the answer is a problem that says what happened, where, and what to do', async () => {
    const { world, id } = await endedRun(failingNotebook);
    const { status, headers, body } = await world.get(`runs/${id}`);
    expect([status, headers['content-type']]).toEqual([424, 'application/problem+json']);
    expect(body).toMatchObject({ status: 424, code: 'runFailed', type: 'urn:databricks-job-runner:runFailed' });
    expect(body.run).toMatchObject({ id, outcome: 'failed', status: 'ended', joined: false });
    expect(body.run.failures).toEqual([
      expect.objectContaining({ taskKey: 'main', message: expect.stringContaining("name 'datframe' is not defined") }),
    ]);
    expect(body.detail).toMatch(
      /^Task main: NameError: name 'datframe' is not defined\. See https:\/\/\S+ for more\. /,
    );
    expect(body.detail).toContain(body.run.run.pageUrl);
  });

  test('badly, a caller that asks for 200 reads the same in the body', async () => {
    const { world, id } = await endedRun(failingNotebook);
    const plain = (await world.get(`runs/${id}`)).body.run;
    const { status, headers, body } = await world.get(`runs/${id}?onFailure=200`);
    expect([status, headers['content-type']]).toEqual([200, 'application/json']);
    expect({ ...body, statusPath: '' }).toEqual({ ...plain, statusPath: '' });
    expect((await world.get(`runs/${id}?onFailure=424`)).status).toBe(424);
  });

  const LONG = 'is wrong '.repeat(300);
  const failing = (count: number) =>
    jobOfTasks(count, ({ taskKey }) => {
      throw pythonError('ValueError', `${taskKey} ${LONG}`, 'load()');
    });

  test.each([1, 6, 40])('with %d failures, each of them is told whole', async (count) => {
    const { world, id } = await endedRun(failing(count));
    const { failures, failuresOmitted } = (await world.get(`runs/${id}?onFailure=200`)).body;
    expect(failures).toHaveLength(count);
    for (const { message } of failures) expect(message).toContain(LONG.trim());
    expect(failuresOmitted).toBeUndefined();
  });

  test('with more failures than anybody reads, the first hundred are told and the others counted', async () => {
    const { world, id } = await endedRun(failing(101));
    const { failures, failuresOmitted } = (await world.get(`runs/${id}?onFailure=200`)).body;
    expect([failures.length, failuresOmitted]).toEqual([100, 1]);
  });

  test('with failures that count as an end that is well, they are told whole, too', async () => {
    const { world, id } = await endedRun(failing(1), { failOn: [] });
    const { status, body } = await world.get(`runs/${id}`);
    expect([status, body.failures.length]).toEqual([200, 1]);
    expect(body.failures[0].message).toContain(LONG.trim());
  });

  test.each<[Scenario, Body, number]>([
    [failingNotebook, { failOn: [] }, 200],
    [failingNotebook, { failOn: ['canceled'] }, 200],
    [partialSuccess, {}, 200],
    [partialSuccess, { failOn: ['partial'] }, 424],
    [quickSuccess, { failOn: ['succeeded'] }, 424],
  ])('what counts as bad is up to the caller: %#', async (scenario, more, status) => {
    const { world, id } = await endedRun(scenario, more);
    expect((await world.get(`runs/${id}`)).status).toBe(status);
    expect((await world.get(`runs/${id}?onFailure=200`)).status).toBe(200);
    await standard(world, 'DELETE', `instances/${id}`);
    expect(await world.get(`runs/${id}`)).toMatchObject({ status });
  });
});

describe('once the platform has forgotten it', () => {
  test('one that ended well is told from the row, without its output', async () => {
    const { world, id } = await endedRun(plainText);
    const before = (await world.get(`runs/${id}`)).body;
    await standard(world, 'DELETE', `instances/${id}`);
    const { status, body } = await world.get(`runs/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, archived: true, outcome: 'succeeded', status: 'ended', endedAt: before.endedAt });
    expect(body.job).toEqual(before.job);
    expect(body.run).toMatchObject({ id: before.run.id, pageUrl: before.run.pageUrl });
    for (const absent of ['output', 'outputPath', 'outputBytes', 'retryAfterSeconds']) {
      expect(body).not.toHaveProperty(absent);
    }
    const output = await world.get(`runs/${id}/output`);
    expect(output).toMatchObject({ status: 410, body: { code: 'outputGone' } });
    expect((await world.get(`runs/${id}?wait=60`)).status).toBe(200);
  });

  test('one that ended badly is told from the row, as a problem', async () => {
    const { world, id } = await endedRun(failingNotebook);
    const before = (await world.get(`runs/${id}`)).body;
    await standard(world, 'DELETE', `instances/${id}`);
    const { status, body } = await world.get(`runs/${id}`);
    expect([status, body.code, body.run.archived]).toEqual([424, before.code, true]);
    expect(body.run.message).toBe(before.run.message);
    expect((await world.get(`runs/${id}?onFailure=200`)).status).toBe(200);
    expect(await world.get(`runs/${id}/output`)).toMatchObject({ status: 424, body: { code: before.code } });
    expect(await world.get(`runs/${id}/output?task=main`)).toMatchObject({ status: 410, body: { code: 'outputGone' } });
  });

  test('one that was terminated can no longer be told from one that was deleted', async () => {
    const world = createWorld(slow);
    const id = await startIn(world);
    await standard(world, 'POST', `instances/${id}/terminate?reason=x`);
    await world.seconds(1);
    await standard(world, 'DELETE', `instances/${id}`);
    for (const path of [`runs/${id}`, `runs/${id}/output`, `runs/${id}/output?task=main&format=csv`]) {
      expect(await world.get(path)).toMatchObject({
        status: 424,
        body: { code: 'deleted', run: { outcome: 'unknown' } },
      });
    }
  });

  test('one that never came to be started has no output that could be gone', async () => {
    const world = createWorld(slow);
    const submittedAt = new Date(clock.now()).toISOString();
    await world.app.runs.create({ id: 'lost', nonce: 'n', submittedAt, timeoutSeconds: 60, job: '7' });
    await world.seconds(61);
    for (const path of ['runs/lost', 'runs/lost/output', 'runs/lost/output?task=main', 'runs/lost/output?view=raw']) {
      expect(await world.get(path)).toMatchObject({ status: 424, body: { code: 'neverStarted' } });
    }
  });
});

describe('an orchestration that did not come to an end of its own', () => {
  test('was terminated: the run counts as canceled', async () => {
    const world = createWorld(slow);
    const id = await startIn(world);
    await standard(world, 'POST', `instances/${id}/terminate?reason=enough`);
    await world.seconds(1);
    const { status, body } = await world.get(`runs/${id}`);
    expect([status, body.code, body.run.outcome, body.run.status]).toEqual([424, 'terminated', 'canceled', 'ended']);
    expect(body.detail).toContain('may go on');
    expect(body.run.run.pageUrl).toMatch(/^https:/);
    expect(await world.get(`runs/${id}/output`)).toMatchObject({ status: 424, body: { code: 'terminated' } });
  });

  test.each([1, 60])('was terminated after %d s: it is the caller who says whether that is bad', async (seconds) => {
    const world = createWorld(slow);
    const id = await startIn(world, { failOn: ['failed'], pollSeconds: 1 });
    await world.seconds(seconds);
    await standard(world, 'POST', `instances/${id}/terminate?reason=enough`);
    await world.seconds(1);
    expect(await world.get(`runs/${id}`)).toMatchObject({
      status: 200,
      body: { outcome: 'canceled', code: 'terminated' },
    });
  });

  test('was terminated amid trouble, which nobody tries again', async () => {
    const world = runWorld({ clock, scenarios: [slow], intercept: whenever('runs/get', () => true, answers(503)) });
    const id = await startIn(world);
    await world.seconds(60);
    expect((await world.get(`runs/${id}`)).body.trouble).toMatch(/./);
    await standard(world, 'POST', `instances/${id}/terminate?reason=enough`);
    await world.seconds(1);
    expect((await world.get(`runs/${id}`)).body.run).not.toHaveProperty('trouble');
  });

  const broken = async (world: World) => {
    await standardStart(world, { step: 'done', instanceId: 'broken' }, 'broken');
    await world.seconds(1);
    expect((await standard(world, 'GET', 'instances/broken')).body.runtimeStatus).toBe('Failed');
  };

  test('failed of itself: nobody knows how the run ended', async () => {
    const world = createWorld(slow);
    await broken(world);
    const { status, body, text } = await world.get('runs/broken');
    expect([status, body.code, body.run.outcome]).toEqual([424, 'internal', 'unknown']);
    expect(text).not.toMatch(/\bat .+:\d+:\d+/);
    expect((await world.get('runs/broken?onFailure=200')).status).toBe(200);
  });

  test('failed after the end was written down: the row tells it', async () => {
    const world = createWorld(slow);
    await broken(world);
    const submittedAt = new Date(clock.now()).toISOString();
    await world.app.runs.create({ id: 'broken', nonce: 'n', submittedAt, timeoutSeconds: 60, job: '7' });
    await world.app.runs.update('broken', { outcome: 'timedOut', code: 'timeoutReached', endedAt: submittedAt });
    expect(await world.get('runs/broken')).toMatchObject({
      status: 424,
      body: { code: 'timeoutReached', run: { outcome: 'timedOut' } },
    });
  });
});

describe('what is no run of this app', () => {
  test.each(['runs/other-1', 'runs/other-1/output'])('another orchestration is not shown: %s', async (path) => {
    const world = createWorld(slow);
    await standard(world, 'POST', 'orchestrators/other/other-1', { secret: 1 });
    await world.seconds(1);
    const { status, body } = await world.get(path);
    expect([status, body.code]).toEqual([404, 'runUnknown']);
  });

  test('another orchestration is not cancelled', async () => {
    const world = createWorld(slow);
    await standard(world, 'POST', 'orchestrators/other/other-1', {});
    await world.seconds(1);
    expect((await world.post('runs/other-1/cancel')).status).toBe(404);
    expect(await world.row('other-1')).toBeUndefined();
    expect((await standard(world, 'GET', 'instances/other-1')).body.runtimeStatus).toBe('Running');
  });

  test.each(['nothing', 'RUN-0001', 'run-0001.'])('an id that was never given is unknown: %s', async (id) => {
    const world = createWorld(slow);
    await startIn(world);
    expect(await world.get(`runs/${id}`)).toMatchObject({ status: 404, body: { code: 'runUnknown' } });
    expect(await world.get(`runs/${id}?wait=200`)).toMatchObject({ status: 404 });
  });
});
