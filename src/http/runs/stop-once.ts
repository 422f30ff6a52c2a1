import type { Stopping } from '../../runs/stop-run';

/** Of those who want a run to stop at the same time, one has it stop, and all of them hear what has come of it. */
export type StopOnce = (life: string, stop: () => Promise<Stopping>) => Promise<Stopping>;

export function createStopOnce(): StopOnce {
  const underWay = new Map<string, Promise<Stopping>>();
  return (life, stop) => {
    const stopping = underWay.get(life) ?? stop().finally(() => underWay.delete(life));
    underWay.set(life, stopping);
    return stopping;
  };
}
