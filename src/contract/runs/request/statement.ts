import { z } from 'zod';

const MOST_CHARACTERS = 100_000;
const name = z.string().min(1).max(255);

const parameterSchema = z.strictObject({
  name,
  value: z.string().nullable().optional().describe('As text. Missing or null: NULL.'),
  type: z.string().min(1).max(100).optional().describe('Such as `DATE` or `DECIMAL(10,2)` (default: STRING).'),
});

const rows = z.int().min(1).optional();

/** A SQL statement on a warehouse, in Databricks' words. */
export const statementSchema = z
  .strictObject({
    warehouse_id: z
      .string()
      .regex(/^[A-Za-z0-9]{1,100}$/, 'must be the id of a SQL warehouse')
      .describe('The id of the SQL warehouse.'),
    statement: z
      .string()
      .max(MOST_CHARACTERS)
      .refine((text) => text.trim() !== '', 'must not be empty')
      .describe('The statement, with `:name` where a parameter stands.'),
    catalog: name.optional(),
    schema: name.optional(),
    parameters: z.array(parameterSchema).max(1000).optional(),
    row_limit: rows,
    byte_limit: rows,
  })
  .describe('A SQL statement. Only where ALLOW_KINDS has `sql`.');

export type Statement = z.infer<typeof statementSchema>;
