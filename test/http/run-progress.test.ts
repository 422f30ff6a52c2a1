import { condition } from '../../local/workspace/scenarios/condition';
import { forEach } from '../../local/workspace/scenarios/for-each';
import { nightlyReport } from '../../local/workspace/scenarios/nightly-report';
import { queued } from '../../local/workspace/scenarios/queued';
import { retriedTask } from '../../local/workspace/scenarios/retried-task';
import { runJob } from '../../local/workspace/scenarios/run-job';
import type { Scenario } from '../../local/workspace/scenarios/scenario';
import { jobOfTasks, jobThatTakes } from '../support/made-up-job';
import { type Body, runWorld, type WorldOptions } from '../support/run-world';
import { answers, whenever } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

const SECOND = 1000;

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

async function begun(scenario: Scenario, more: Body = {}, options: Partial<WorldOptions> = {}) {
  const world = runWorld({ clock, scenarios: [scenario], ...options });
  const id = await world.start({ job: world.jobId, ...more });
  return { world, id, show: async (): Promise<Body> => (await world.get(`runs/${id}`)).body };
}

describe('a run that goes on tells', () => {
  test('which of its tasks are running, and how many have ended', async () => {
    const { world, id, show } = await begun(nightlyReport);
    await world.seconds(16);
    expect((await show()).run).toMatchObject({ tasksDone: 1, tasksTotal: 4, currentTasks: ['clean', 'enrich'] });
    await world.seconds(6);
    expect((await show()).run).toMatchObject({ tasksDone: 3, tasksTotal: 4, currentTasks: ['report'] });
    const { run } = await world.ended(id);
    expect(run).toMatchObject({ tasksDone: 4, tasksTotal: 4 });
    expect(run).not.toHaveProperty('currentTasks');
  });

  test('some of them, if they are many', async () => {
    const { programs = {} } = jobThatTakes(60);
    const { world, show } = await begun({ ...jobOfTasks(150, () => 'done'), programs });
    await world.seconds(10);
    const keys = ['task_0', 'task_1', 'task_2', 'task_3', 'task_4'];
    expect((await show()).run).toMatchObject({ tasksDone: 0, tasksTotal: 150, currentTasks: keys });
  });

  test.each([
    ['a loop', forEach, 1, ['regions']],
    ['another job', runJob, 2, ['child']],
  ])('of %s that it is one task', async (_, scenario, tasksTotal, currentTasks) => {
    const { world, show } = await begun(scenario);
    await world.seconds(4);
    expect((await show()).run).toMatchObject({ tasksDone: 0, tasksTotal, currentTasks });
  });

  test('of a task that is tried again that it has not ended', async () => {
    const { world, id, show } = await begun(retriedTask, { pollSeconds: 1 });
    for (let second = 0; second < 60; second++) {
      const { outcome, run } = await show();
      if (outcome !== null) break;
      expect(run ?? { tasksDone: 0 }).toMatchObject({ tasksDone: 0 });
      await world.seconds(1);
    }
    expect((await world.ended(id)).run).toMatchObject({ tasksDone: 1, tasksTotal: 1 });
  });

  test('of a task that is left out that it is done with', async () => {
    const { world, id } = await begun(condition);
    const { run } = await world.ended(id);
    expect(run.tasksDone).toBe(run.tasksTotal);
  });

  test('why it is queued, until it is not any more', async () => {
    const { world } = await begun(queued);
    const id = await world.start({ job: world.jobId });
    await world.seconds(10);
    const { status, run } = (await world.get(`runs/${id}`)).body;
    expect(status).toBe('queued');
    expect(run.queueReason).toBe('Queued because the limit of 1 maximum concurrent runs has been reached.');
    await world.seconds(80);
    expect((await world.get(`runs/${id}`)).body.run).not.toHaveProperty('queueReason');
  });
});

describe('a job that has a history', () => {
  const TAKES = 1000;

  /** Of a job that has run before. */
  async function again(scenario: Scenario, more: Body = {}, options: Partial<WorldOptions> = {}) {
    const { world, id: first } = await begun(scenario, {}, options);
    await world.ended(first);
    const before = world.requests.length;
    const id = await world.start({ job: world.jobId, ...more });
    const asked = (route: string) => world.requests.slice(before).filter(({ path }) => path.endsWith(`/runs/${route}`));
    return { world, id, asked, show: async (): Promise<Body> => (await world.get(`runs/${id}`)).body };
  }

  const msSince = (submittedAt: string, time: string) => Date.parse(time) - Date.parse(submittedAt);

  test('has an expected end, which is seen within seconds, and costs one request', async () => {
    const { world, id, asked, show } = await again(jobThatTakes(TAKES));
    await world.seconds(30);
    const { expectedEndAt, submittedAt } = await show();
    expect(msSince(submittedAt, expectedEndAt) / SECOND).toBeCloseTo(TAKES, 0);
    const ended = await world.ended(id);
    expect(ended).not.toHaveProperty('expectedEndAt');
    expect(msSince(submittedAt, ended.endedAt)).toBeGreaterThanOrEqual(TAKES * SECOND);
    expect(msSince(submittedAt, ended.endedAt)).toBeLessThanOrEqual((TAKES + 3) * SECOND);
    expect(asked('list')).toHaveLength(1);
    expect(asked('list')[0]?.query).toBe(`job_id=${world.jobId}&completed_only=true&limit=25`);
    expect(asked('get').length).toBeLessThan(100);
  });

  test('has none the first time', async () => {
    const { world, id, show } = await begun(jobThatTakes(TAKES));
    for (let second = 0; second < TAKES; second += 50) {
      expect(await show()).not.toHaveProperty('expectedEndAt');
      await world.seconds(50);
    }
    await world.ended(id);
    expect(world.requests.filter(({ path }) => path.endsWith('/runs/list'))).toHaveLength(1);
  });

  test('has none from runs that have failed', async () => {
    let isBroken = true;
    const scenario = jobThatTakes(TAKES, () => {
      if (isBroken) throw new Error('broken');
      return 'done';
    });
    const { world, show } = await again(scenario);
    isBroken = false;
    await world.seconds(30);
    expect(await show()).not.toHaveProperty('expectedEndAt');
  });

  test('is expected to end later if it was queued, and nobody knows when while it is', async () => {
    const { world } = await again(queued);
    const id = await world.start({ job: world.jobId });
    const show = async () => (await world.get(`runs/${id}`)).body;
    await world.seconds(10);
    expect(await show()).toMatchObject({ status: 'queued' });
    expect(await show()).not.toHaveProperty('expectedEndAt');
    await world.seconds(80);
    const { status, expectedEndAt } = await show();
    expect(status).toBe('running');
    const { endedAt } = await world.ended(id);
    expect(Math.abs(Date.parse(endedAt) - Date.parse(expectedEndAt))).toBeLessThanOrEqual(4 * SECOND);
  });

  test('goes on as ever where its history can not be had', async () => {
    let isClosed = false;
    const intercept = whenever('list', () => isClosed, answers(503));
    const { world, id, asked, show } = await again(jobThatTakes(60), {}, { intercept });
    isClosed = true;
    const events = world.events.length;
    await world.seconds(30);
    expect(await show()).toMatchObject({ status: 'running', run: { currentTasks: ['main'] } });
    expect(await show()).not.toHaveProperty('expectedEndAt');
    expect(await show()).not.toHaveProperty('trouble');
    expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded' });
    expect(asked('list')).toHaveLength(1);
    expect(world.events.slice(events)).not.toContainEqual(expect.objectContaining({ event: 'databricksProblem' }));
  });
});
