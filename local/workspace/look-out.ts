import type { Clock } from '../clock';
import type { World } from './simulation/world';

export interface LookOut {
  /** To be called after whatever may have changed what happens next. */
  look(): void;
  stop(): void;
}

/**
 * Lets happen what is due while there is somebody to tell of it. A workspace without destinations goes on doing nothing
 * by itself, and costs nothing while nobody asks.
 */
export function createLookOut(world: World, clock: Clock): LookOut {
  let alarm: { at: number; callOff: () => void } | undefined;
  let isStopped = false;

  function look(): void {
    const at = world.destinations.size > 0 && !isStopped ? world.timeline.nextAt : undefined;
    if (at === alarm?.at) return;
    alarm?.callOff();
    alarm = at === undefined ? undefined : { at, callOff: clock.schedule(at, goOff) };
  }

  function goOff(): void {
    alarm = undefined;
    world.timeline.runUntil(clock.now());
    look();
  }

  return {
    look,
    stop() {
      isStopped = true;
      look();
    },
  };
}
