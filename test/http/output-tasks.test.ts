import { nightlyReport } from '../../local/workspace/scenarios/nightly-report';
import { runJob } from '../../local/workspace/scenarios/run-job';
import type { Scenario } from '../../local/workspace/scenarios/scenario';
import type { CatalogEntry } from '../../src/contract/jobs/catalog';
import { jobOfTasks } from '../support/made-up-job';
import { type Body, runWorld, type WorldOptions } from '../support/run-world';
import { answers, onRoute, works } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

async function endedRun(scenario: Scenario, more: Body = {}, options: Partial<WorldOptions> = {}) {
  const world = runWorld({ clock, scenarios: [scenario], ...options });
  const id = await world.start({ job: world.jobId, ...more });
  const run = await world.ended(id);
  const asked = (route: string) =>
    world.requests.filter(({ path }) => path.endsWith(`/runs/${route}`)).map(({ query }) => query);
  return { world, run, asked, output: (query = '') => world.get(`runs/${id}/output${query}`) };
}

/** Of which the tasks with these numbers fail. */
const someFail = (count: number, ...failing: number[]) =>
  jobOfTasks(count, ({ taskKey }) => {
    if (failing.some((index) => taskKey === `task_${index}`)) throw new Error(`${taskKey} is broken`);
    return { taskKey };
  });

describe.each([5, 150, 1000])('of %d tasks', (count) => {
  test('each is asked once for what it has left', async () => {
    const { asked } = await endedRun(someFail(count));
    expect(asked('get-output')).toHaveLength(count);
    expect(new Set(asked('get-output')).size).toBe(count);
  });

  test('only those are asked that are wanted, and those that have failed', async () => {
    const wanted = { outputTasks: ['task_0', 'task_4'] };
    const fine = await endedRun(someFail(count), wanted);
    expect(fine.asked('get-output')).toHaveLength(2);
    expect(fine.run.outputs).toEqual({ task_0: { taskKey: 'task_0' }, task_4: { taskKey: 'task_4' } });
    const failed = await endedRun(someFail(count, 1, 4), wanted);
    expect(failed.asked('get-output')).toHaveLength(3);
    expect(failed.run.failures.map(({ message }: Body) => message)).toEqual(['task_1 is broken', 'task_4 is broken']);
  });

  test('none is asked where none is wanted, but for those that have failed', async () => {
    const fine = await endedRun(someFail(count), { outputTasks: [] });
    expect(fine.asked('get-output')).toEqual([]);
    expect((await fine.output()).status).toBe(204);
    const failed = await endedRun(someFail(count, 2), { outputTasks: [] });
    expect(failed.asked('get-output')).toHaveLength(1);
    expect(failed.run.failures).toMatchObject([{ taskKey: 'task_2', message: 'task_2 is broken' }]);
  });

  test('none that has answered is asked again when the collecting is tried again', async () => {
    const busy = answers(503);
    const troubles = Array.from({ length: 5 }, (_, index) => (index % 3 === 0 ? busy : works));
    const { world, run, asked } = await endedRun(
      someFail(count),
      {},
      { intercept: onRoute('get-output', ...troubles) },
    );
    expect(run.outcome).toBe('succeeded');
    expect(asked('get-output')).toHaveLength(count + 2);
    expect(new Set(asked('get-output')).size).toBe(count);
    expect(world.events).toContainEqual(expect.objectContaining({ event: 'databricksProblem', during: 'collect' }));
  });
});

