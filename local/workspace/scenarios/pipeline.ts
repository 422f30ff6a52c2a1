import type { PipelineStory, Scenario } from './scenario';

/** Refreshes three tables, one after the other. */
export const salesPipeline: PipelineStory = {
  pipelineId: '5a1e5000-0000-4000-a000-000000000001',
  name: 'Sales pipeline',
  spec: { catalog: 'main', schema: 'sales', serverless: true, configuration: { 'sales.source': 'raw' } },
  program: { tables: ['orders_raw', 'orders_clean', 'sales_by_region'] },
};

export const pipeline: Scenario = {
  name: 'pipeline',
  about: 'A pipeline that refreshes three tables, and a job that runs it.',
  pipelines: [salesPipeline],
  settings: {
    name: 'Pipeline',
    tasks: [{ task_key: 'refresh', pipeline_task: { pipeline_id: salesPipeline.pipelineId } }],
  },
};
