import fc from 'fast-check';
import { WorkloadError } from '../../local/workspace/simulation/tasks/program';
import type { RunResult } from '../../src/contract/runs/run-result';
import { FAILURE_CLASSES } from '../../src/domain/failures/failure-class';
import { fittingProgress } from '../../src/orchestration/progress';
import { resume } from '../../src/orchestration/run-state';
import { expectSettled, standard } from '../support/engine-room';
import { jobOfTasks, jobThatTakes } from '../support/made-up-job';
import { type Body, runWorld } from '../support/run-world';
import { answers, onRoute } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

const MOST_CHARACTERS = 8_000;

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const statusOf = async (world: ReturnType<typeof runWorld>, id: string): Promise<Body> =>
  (await standard(world, 'GET', `instances/${id}`)).body;

test('a failed run fails its instance, and says why to those who know the standard addresses only', async () => {
  const fail = () => {
    throw new WorkloadError('ValueError: no rows', 'Traceback\nValueError: no rows');
  };
  const world = runWorld({ clock, scenarios: [jobThatTakes(10, fail)] });
  const run = await world.ended(await world.start({ job: world.jobId }));
  const { runtimeStatus, output, customStatus } = await statusOf(world, run.id);
  expect(runtimeStatus).toBe('Failed');
  expect(output).toBe(
    `Orchestrator function 'runJob' failed: runFailed: Task main failed with message: Workload failed, see run output for details. (${run.run.pageUrl})`,
  );
  expect(customStatus.result).toMatchObject({ outcome: 'failed', failures: [{ message: 'ValueError: no rows' }] });
  await expectSettled(world, clock);
});

test('what did not fit into the status is told all the same', async () => {
  const fail = ({ taskKey }: { taskKey: string }) => {
    const text = `${taskKey} "failed" \\ ${'\u{1F4A5}\n"'.repeat(20_000)}`;
    throw new WorkloadError(text, `Traceback of ${text}`);
  };
  const world = runWorld({ clock, scenarios: [jobOfTasks(40, fail)] });
  const run = await world.ended(await world.start({ job: world.jobId }));
  expect(run.failures.map(({ taskKey }: Body) => taskKey)).toEqual(Array.from({ length: 40 }, (_, n) => `task_${n}`));
  expect(run).not.toHaveProperty('failuresOmitted');
  const { runtimeStatus, output, customStatus } = await statusOf(world, run.id);
  expect(runtimeStatus).toBe('Failed');
  expect(output.length).toBeLessThan(2500);
  expect(JSON.stringify(customStatus).length).toBeLessThanOrEqual(MOST_CHARACTERS);
  const { failures, failuresOmitted } = customStatus.result;
  expect(failures.length).toBeGreaterThan(0);
  expect(failures.length + failuresOmitted).toBe(40);
  expect((await world.get(`runs/${run.id}`)).body.run.failures).toHaveLength(40);
  await expectSettled(world, clock);
});

test('names and texts without end do not break a run that goes on', async () => {
  const scenario = jobThatTakes(100);
  const name = 'ñ"\\'.repeat(1365);
  const world = runWorld({ clock, scenarios: [{ ...scenario, settings: { ...Object(scenario.settings), name } }] });
  const id = await world.start({ job: world.jobId });
  await world.seconds(20);
  const { runtimeStatus, customStatus } = await statusOf(world, id);
  expect(runtimeStatus).toBe('Running');
  expect(JSON.stringify(customStatus).length).toBeLessThan(3000);
  expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded' });
});

test('a refusal without end is cut', async () => {
  const body = JSON.stringify({ error_code: 'INVALID_PARAMETER_VALUE', message: '"\\'.repeat(50_000) });
  const world = runWorld({
    clock,
    scenarios: [jobThatTakes(1)],
    intercept: onRoute('run-now', answers(400, {}, body)),
  });
  const run = await world.ended(await world.start({ job: world.jobId }));
  expect(run).toMatchObject({ outcome: 'rejected', code: 'databricksRefused' });
  expect(run.message.length).toBeLessThanOrEqual(1000);
  expect(JSON.stringify((await statusOf(world, run.id)).customStatus).length).toBeLessThanOrEqual(MOST_CHARACTERS);
});

test('whatever the failures are, the status fits, and counts those that it leaves out', () => {
  const text = (most: number) => fc.string({ unit: 'binary', maxLength: most });
  const failure = fc.record({
    taskKey: fc.option(text(100)),
    code: text(40),
    type: fc.option(text(20)),
    class: fc.constantFrom(...FAILURE_CLASSES),
    message: text(600),
    trace: fc.option(text(1500)),
    runPageUrl: fc.option(text(300)),
    hint: fc.option(text(300)),
  });
  fc.assert(
    fc.property(
      fc.array(failure, { maxLength: 5 }),
      fc.nat(1000),
      fc.anything(),
      (failures, failuresOmitted, output) => {
        const result = { outcome: 'failed', failures, failuresOmitted, output } as unknown as RunResult;
        const progress = fittingProgress(
          resume({ request: '{}' }, 'id', 0, () => 'nonce'),
          result,
        );
        expect(JSON.stringify(progress).length).toBeLessThanOrEqual(MOST_CHARACTERS);
        const kept = progress.result?.failures ?? [];
        expect(kept).toEqual(failures.slice(0, kept.length));
        expect(kept.length + (progress.result?.failuresOmitted ?? 0)).toBe(failures.length + failuresOmitted);
        expect(progress.result).not.toHaveProperty('output');
      },
    ),
    { numRuns: 200 },
  );
});
