import type { World } from '../world';
import type { Pipeline } from './pipeline';

/** A story that is told twice is about the same pipeline. */
export function addPipeline(
  world: World,
  story: Pick<Pipeline, 'pipelineId' | 'name' | 'program'> & { spec?: Pipeline['spec'] },
  creator: string,
): void {
  if (world.pipelines.has(story.pipelineId)) return;
  const { spec = {}, ...told } = story;
  const nothingYet = { grants: new Map(), updates: [], events: [], active: undefined };
  const pipeline: Pipeline = { ...told, spec, creator, createdAt: world.timeline.now, ...nothingYet };
  world.pipelines.set(pipeline.pipelineId, pipeline);
}
