import type { PipelineStory, Scenario } from './scenario';

const MINUTE = 60_000;

/** Waits for resources for minutes, and then works for an hour. */
export const slowPipeline: PipelineStory = {
  pipelineId: '510f0000-0000-4000-a000-000000000003',
  name: 'Slow pipeline',
  program: {
    tables: ['history', 'history_by_day'],
    pace: { queuedMs: MINUTE, waitingMs: 4 * MINUTE, initializingMs: MINUTE, tableMs: 30 * MINUTE },
  },
};

export const pipelineSlow: Scenario = {
  name: 'pipeline-slow',
  about: 'A pipeline that takes an hour, and a job that waits for it.',
  pipelines: [slowPipeline],
  settings: {
    name: 'Pipeline slow',
    tasks: [{ task_key: 'refresh', pipeline_task: { pipeline_id: slowPipeline.pipelineId } }],
  },
};
