import { randomBytes } from 'node:crypto';
import { Ids } from './ids';
import type { Overrides, TaskRun } from './runs/run';
import { beginQueuedRuns, startRun } from './runs/start-run';
import { Timeline } from './timeline';
import type { World } from './world';

export function createWorld(now: number, seed: number, sendOut: World['sendOut']): World {
  const world: World = {
    timeline: new Timeline(now),
    ids: new Ids(seed),
    programs: new Map(),
    jobs: new Map(),
    pipelines: new Map(),
    grants: new Map(),
    clusters: new Map(),
    clusterGrants: new Map(),
    servicePrincipals: new Map(),
    destinations: new Map(),
    warehouses: new Map(),
    queries: new Map(),
    statements: new Map(),
    storageKey: randomBytes(32),
    runs: new Map(),
    taskRuns: new Map(),
    tokens: new Map(),
    queue: new Set(),
    activeRuns: new Map(),
    active: { taskRuns: 0, parentTasks: 0 },
    creations: [],
    runCount: 0,
    startChild: (jobId, overrides, parent) => startChild(world, jobId, overrides, parent),
    placesFreed: () => beginQueuedRuns(world),
    sendOut,
  };
  return world;
}

/** A child waits for its turn even if its job would skip runs: only what a caller starts can be turned away. */
function startChild(world: World, jobId: bigint, overrides: Overrides, parent: TaskRun) {
  const job = world.jobs.get(jobId);
  if (!job) return undefined;
  const { settings, giantIds } = job;
  const creator = parent.run.creator;
  const trigger = 'RUN_JOB_TASK';
  return startRun(world, {
    jobId,
    type: 'JOB_RUN',
    creator,
    settings,
    giantIds,
    overrides,
    trigger,
    queueEnabled: true,
  });
}
