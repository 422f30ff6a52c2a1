import { PipelineError, type StackFrame } from '../simulation/pipelines/pipeline-program';
import type { PipelineStory, Scenario } from './scenario';

const FAILING_TABLE = 'orders_clean';

/** Traces of Databricks are much longer still: the code of whoever wrote the pipeline is far down. */
const STACK: readonly StackFrame[] = [
  ...Array.from({ length: 60 }, (_, index) => ({
    declaring_class: 'com.databricks.pipelines.execution.core.UpdateExecution',
    method_name: `$anonfun$executeUpdate$${index}`,
    file_name: 'UpdateExecution.scala',
    line_number: 500 + index,
  })),
  { declaring_class: 'java.lang.Thread', method_name: 'run', file_name: 'Thread.java', line_number: 750 },
];

/** Fails in its second table, with the exception that was thrown and the one that was the cause of it. */
export const failingPipeline: PipelineStory = {
  pipelineId: 'fa110000-0000-4000-a000-000000000002',
  name: 'Failing pipeline',
  spec: { catalog: 'main', schema: 'sales', development: true },
  program: {
    tables: ['orders_raw', FAILING_TABLE, 'sales_by_region'],
    refresh: (table) => {
      if (table !== FAILING_TABLE) return;
      const message =
        '[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or function parameter with name `regoin` cannot be ' +
        'resolved. Did you mean one of the following? [`region`]. SQLSTATE: 42703';
      throw new PipelineError([
        {
          class_name: 'com.databricks.pipelines.common.errors.FlowFailedException',
          message: `Flow '${table}' had an exception while running.`,
          stack: STACK,
        },
        { class_name: 'org.apache.spark.sql.AnalysisException', message, stack: STACK.slice(0, 3) },
      ]);
    },
  },
};

export const pipelineFailure: Scenario = {
  name: 'pipeline-failure',
  about: 'A pipeline of which one table fails, and a job that fails with it.',
  pipelines: [failingPipeline],
  settings: {
    name: 'Pipeline failure',
    tasks: [{ task_key: 'refresh', pipeline_task: { pipeline_id: failingPipeline.pipelineId } }],
  },
};
