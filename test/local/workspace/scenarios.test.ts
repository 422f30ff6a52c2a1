import { everyScenario } from '../../../local/workspace/scenarios/every-scenario';
import { freshWorkspace } from '../../../local/workspace/scenarios/fresh-workspace';
import type { Program } from '../../../local/workspace/simulation/tasks/program';
import { createWorkspace } from '../../../local/workspace/workspace';
import { VirtualClock } from '../../support/virtual-clock';
import { DAY_SECONDS, workspaceWith } from '../../support/workspace-client';

const PROBLEMS = [
  'failing-notebook',
  'pipeline-failure',
  'cluster-trouble',
  'internal-error',
  'timeout',
  'task-timeout',
  'repairable',
  'broken-dashboard',
];

test('no two stories have the same name', () => {
  expect(new Set(everyScenario.map(({ name }) => name)).size).toBe(everyScenario.length);
});

test.each(everyScenario.map((scenario) => [scenario.name, scenario] as const))(
  '%s ends as it is meant to',
  async (name, scenario) => {
    const { start, run, seconds } = workspaceWith([scenario]);
    const id = await start();
    await seconds(DAY_SECONDS * 2);
    const { state } = await run(id);
    if (PROBLEMS.includes(name)) expect(state.result_state).toMatch(/^(FAILED|TIMEDOUT)$/);
    else expect(state.result_state).toMatch(/^SUCCESS/);
  },
);

test('stories that share a notebook mean the same by it', () => {
  const owners = new Map<string, Program>();
  for (const { programs = {} } of everyScenario) {
    for (const [path, program] of Object.entries(programs)) {
      const same = owners.get(path);
      if (same) expect([String(program.run), program.pace]).toEqual([String(same.run), same.pace]);
      owners.set(path, program);
    }
  }
});

test('a fresh workspace has a table, a job of several tasks and one that fails', () => {
  const { jobs } = createWorkspace({ clock: new VirtualClock() });
  expect(jobs().map(({ jobId, name }) => [jobId, name])).toEqual(
    expect.arrayContaining([
      [101n, 'Sales table'],
      [102n, 'Nightly report'],
      [103n, 'Failing notebook'],
    ]),
  );
  expect(jobs()).toHaveLength(freshWorkspace.length);
});

test('a story can be told twice, under another name', async () => {
  const { workspace, get } = workspaceWith(freshWorkspace);
  const [story] = freshWorkspace;
  if (!story) throw new Error('there is no story');
  const jobId = workspace.createJob(story, 'Sales again');
  expect(jobId).not.toBe(101n);
  expect((await get('list?name=sales%20again')).jobs).toMatchObject([{ job_id: Number(jobId) }]);
});
