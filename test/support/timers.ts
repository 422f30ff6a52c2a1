import type { runWorld } from './run-world';

/** Calls a timer function as the host would. In a world in memory, none is called by itself. */
export async function fire({ host }: Pick<ReturnType<typeof runWorld>, 'host'>, name: string): Promise<void> {
  const timer = host.host.timers.find(({ target }) => target.name === name);
  if (!timer) throw new Error(`There is no timer ${name}.`);
  const json = JSON.stringify({ Schedule: {}, ScheduleStatus: {}, IsPastDue: false });
  await host.host.call(timer.target, timer.trigger, { json });
}
