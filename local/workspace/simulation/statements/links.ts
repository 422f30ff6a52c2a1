import { createHmac } from 'node:crypto';
import type { World } from '../world';
import type { Chunk, Statement } from './statement';

const LIVES_MS = 15 * 60_000;

/** Where results lie: not at the workspace, but in a storage of its own. */
export const STORAGE_PATH = '/simulated-storage/results/';

export interface Link {
  /** With its signature, from the slash after the host on. */
  address: string;
  expiresAt: number;
}

export function linkTo({ id }: Statement, { index }: Chunk, world: World): Link {
  const expiresAt = world.timeline.now + LIVES_MS;
  const query = `se=${expiresAt}&sig=${signature(world, `${id}/${index}`, expiresAt)}`;
  return { address: `${STORAGE_PATH}${id}/${index}?${query}`, expiresAt };
}

export const signature = (world: World, name: string, expiresAt: number): string =>
  createHmac('sha256', world.storageKey).update(`${name} ${expiresAt}`).digest('base64url');