describe('a task that was not asked', () => {
  const notCollected = { status: 404, body: { code: 'taskNotCollected' } };

  test('is said to be so, and one that there is not is unknown', async () => {
    const { output } = await endedRun(nightlyReport, { outputTasks: ['report'] });
    expect(await output('?task=extract')).toMatchObject(notCollected);
    expect(await output('?task=extract&view=raw')).toMatchObject(notCollected);
    expect(await output('?task=extract&format=csv')).toMatchObject(notCollected);
    expect(await output('?task=report')).toMatchObject({ status: 200 });
    expect(await output('?task=other')).toMatchObject({ status: 404, body: { code: 'taskUnknown' } });
  });

  test('is not followed into the run that it has started', async () => {
    const { asked, run, output } = await endedRun(runJob, { outputTasks: ['wrap_up'] });
    expect(run.output).toBe('wrapped up');
    const looked = new Set(asked('get'));
    expect([...looked]).toEqual([`run_id=${run.run.id}`]);
    expect(await output('?task=child/sales')).toMatchObject(notCollected);
    expect(await output('?task=child')).toMatchObject(notCollected);
  });

  test('is wanted by its key, or by that of the task that has started its run', async () => {
    const { asked, run } = await endedRun(runJob, { outputTasks: ['child/sales'] });
    expect(run.output).toEqual(expect.any(Array));
    expect(asked('get-output')).toHaveLength(1);
    const both = await endedRun(runJob, { outputTasks: ['child'] });
    expect(both.run.output).toEqual(run.output);
    expect(both.asked('get-output')).toHaveLength(1);
  });
});

const MISNAMED = 'outputTasks names raport, and the run has no such task. It has extract, clean, enrich, report.';

test('a wish for a task that there is not is told of, where nothing else is left', async () => {
  const { run, output } = await endedRun(nightlyReport, { outputTasks: ['raport'] });
  expect(run).toMatchObject({
    outcome: 'succeeded',
    outputProblem: MISNAMED,
  });
  expect(await output()).toMatchObject({ status: 424, body: { code: 'outputUnavailable' } });
  expect(await output('?task=report')).toMatchObject({ status: 404, body: { code: 'taskNotCollected' } });
  const unknown = await output('?task=raport');
  expect(unknown).toMatchObject({ status: 404, body: { code: 'taskUnknown' } });
  expect(unknown.body.detail).toMatch(/There are: .*report/);
});

test('it is told of beside the output of those that there are, too', async () => {
  const { run, output } = await endedRun(nightlyReport, { outputTasks: ['raport', 'report'] });
  expect(run).toMatchObject({ output: expect.any(Array), outputProblem: MISNAMED });
  expect(await output()).toMatchObject({ status: 200, body: run.output });
  expect((await output('?format=csv')).status).toBe(200);
  expect(await output('?task=raport')).toMatchObject({ status: 404, body: { code: 'taskUnknown' } });
});

test('where a task could not be had, that is no output without it, however many are misnamed', async () => {
  const closed = onRoute('get-output', answers(403));
  const more = { outputTasks: ['raport', 'extract', 'report'] };
  const { run, output } = await endedRun(nightlyReport, more, { intercept: closed });
  expect(run.outputProblem).not.toBe(MISNAMED);
  expect(await output()).toMatchObject({ status: 424, body: { code: 'outputUnavailable' } });
});

describe('the catalog', () => {
  const world = () => {
    const entry: CatalogEntry = { job: '102', outputTasks: ['report'] };
    return runWorld({ clock, scenarios: [nightlyReport], catalog: new Map([['nightly', entry]]) });
  };
  const outputsAsked = ({ asked }: ReturnType<typeof world>) =>
    asked().filter((line) => line.startsWith('GET runs/get-output')).length;

  test('may say which tasks are wanted, and the request something else', async () => {
    const nightly = world();
    const first = await nightly.ended(await nightly.start({ job: 'nightly' }));
    expect(first.output).toHaveLength(2);
    expect(outputsAsked(nightly)).toBe(1);
    const second = await nightly.ended(await nightly.start({ job: 'nightly', outputTasks: ['extract'] }));
    expect(second.output).toEqual({ files: 42 });
    expect(outputsAsked(nightly)).toBe(2);
  });

  test('is held to by a table before anything is started', async () => {
    const nightly = world();
    const refused = await nightly.get('jobs/nightly/table?task=extract');
    expect(refused).toMatchObject({ status: 404, body: { code: 'taskNotCollected' } });
    expect(nightly.asked()).not.toContain('POST run-now');
    expect((await nightly.get('jobs/nightly/table?task=report')).status).toBe(202);
    await nightly.seconds(120);
    const { status, body } = await nightly.get('jobs/nightly/table?task=report');
    expect([status, body.rows.length]).toEqual([200, 2]);
  });
});
