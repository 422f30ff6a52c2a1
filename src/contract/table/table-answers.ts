import { z } from 'zod';
import { COLUMN_TYPES, type Column } from '../../domain/table/table';
import { outcomeSchema } from '../runs/run-result';
import { runViewSchema } from '../runs/run-view';

/** The domain says what a column is, without any package; this fails to compile when it says something else. */
type FieldsOfColumn = { [Field in keyof Column]: z.ZodType<Column[Field]> };

export const columnSchema = z
  .object({
    name: z.string(),
    type: z
      .enum(COLUMN_TYPES)
      .describe('Cells of `date`, `datetime` and `json` are texts. A number too long for an `integer` is a `text`.'),
    nullable: z.boolean(),
  } satisfies FieldsOfColumn)
  .describe('What all cells of a column can be read as.');

export const tableRowsSchema = z
  .object({
    id: z.string().nullable().describe('The run that the rows are from. Null: there is none (`mode=peek`).'),
    outcome: outcomeSchema.nullable(),
    columns: z.array(columnSchema),
    rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  })
  .describe('The rows of a job. Without an output there are no columns and no rows.');

export type TableFacts = Pick<z.infer<typeof tableRowsSchema>, 'id' | 'outcome'>;

export const nextRequestSchema = z
  .object({
    relativePath: z.string().describe('Below the origin, without a slash before it: `api/jobs/sales/table`.'),
    query: z.record(z.string(), z.string()).describe('The options of this request, and `run`, but no key.'),
  })
  .describe('What to ask next. It can only read the run, and never starts another.');

export type NextRequest = z.infer<typeof nextRequestSchema>;

export const tableRunSchema = runViewSchema
  .extend({ next: nextRequestSchema })
  .describe('The run that the rows will be from.');
