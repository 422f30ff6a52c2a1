import { z } from 'zod';
import { kindsOfTask } from '../../../domain/task-kind';
import { TOKEN_IS_OURS } from '../../jobs/job-parameters';
import { hasSecretReference } from '../../secret-reference';

const MOST_TASKS = 1000;

const taskSchema = z.looseObject({
  task_key: z.string().regex(/^[\w-]{1,100}$/, 'must have up to 100 letters, digits, hyphens and underscores'),
});

/** A body of Databricks' runs/submit as it is. What Databricks alone can judge is left to it. */
export const submitSchema = z
  .looseObject({
    run_name: z.string().max(4096).optional(),
    tasks: z.array(taskSchema).min(1).max(MOST_TASKS).optional(),
    timeout_seconds: z.int().min(0).optional(),
    idempotency_token: z.never(TOKEN_IS_OURS).optional(),
  })
  .superRefine((submit, context) => {
    const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (hasSecretReference(submit)) refuse([], 'must not refer to a secret: only jobs of the catalog are handed any');
    const { tasks } = submit;
    const alone = kindsOfTask(submit);
    if (!tasks) {
      if (alone.length !== 1) refuse(['tasks'], 'must list the tasks, unless one such as notebook_task stands here');
      return;
    }
    if (alone[0] !== undefined) refuse([alone[0]], 'must stand in one of the tasks');
    const seen = new Set<string>();
    for (const [index, task] of tasks.entries()) {
      if (seen.has(task.task_key)) refuse(['tasks', index, 'task_key'], 'must not be given twice');
      seen.add(task.task_key);
      if (kindsOfTask(task).length !== 1) {
        refuse(['tasks', index], 'must hold exactly one such as notebook_task, spark_python_task or sql_task');
      }
    }
  })
  .describe(
    "A run without a job: a body of Databricks' runs/submit as it is, with several tasks or the older form with one. Only where ALLOW_KINDS has `submit`.",
  );

export type Submit = z.infer<typeof submitSchema>;
