import { z } from 'zod';
import { callerIdSchema, callerRuleSchema } from '../contract/caller-rules';

/** The JSON Schema of the list of callers, which editors know from `callers.schema.json`. */
export function callersFileSchema(): Record<string, unknown> {
  const { $schema, ...rule } = z.toJSONSchema(callerRuleSchema, { io: 'input', target: 'draft-7' });
  const { pattern = '' } = z.toJSONSchema(callerIdSchema);
  return {
    $schema,
    title: 'The callers: the id of an application, and what it may do of that which its roles allow',
    type: 'object',
    properties: { $schema: { type: 'string' } },
    patternProperties: { [pattern]: rule },
    additionalProperties: false,
  };
}
