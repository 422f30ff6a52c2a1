import type { Need, PipelinePermission, User } from '../../access';
import type { Pipeline, Update } from '../../simulation/pipelines/pipeline';
import { Refusal } from '../../simulation/refusal';
import { PermissionDenied } from '../errors';
import type { Call } from '../route';

const ENOUGH: Record<Need, readonly PipelinePermission[]> = {
  view: ['CAN_VIEW', 'CAN_RUN', 'CAN_MANAGE', 'IS_OWNER'],
  run: ['CAN_RUN', 'CAN_MANAGE', 'IS_OWNER'],
  manage: ['CAN_MANAGE', 'IS_OWNER'],
};

const NAMES: Record<Need, string> = { view: 'View', run: 'Run', manage: 'Manage' };

export function mayUse(user: User, need: Need, { creator, grants }: Pipeline): boolean {
  if (user.admin || user.name === creator) return true;
  return [user.name, 'users'].some((name) => {
    const given = grants.get(name);
    return given !== undefined && ENOUGH[need].includes(given);
  });
}

/** The pipeline that the address names. Who may not use it does learn that it exists. */
export function findPipeline({ world, user, target }: Call, need: Need): Pipeline {
  const pipeline = world.pipelines.get(target);
  if (!pipeline) throw new Refusal('RESOURCE_DOES_NOT_EXIST', `The specified pipeline ${target} was not found.`);
  if (!mayUse(user, need, pipeline))
    throw new PermissionDenied(`User ${user.name} does not have ${NAMES[need]} permissions on pipeline ${target}.`);
  return pipeline;
}

export function findUpdate(pipeline: Pipeline, updateId: string): Update {
  const update = pipeline.updates.find((candidate) => candidate.updateId === updateId);
  if (!update) throw new Refusal('RESOURCE_DOES_NOT_EXIST', `The specified update ${updateId} was not found.`);
  return update;
}
