import type { PipelinePermission } from '../../access';
import type { Pipeline } from '../../simulation/pipelines/pipeline';
import { accessListOf, type Guarded, readGrants } from '../access-list';
import type { Call, Routes } from '../route';
import { findPipeline } from './find-pipeline';

const LEVELS: readonly PipelinePermission[] = ['CAN_VIEW', 'CAN_RUN', 'CAN_MANAGE', 'IS_OWNER'];

export const pipelinePermissionsRoutes: Routes = {
  'GET permissions/pipelines/*': (call) => listOf(call, findPipeline(call, 'manage')),

  /** Adds to what was given before; who is named again has what was said last. */
  'PATCH permissions/pipelines/*': (call) => {
    const pipeline = findPipeline(call, 'manage');
    for (const [name, level] of readGrants(call, guarded(pipeline))) pipeline.grants.set(name, level);
    return listOf(call, pipeline);
  },

  /** What was given before is gone. */
  'PUT permissions/pipelines/*': (call) => {
    const pipeline = findPipeline(call, 'manage');
    const given = readGrants(call, guarded(pipeline));
    pipeline.grants.clear();
    for (const [name, level] of given) pipeline.grants.set(name, level);
    return listOf(call, pipeline);
  },
};

const listOf = (call: Call, pipeline: Pipeline) => accessListOf(call, guarded(pipeline), pipeline.grants);

const guarded = ({ pipelineId, creator }: Pipeline): Guarded<PipelinePermission> => ({
  kind: 'pipeline',
  id: pipelineId,
  creator,
  levels: LEVELS,
});
