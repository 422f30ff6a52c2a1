import type { Run } from '../simulation/runs/run';
import type { Place } from './route';

export function runPageUrl(run: Run, { url, workspaceId }: Place, runId = run.runId): string {
  return `${url}/?o=${workspaceId}#job/${run.jobId}/run/${runId}`;
}
