import { WorkloadError } from '../../local/workspace/simulation/tasks/program';
import { wake } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { type Body, runWorld, type WorldOptions } from '../support/run-world';
import { answers, notConnected, onRoute, requestLost, whenever } from '../support/trouble';
import type { VirtualClock } from '../support/virtual-clock';

type World = ReturnType<typeof runWorld>;

interface Story {
  seconds: number;
  fails?: boolean;
  options?: Body;
  intercept?: WorldOptions['intercept'];
  /** What happens while the run goes on. */
  meanwhile?: (world: World, id: string) => Promise<unknown>;
}

/** Lives of a run that, taken together, lead through every part of its orchestration. */
export const STORIES: Record<string, Story> = {
  'goes well': { seconds: 10 },
  fails: { seconds: 3, fails: true },
  'is started in the fourth go': {
    seconds: 1,
    intercept: onRoute('run-now', answers(429, { 'retry-after': '7' }), notConnected, requestLost),
  },
  'is refused': { seconds: 1, options: { job: '999' } },
  'is never started': {
    seconds: 1,
    options: { timeoutSeconds: 30 },
    intercept: whenever('run-now', () => true, notConnected),
  },
  'is cancelled': {
    seconds: 600,
    meanwhile: async (world, id) => {
      await world.seconds(10);
      await world.post(`runs/${id}/cancel`);
    },
  },
  'is cancelled before its start': {
    seconds: 600,
    intercept: onRoute('run-now', ...Array(9).fill(answers(429))),
    meanwhile: async (world, id) => {
      await world.seconds(3);
      await world.post(`runs/${id}/cancel`);
    },
  },
  'takes too long': { seconds: 600, options: { timeoutSeconds: 20 } },
  'takes too long, and is left alone': { seconds: 600, options: { timeoutSeconds: 20, onTimeout: 'detach' } },
  'is woken again and again': {
    seconds: 60,
    options: { pollSeconds: 20 },
    meanwhile: async (world, id) => {
      for (let times = 0; times < 3; times++) {
        await world.seconds(5);
        await Promise.all([wake(world, id), wake(world, id)]);
      }
    },
  },
  'is in trouble': { seconds: 60, intercept: onRoute('runs/get', answers(503), answers(403), notConnected) },
  'has an output that is hard to get': { seconds: 1, intercept: onRoute('get-output', answers(503), notConnected) },
  'meets a storage that is out of order': {
    seconds: 5,
    meanwhile: async (world) => {
      const { read } = world.app.runs;
      world.app.runs.read = () => Promise.reject(new Error('the storage is out of order'));
      await world.seconds(20);
      world.app.runs.read = read;
    },
  },
  'goes on over several generations': { seconds: 45, options: { pollSeconds: 1 } },
};

/** What the library was called with in the last episode of each generation. */
export async function live(name: string, clock: VirtualClock): Promise<string[]> {
  const { seconds, fails = false, options, intercept, meanwhile } = STORIES[name] ?? { seconds: 1 };
  const program = () => {
    if (fails) throw new WorkloadError('ValueError: no', 'Traceback');
    return [{ answer: 42 }];
  };
  const world = runWorld({ clock, scenarios: [jobThatTakes(seconds, program)], ...(intercept && { intercept }) });
  const lastOfEach = new Map<string, string>();
  world.host.orchestrators.listen((_, payload) => {
    const [start] = JSON.parse(payload).history.filter((event: Body) => event.EventType === 0);
    lastOfEach.set(start.OrchestrationInstance.ExecutionId, payload);
  });
  const id = await world.start({ job: world.jobId, ...options });
  await meanwhile?.(world, id);
  await world.ended(id);
  return [...lastOfEach.values()];
}
