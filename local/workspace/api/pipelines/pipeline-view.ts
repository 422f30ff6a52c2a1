import type { PipelineEvent } from '../../simulation/pipelines/event';
import { hasEnded, type Pipeline, type Update } from '../../simulation/pipelines/pipeline';
import type { Place } from '../route';

const LATEST_UPDATES = 5;

/** What the list of pipelines says of each. */
export function pipelineSummary(pipeline: Pipeline) {
  const { pipelineId, name, creator, updates } = pipeline;
  const latest = updates.slice(-LATEST_UPDATES).reverse();
  return {
    pipeline_id: pipelineId,
    name,
    creator_user_name: creator,
    run_as_user_name: creator,
    ...standing(pipeline),
    ...(latest.length > 0 && {
      latest_updates: latest.map(({ updateId, state, createdAt }) => ({
        update_id: updateId,
        state,
        creation_time: new Date(createdAt).toISOString(),
      })),
    }),
  };
}

export function pipelineView(pipeline: Pipeline) {
  return { ...pipelineSummary(pipeline), spec: specOf(pipeline), last_modified: pipeline.createdAt };
}

/** Times are numbers here, although they are texts where the pipeline itself is shown. */
export function updateView(update: Update) {
  return {
    pipeline_id: update.pipeline.pipelineId,
    update_id: update.updateId,
    cause: update.cause,
    state: update.state,
    full_refresh: update.fullRefresh,
    creation_time: update.createdAt,
    validate_only: update.validateOnly,
    ...ifAny('full_refresh_selection', update.fullRefreshSelection),
    ...ifAny('refresh_selection', update.refreshSelection),
    ...ifAny('reset_checkpoint_selection', update.resetCheckpointSelection),
  };
}

/** Only of one update is the configuration told. */
export const wholeUpdateView = (update: Update) => ({ ...updateView(update), config: specOf(update.pipeline) });

export function eventView(event: PipelineEvent, { pipelineId, name }: Pipeline, place: Place) {
  return {
    id: event.id,
    sequence: { data_plane_id: { instance: 'execution', seq_no: event.order } },
    origin: {
      cloud: 'Azure',
      org_id: Number(place.workspaceId),
      pipeline_id: pipelineId,
      pipeline_name: name,
      update_id: event.updateId,
      ...(event.flow !== undefined && { flow_name: event.flow, dataset_name: event.flow }),
    },
    timestamp: new Date(event.at).toISOString(),
    message: event.message,
    level: event.level,
    event_type: event.type,
    maturity_level: 'STABLE',
    details: event.details,
    ...(event.exceptions && { error: { fatal: event.type === 'update_progress', exceptions: event.exceptions } }),
  };
}

function specOf({ pipelineId, name, spec }: Pipeline) {
  return { id: pipelineId, name, continuous: false, ...spec };
}

function standing({ active, updates }: Pipeline) {
  const failed = updates.findLast(hasEnded)?.state === 'FAILED';
  const health = failed ? 'UNHEALTHY' : 'HEALTHY';
  if (!active) return { state: failed ? 'FAILED' : 'IDLE', ...(updates.length > 0 && { health }) };
  const isShown = ['RUNNING', 'STOPPING', 'RESETTING'].includes(active.state);
  return { state: isShown ? active.state : 'STARTING', health };
}

function ifAny(name: string, selection: readonly string[]) {
  return selection.length > 0 ? { [name]: selection } : {};
}
