import { Refusal } from '../refusal';
import { platformFailed, stopped, succeeded, workloadFailed } from '../runs/ending';
import type { TaskRun } from '../runs/run';
import { beginTaskRun, endTaskRun } from '../tasks/task-run';
import type { World } from '../world';
import { shortId } from './event';
import type { Update } from './pipeline';
import { startUpdate } from './update-life';
import { wishesOf } from './wishes';

/** Runs an update of a pipeline and ends as it ends. What the run was started with goes before what the task says. */
export function beginPipelineTask(world: World, row: TaskRun): void {
  beginTaskRun(world, row);
  row.phase = 'RUNNING';
  row.runningAt = world.timeline.now;
  const { pipeline_id = '', ...wishes } = row.task.pipeline_task ?? {};
  const pipeline = world.pipelines.get(pipeline_id);
  const end = (ending: ReturnType<typeof endingAfter>) => endTaskRun(world, row, ending);
  if (!pipeline) {
    const ending = platformFailed('RESOURCE_NOT_FOUND', 'CLIENT_ERROR', `The pipeline ${pipeline_id} was not found.`);
    world.timeline.in(0, () => end(ending));
    return;
  }
  try {
    const passed = row.run.overrides.pipeline_params as object | undefined;
    const update = startUpdate(world, pipeline, wishesOf({ ...wishes, ...passed }), 'JOB_TASK');
    row.pipelineUpdate = update;
    update.whenEnded.push(() => end(endingAfter(row, update)));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    world.timeline.in(0, () => end(workloadFailed(error.message)));
  }
}

function endingAfter(row: TaskRun, update: Update) {
  if (update.state === 'COMPLETED') return succeeded;
  if (update.state === 'CANCELED') return stopped(row.stopping ?? 'canceled');
  return workloadFailed(`Update ${shortId(update)} is ${update.state}.`);
}
