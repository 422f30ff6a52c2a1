import fc from 'fast-check';
import { everyScenario } from '../../../local/workspace/scenarios/every-scenario';
import { DAY_SECONDS, workspaceWith } from '../../support/workspace-client';

const ENDED = ['TERMINATED', 'SKIPPED', 'INTERNAL_ERROR'];

type Step = { act: string; which: number; seconds: number };

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('run-now', 'run-now', 'cancel', 'repair', 'delete', 'cancel-all', 'read', 'wait', 'wait'),
  which: fc.nat(40),
  seconds: fc.constantFrom(0, 1, 3, 10, 60),
});

test('whatever is asked in whatever order is answered, and every run ends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const { workspace, send, seconds } = workspaceWith(everyScenario);
      const jobs = workspace.jobs().map(({ jobId }) => jobId);
      const runs: unknown[] = [];
      for (const { act, which, seconds: pause } of steps) {
        const job_id = jobs[which % jobs.length];
        const run_id = runs[which % Math.max(1, runs.length)];
        const asked = {
          'run-now': () => send('POST', 'run-now', { job_id }),
          cancel: () => send('POST', 'runs/cancel', { run_id }),
          repair: () => send('POST', 'runs/repair', { run_id, rerun_all_failed_tasks: true }),
          delete: () => send('POST', 'runs/delete', { run_id }),
          'cancel-all': () => send('POST', 'runs/cancel-all', { job_id }),
          read: () => send('GET', `runs/get?run_id=${run_id ?? 1}&include_history=true`),
          wait: () => seconds(pause).then(() => send('GET', 'runs/list')),
        }[act];
        const reply = await asked?.();
        expect([200, 400, 404, 429]).toContain(reply?.status);
        if (act === 'run-now' && reply?.status === 200) runs.push(reply.body.run_id);
      }
      await seconds(10 * DAY_SECONDS);
      for (const run_id of runs) {
        const { status, body } = await send('GET', `runs/get?run_id=${run_id}`);
        if (status === 200)
          expect([run_id, ENDED]).toEqual([run_id, expect.arrayContaining([body.state.life_cycle_state])]);
      }
    }),
    { numRuns: 300 },
  );
});
