import { z } from 'zod';
import { PIPELINE_FIELDS } from '../../jobs/job-parameters';

/** An update of a pipeline that is started without a job around it, in Databricks' words. */
export const pipelineUpdateSchema = z
  .strictObject({
    pipeline_id: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,100}$/, 'must be the id of a pipeline')
      .describe('The id of the pipeline.'),
    ...PIPELINE_FIELDS,
  })
  .superRefine((update, context) => {
    const named = (['full_refresh_selection', 'refresh_selection'] as const).find((name) => update[name] !== undefined);
    if (update.full_refresh && named) {
      const message = 'must not stand beside full_refresh, which refreshes all tables';
      context.addIssue({ code: 'custom', path: [named], message });
    }
  })
  .describe('An update of a pipeline. Only where ALLOW_KINDS has `pipeline`.');

export type PipelineUpdate = z.infer<typeof pipelineUpdateSchema>;
