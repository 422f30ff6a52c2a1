import fc from 'fast-check';
import { WorkloadError } from '../../local/workspace/simulation/tasks/program';
import { databricksRuns, expectSettled, wake } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { type Body, runWorld } from '../support/run-world';
import {
  answerLost,
  answerReplaced,
  answers,
  notConnected,
  requestLost,
  type Trouble,
  works,
} from '../support/trouble';
import type { VirtualClock } from '../support/virtual-clock';

const TROUBLES: Record<string, Trouble> = {
  works,
  refusedForNow: answers(429, { 'retry-after': '9' }),
  brokenBefore: answers(500),
  brokenAfter: answerReplaced('{"error_code":"TEMPORARILY_UNAVAILABLE","message":"later"}', 503),
  answerLost,
  requestLost,
  notConnected,
  page: answerReplaced('<html><title>Sign in</title></html>'),
  half: answerReplaced('{"run_id": 1, "state": {"life_cycle_state": "TERMIN'),
};

/** Everything that may happen to one run, from its start on. */
export interface Plan {
  runsForSeconds: number;
  fails: boolean;
  options: { timeoutSeconds?: number; pollSeconds?: number; onTimeout?: string };
  /** What happens to the requests to Databricks, one after the other; all goes well with those that follow. */
  troubles: string[];
  /** Which questions to the storage go wrong, counted from the first one of the orchestration. */
  crashes: { nth: number; isAfter: boolean }[];
  cancelAfterSeconds: number | null;
  wakeAfterSeconds: number[];
}

const name = fc.oneof(
  { weight: 2, arbitrary: fc.constant('works') },
  { weight: 3, arbitrary: fc.constantFrom(...Object.keys(TROUBLES)) },
);

export const anyPlan: fc.Arbitrary<Plan> = fc.record({
  runsForSeconds: fc.integer({ min: 0, max: 200 }),
  fails: fc.boolean(),
  options: fc.record(
    {
      timeoutSeconds: fc.integer({ min: 20, max: 300 }),
      pollSeconds: fc.integer({ min: 1, max: 20 }),
      onTimeout: fc.constantFrom('cancel', 'detach'),
    },
    { requiredKeys: [] },
  ),
  troubles: fc.array(name, { maxLength: 40 }),
  crashes: fc.array(fc.record({ nth: fc.integer({ min: 1, max: 60 }), isAfter: fc.boolean() }), { maxLength: 6 }),
  cancelAfterSeconds: fc.option(fc.integer({ min: 0, max: 100 }), { freq: 2 }),
  wakeAfterSeconds: fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 4 }),
});

/** Lets all of it happen, and expects one Databricks run at most, and the truth about it. */
export async function survive(plan: Plan, clock: VirtualClock): Promise<void> {
  const { troubles, cancelAfterSeconds, wakeAfterSeconds, options } = plan;
  const left = [...troubles];
  const program = () => {
    if (plan.fails) throw new WorkloadError('ValueError: no', 'Traceback');
    return 'done';
  };
  const world = runWorld({
    clock,
    scenarios: [jobThatTakes(plan.runsForSeconds, program)],
    intercept: (_, pass) => (TROUBLES[left.shift() ?? 'works'] ?? works)(pass),
  });
  const id = await startThrough(world, plan, { job: world.jobId, ...options });

  const events = [
    ...wakeAfterSeconds.map((at) => ({ at, happen: () => wake(world, id) })),
    ...(cancelAfterSeconds === null ? [] : [{ at: cancelAfterSeconds, happen: () => world.post(`runs/${id}/cancel`) }]),
  ].sort((one, other) => one.at - other.at);
  let passed = 0;
  for (const { at, happen } of events) {
    await world.seconds(at - passed);
    passed = at;
    await happen();
  }
  const run = await world.ended(id);
  await expectTruth(run, await databricksRuns(world), plan);
  await world.seconds(3600); // what comes too late must not do harm either
  expect((await databricksRuns(world)).length).toBeLessThanOrEqual(1);
  await expectSettled(world, clock);
}

/** The questions that the handler has do not go wrong: then there would be no run. */
async function startThrough(world: ReturnType<typeof runWorld>, { crashes }: Plan, body: Body): Promise<string> {
  let asked = 0;
  let isStarted = false;
  for (const part of [world.app.runs, world.app.outputs]) {
    for (const [question, ask] of Object.entries(part)) {
      Reflect.set(part, question, async (...args: unknown[]) => {
        if (!isStarted) return ask(...args);
        asked += 1;
        const crash = crashes.find(({ nth }) => nth === asked);
        if (crash?.isAfter) await ask(...args);
        if (crash) throw new Error('the storage is out of order');
        return ask(...args);
      });
    }
  }
  const { start } = world.app.instances;
  world.app.instances.start = (...args) => {
    isStarted = true;
    return start(...args);
  };
  return world.start(body);
}

const OUTCOMES: Readonly<Record<string, string>> = { SUCCESS: 'succeeded', FAILED: 'failed', CANCELED: 'canceled' };

async function expectTruth(run: Body, runs: Awaited<ReturnType<typeof databricksRuns>>, plan: Plan): Promise<void> {
  expect(runs.length).toBeLessThanOrEqual(1);
  const [only] = runs;
  const { outcome, code } = run;
  if (!only) {
    expect([
      'canceled canceledBeforeStart',
      'rejected databricksUnavailable',
      'unknown startUnconfirmed',
      'timedOut timeoutBeforeStart',
    ]).toContain(`${outcome} ${code}`);
    return;
  }
  if (outcome === 'unknown') {
    expect(code).toBe('startUnconfirmed');
    return;
  }
  expect(run.run.id).toBe(only.id);
  if (code === 'detached') expect(plan.options.onTimeout).toBe('detach');
  else if (code === 'timeoutReached') expect(only.state.result_state).toBe('CANCELED');
  else expect(`${outcome} ${code}`).toBe(`${OUTCOMES[only.state.result_state ?? '']} ${code}`);
  if (outcome === 'succeeded') expect(run.output ?? run.outputProblem).toBeDefined();
}
