import type { RunChanges } from '../../adapters/storage/runs';
import type { RunPlan } from '../../contract/runs/request/run-plan';
import type { RunRow } from '../../contract/runs/run-row';
import { DEFAULT_WORKSPACE } from '../../contract/workspaces/workspace';
import type { Planned } from './read-plan';

/** Undefined: it is no job. */
export const jobIdOf = ({ work }: RunPlan): string | undefined => (work.kind === 'job' ? work.jobId : undefined);

/** What the row says of what was started, and where. */
type Place = Pick<RunRow, 'workspace' | 'kind' | 'job' | 'jobId' | 'pipelineId'>;

export const placeOf = ({ plan, request, workspace }: Planned): Place => ({
  ...(workspace.alias !== DEFAULT_WORKSPACE && { workspace: workspace.alias }),
  ...(plan.work.kind !== 'job' && { kind: plan.work.kind }),
  job: request.job ?? '',
  jobId: jobIdOf(plan),
  ...(plan.work.kind === 'pipeline' && { pipelineId: plan.work.pipeline.pipeline_id }),
});

/** What of it is other than the row says. */
export function changesOf(row: RunRow | undefined, place: Place): RunChanges {
  const { workspace = DEFAULT_WORKSPACE, kind = 'job', job, jobId, pipelineId } = place;
  return {
    ...((row?.workspace ?? DEFAULT_WORKSPACE) !== workspace && { workspace }),
    ...((row?.kind ?? 'job') !== kind && { kind }),
    ...(row?.job !== job && { job }),
    ...(row?.jobId !== jobId && { jobId }),
    ...(row?.pipelineId !== pipelineId && { pipelineId }),
  };
}
