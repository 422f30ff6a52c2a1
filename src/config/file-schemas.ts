import { z } from 'zod';
import { callerIdSchema, callerRuleSchema } from '../contract/callers/caller-rules';
import { catalogEntrySchema } from '../contract/jobs/catalog';
import { jobAliasSchema } from '../contract/jobs/job-names';

/** The JSON Schema of the job catalog, which editors know from `jobs.schema.json`. */
export const jobsFileSchema = () =>
  entriesSchema('The job catalog: an alias, and which job of Databricks it stands for', {
    name: jobAliasSchema,
    entry: catalogEntrySchema,
  });

/** That of the list of callers, which editors know from `callers.schema.json`. */
export const callersFileSchema = () =>
  entriesSchema('The callers: the id of an application, and what it may do of that which its roles allow', {
    name: callerIdSchema,
    entry: callerRuleSchema,
  });

/** In draft 7, which editors know best. */
function entriesSchema(title: string, { name, entry }: { name: z.ZodType; entry: z.ZodType }): Record<string, unknown> {
  const { $schema, ...properties } = z.toJSONSchema(entry, { io: 'input', target: 'draft-7' });
  const { pattern = '' } = z.toJSONSchema(name);
  return {
    $schema,
    title,
    type: 'object',
    properties: { $schema: { type: 'string' } },
    patternProperties: { [pattern]: properties },
    additionalProperties: false,
  };
}
