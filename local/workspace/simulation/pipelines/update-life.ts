import { Refusal } from '../refusal';
import type { World } from '../world';
import { addEvent, shortId } from './event';
import {
  hasEnded,
  type Pipeline,
  planOf,
  type Update,
  type UpdateCause,
  type UpdateState,
  type UpdateWishes,
} from './pipeline';
import { PipelineError, type SerializedException, USUAL_PACE } from './pipeline-program';

const STOPPING_MS = 2000;
const RETRY_AFTER_MS = 2000;

/** Starts an update, or refuses to: a pipeline has one at a time. */
export function startUpdate(world: World, pipeline: Pipeline, wishes: UpdateWishes, cause: UpdateCause): Update {
  const { pipelineId, active, updates } = pipeline;
  if (active)
    throw new Refusal(
      'RESOURCE_CONFLICT',
      `An active update '${active.updateId}' already exists for pipeline '${pipelineId}'.`,
    );
  const update: Update = {
    ...wishes,
    updateId: world.ids.uuid(),
    pipeline,
    cause,
    createdAt: world.timeline.now,
    order: updates.length,
    state: 'QUEUED',
    refreshed: [],
    whenEnded: [],
  };
  updates.push(update);
  pipeline.active = update;
  addEvent(world, update, {
    type: 'create_update',
    message: `Update ${shortId(update)} started by ${cause}.`,
    details: { create_update: { cause, config: pipeline.spec } },
  });
  live(world, update);
  return update;
}

/** Cuts off an update. It ends a little later; one that has ended stays as it is. */
export function stopUpdate(world: World, update: Update): void {
  if (hasEnded(update) || update.state === 'STOPPING') return;
  enter(world, update, 'STOPPING');
  world.timeline.in(STOPPING_MS, () => end(world, update, 'CANCELED'));
}

function live(world: World, update: Update): void {
  const { program } = update.pipeline;
  const pace = { ...USUAL_PACE, ...program.pace };
  const resets = planOf(update).some(({ full }) => full) || update.resetCheckpointSelection.length > 0;
  const phases: readonly [UpdateState, number][] = [
    ['QUEUED', pace.queuedMs],
    ['CREATED', pace.createdMs],
    ['WAITING_FOR_RESOURCES', pace.waitingMs],
    ['INITIALIZING', pace.initializingMs],
    ['RESETTING', resets && !update.validateOnly ? pace.resettingMs : 0],
    ['SETTING_UP_TABLES', pace.settingUpMs],
  ];
  const go = (index: number) => {
    const [state, ms] = phases[index] ?? ['RUNNING', 0];
    if (state === 'RUNNING')
      return update.validateOnly ? end(world, update, 'COMPLETED') : run(world, update, pace.tableMs);
    if (ms === 0) return go(index + 1);
    enter(world, update, state);
    unlessStopped(world, update, ms, () => {
      const problem = state === 'INITIALIZING' ? attempt(() => program.check?.()) : undefined;
      if (problem) end(world, update, 'FAILED', problem);
      else go(index + 1);
    });
  };
  go(0);
}

function run(world: World, update: Update, tableMs: number): void {
  enter(world, update, 'RUNNING');
  const plan = planOf(update);
  for (const { table } of plan) tellOfFlow(world, update, table, 'QUEUED');
  const go = (index: number) => {
    const next = plan[index];
    if (!next) return end(world, update, 'COMPLETED');
    tellOfFlow(world, update, next.table, 'RUNNING');
    unlessStopped(world, update, tableMs, () => {
      const problem = attempt(() => update.pipeline.program.refresh?.(next.table, next.full));
      if (!problem) update.refreshed.push(next);
      tellOfFlow(world, update, next.table, problem ? 'FAILED' : 'COMPLETED', problem);
      if (problem) end(world, update, 'FAILED', problem);
      else go(index + 1);
    });
  };
  go(0);
}

function end(world: World, update: Update, state: UpdateState, problem?: readonly SerializedException[]): void {
  enter(world, update, state, problem);
  const { pipeline } = update;
  pipeline.active = undefined;
  for (const callback of update.whenEnded.splice(0)) callback();
  if (state === 'FAILED') tryAgain(world, update);
}

/** A pipeline in production mode is not given up at once: Databricks starts another update by itself. */
function tryAgain(world: World, update: Update): void {
  const { pipeline } = update;
  const earlier = pipeline.updates.slice().reverse();
  const retries = earlier.findIndex(({ cause }) => cause !== 'RETRY_ON_FAILURE');
  if (retries >= (pipeline.program.retries ?? 0)) return;
  world.timeline.in(RETRY_AFTER_MS, () => {
    if (!pipeline.active) startUpdate(world, pipeline, update, 'RETRY_ON_FAILURE');
  });
}

function enter(world: World, update: Update, state: UpdateState, exceptions?: readonly SerializedException[]): void {
  update.state = state;
  addEvent(world, update, {
    type: 'update_progress',
    level: state === 'FAILED' ? 'ERROR' : 'INFO',
    message: `Update ${shortId(update)} is ${state}.`,
    exceptions,
    details: { update_progress: { state } },
  });
}

function tellOfFlow(
  world: World,
  update: Update,
  flow: string,
  status: 'QUEUED' | 'RUNNING' | 'COMPLETED' | 'FAILED',
  exceptions?: readonly SerializedException[],
): void {
  const verb = status === 'COMPLETED' || status === 'FAILED' ? 'has' : 'is';
  addEvent(world, update, {
    type: 'flow_progress',
    level: status === 'FAILED' ? 'ERROR' : 'INFO',
    message: `Flow '${flow}' ${verb} ${status}.`,
    flow,
    exceptions,
    details: { flow_progress: { status } },
  });
}

function unlessStopped(world: World, update: Update, ms: number, step: () => void): void {
  world.timeline.in(ms, () => {
    if (!hasEnded(update) && update.state !== 'STOPPING') step();
  });
}

function attempt(action: () => void): readonly SerializedException[] | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof PipelineError) return error.exceptions;
    return [{ class_name: (error as Error).name, message: (error as Error).message, stack: [] }];
  }
}
