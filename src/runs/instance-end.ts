import type { Instance } from '../adapters/durable/instances';

/** One that is suspended goes on, too. */
export const hasInstanceEnded = ({ state }: Pick<Instance, 'state'>): boolean =>
  ['completed', 'failed', 'terminated'].includes(state);
