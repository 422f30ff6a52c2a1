import type { ClientJob } from '../client-job';
import { armText } from './arm';
import { type PipelineParameter, parameter } from './pipeline';

/** The parameters of every pipeline that runs one job. */
export function jobParameters(job: ClientJob | null): Record<string, PipelineParameter> {
  const defaults = Object.fromEntries((job?.parameters ?? []).map((one) => [one.name, armText(one.default)]));
  return {
    JobId: { type: 'String', ...(job && { defaultValue: armText(job.job) }) },
    JobParameters: { type: 'Object', defaultValue: defaults },
    NotebookParams: { type: 'Object', defaultValue: {} },
    TimeoutSeconds: { type: 'Int', defaultValue: 86_400 },
  };
}

const isEmpty = (object: string) => `equals(string(${object}), '{}')`;
const field = (name: string, object: string) => `concat('"${name}":', string(${object}))`;

/** JSON of Databricks' run-now. What is empty is left out: the two kinds of parameters do not go together. */
export const runNowJson = (job: string, notebook: string): string =>
  `concat('{', if(${isEmpty(job)}, '', ${field('job_parameters', job)}), ` +
  `if(or(${isEmpty(job)}, ${isEmpty(notebook)}), '', ','), ` +
  `if(${isEmpty(notebook)}, '', ${field('notebook_params', notebook)}), '}')`;

export const RUN_NOW_JSON = runNowJson(parameter('JobParameters'), parameter('NotebookParams'));

/** The body of a start. */
export const START_BODY = {
  job: `@${parameter('JobId')}`,
  runNow: `@json(${RUN_NOW_JSON})`,
  timeoutSeconds: `@${parameter('TimeoutSeconds')}`,
};
