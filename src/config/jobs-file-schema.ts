import { z } from 'zod';
import { catalogEntrySchema, jobAliasSchema } from '../contract/catalog';

/** The JSON Schema of the job catalog, which editors know from `jobs.schema.json`. They know draft 7 best. */
export function jobsFileSchema(): Record<string, unknown> {
  const { $schema, ...entry } = z.toJSONSchema(catalogEntrySchema, { io: 'input', target: 'draft-7' });
  const { pattern = '' } = z.toJSONSchema(jobAliasSchema);
  return {
    $schema,
    title: 'The job catalog: an alias, and which job of Databricks it stands for',
    type: 'object',
    properties: { $schema: { type: 'string' } },
    patternProperties: { [pattern]: entry },
    additionalProperties: false,
  };
}
