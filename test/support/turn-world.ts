import { databricksRuns } from './engine-room';
import { jobThatTakes } from './made-up-job';
import { type Body, type Reply, runWorld, type WorldOptions } from './run-world';

export type Headers = Record<string, string>;

/** A world whose runs mind each other. A join may have to look for a run that is just being started, which takes time. */
export function turnWorld({ seconds = 60, ...options }: WorldOptions & { seconds?: number }) {
  let most = 0;
  const world = runWorld({
    scenarios: [jobThatTakes(seconds)],
    ...options,
    async intercept(request, pass) {
      try {
        return await (options.intercept?.(request, pass) ?? pass());
      } finally {
        if (request.path.endsWith('/run-now')) most = Math.max(most, await goingOn());
      }
    },
  });
  const goingOn = async () => (await databricksRuns(world)).filter(({ state }) => !state.result_state).length;

  async function meanwhile<T>(asking: Promise<T>, count = 5): Promise<T> {
    const [answer] = await Promise.all([asking, world.seconds(count)]);
    return answer;
  }

  return {
    ...world,
    meanwhile,
    begin: (concurrency: string | undefined, more: object = {}, headers: Headers = {}): Promise<Reply> =>
      meanwhile(world.post('runs', { job: world.jobId, ...(concurrency && { concurrency }), ...more }, headers)),
    /** All at once. */
    beginMany(count: number, body: (at: number) => Body, headers: (at: number) => Headers = () => ({})) {
      const bodyOf = (at: number) => ({ job: world.jobId, ...body(at) });
      return meanwhile(
        Promise.all(Array.from({ length: count }, (_, at) => world.post('runs', bodyOf(at), headers(at)))),
      );
    },
    results: async () => (await databricksRuns(world)).map(({ state }) => state.result_state ?? state.life_cycle_state),
    /** How many runs have gone on at Databricks at the same time by the end of this time, at most. */
    async mostAtOnce(forSeconds: number): Promise<number> {
      await world.seconds(forSeconds);
      return most;
    },
  };
}

export type TurnWorld = ReturnType<typeof turnWorld>;

export const idsOf = (replies: readonly Reply[]): string[] => [...new Set(replies.map(({ body }) => body.id))];
export const statusesOf = (replies: readonly Reply[]): number[] => replies.map(({ status }) => status).sort();
