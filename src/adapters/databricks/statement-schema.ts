import { z } from 'zod';
import type { RawStatement } from '../../domain/sql/raw-statement';

const text = z.string().optional();
/** Counts are int64. One that a number does not hold is of no use here. */
const count = z.coerce.number().int().nonnegative().optional().catch(undefined);

/** It becomes a part of paths. */
const statementId = z.string().regex(/^[\w-]{1,100}$/);

export const startedStatementSchema = z
  .looseObject({ statement_id: statementId })
  .transform(({ statement_id }) => ({ statementId: statement_id }));

/** Nothing else is taken over: above all no row, and no link. */
export const statementSchema: z.ZodType<RawStatement> = z.object({
  statement_id: statementId,
  status: z.object({
    state: z.string(),
    error: z.object({ error_code: text, message: text }).optional(),
    sql_state: text,
  }),
  manifest: z
    .object({
      format: text,
      schema: z
        .object({
          column_count: count,
          columns: z.array(z.object({ name: z.string(), type_name: text, type_text: text })).optional(),
        })
        .optional(),
      total_chunk_count: count,
      total_row_count: count,
      total_byte_count: count,
      truncated: z.boolean().optional(),
    })
    .optional(),
});

/** Rows, or links to where they are. */
export const chunkSchema = z.looseObject({
  data_array: z.array(z.array(z.unknown())).optional(),
  external_links: z
    .array(
      z.looseObject({
        external_link: z.string(),
        chunk_index: z.int().optional(),
        http_headers: z.record(z.string(), z.string()).optional(),
      }),
    )
    .optional(),
});

export type ReportedChunk = z.infer<typeof chunkSchema>;
