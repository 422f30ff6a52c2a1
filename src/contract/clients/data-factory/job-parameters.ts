import type { ClientJob } from '../client-job';
import { armText } from './arm';
import type { PipelineParameter } from './pipeline';

/** What people know from Databricks, under the names by which they know it. */
export const jobParameters = (job: ClientJob | null): Record<string, PipelineParameter> => ({
  JobId: { type: 'String', ...(job && { defaultValue: armText(job.job) }) },
  JobParameters: { type: 'Object', defaultValue: job?.ofNotebook ? {} : defaultsOf(job) },
  NotebookParams: { type: 'Object', defaultValue: job?.ofNotebook ? defaultsOf(job) : {} },
  TimeoutSeconds: TIMEOUT_SECONDS,
});

/** 0: as the app decides, which knows the catalog. */
export const TIMEOUT_SECONDS: PipelineParameter = { type: 'Int', defaultValue: 0 };

export const defaultsOf = (job: ClientJob | null): Record<string, string> =>
  Object.fromEntries((job?.parameters ?? []).map((one) => [one.name, armText(one.default)]));
