import type { WorldOptions } from '../run-world';
import { tableWorld } from '../table-world';
import type { VirtualClock } from '../virtual-clock';
import { appCaller, type CallerOptions } from './app-caller';

/** Power Query in front of an app that is asked for tables. */
export async function tableCaller(
  clock: VirtualClock,
  options: Omit<WorldOptions, 'clock'> = {},
  calling: Partial<CallerOptions> = {},
) {
  const world = tableWorld({ clock, ...options });
  return { world, caller: await appCaller({ world, clock, ...calling }) };
}
