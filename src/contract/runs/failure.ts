import { z } from 'zod';
import type { Failure } from '../../domain/failures/failure';
import { FAILURE_CLASSES } from '../../domain/failures/failure-class';

export const failureClassSchema = z
  .enum(FAILURE_CLASSES)
  .describe(
    'Whose turn it is. `userError`: the request, or how the job is set up. `userCode`: the code of the job, or its data. `capacity`: a limit or a stock that is used up. `cloud`: Azure. `platform`: Databricks. `permission`: whoever grants rights. `timeout`: the time was up. `canceled`: somebody stopped it.',
  );

/** The domain says what a failure is, without any package; this fails to compile when it says something else. */
type FieldsOfFailure = { [Field in keyof Failure]: z.ZodType<Failure[Field]> };

export const failureSchema = z
  .object({
    taskKey: z.string().nullable().describe('The task that failed. Null: the run as a whole.'),
    code: z.string().describe("Databricks' termination code, else its result."),
    type: z.string().nullable().describe('Whose failure it is, in the words of Databricks: `CLIENT_ERROR` and so on.'),
    class: failureClassSchema,
    message: z.string().describe('What the task said, without the colours of a terminal.'),
    trace: z
      .string()
      .nullable()
      .describe('Where it happened in the code of the task; cut in the middle if it is long.'),
    runPageUrl: z.string().nullable().describe('The page of the task in Databricks.'),
    hint: z.string().nullable().describe('What is known to help.'),
  } satisfies FieldsOfFailure)
  .describe('Why a task, or the run as a whole, did not end well.');
