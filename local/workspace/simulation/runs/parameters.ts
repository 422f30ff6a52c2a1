import { stringifyJson } from '../../int64-json';
import type { Run, TaskRun } from './run';

const asTexts = (value: unknown): Record<string, string> => (value ?? {}) as Record<string, string>;

/** The parameters of the job as this run sees them. What was passed need not have been declared. */
export function jobParametersOf(run: Run): { name: string; default: string | undefined; value: string }[] {
  const passed = asTexts(run.overrides.job_parameters);
  const declared = (run.settings.parameters ?? []).map(({ name, default: fallback }) => ({
    name,
    default: fallback,
    value: passed[name] ?? fallback,
  }));
  const names = new Set(declared.map(({ name }) => name));
  const added = Object.entries(passed)
    .filter(([name]) => !names.has(name))
    .map(([name, value]) => ({ name, default: undefined, value }));
  return [...declared, ...added];
}

/** What a task's program gets. A job parameter wins over a parameter of the task that has the same name. */
export function taskParametersOf(row: TaskRun): { parameters: Record<string, string>; arguments: string[] } {
  const { task, run } = row;
  const { overrides } = run;
  const own = {
    ...task.notebook_task?.base_parameters,
    ...task.python_wheel_task?.named_parameters,
    ...task.sql_task?.parameters,
    ...asTexts(overrides.notebook_params),
    ...asTexts(overrides.python_named_params),
    ...asTexts(overrides.sql_params),
  };
  const job = Object.fromEntries(jobParametersOf(run).map(({ name, value }) => [name, value]));
  const parameters = Object.fromEntries(
    Object.entries({ ...own, ...job }).map(([name, value]) => [name, fillIn(String(value), row)]),
  );
  const script = task.spark_python_task ?? task.python_wheel_task;
  const listed = script
    ? (overrides.python_params ?? script.parameters)
    : (overrides.jar_params ?? task.spark_jar_task?.parameters);
  return { parameters, arguments: ((listed ?? []) as unknown[]).map((text) => fillIn(String(text), row)) };
}

/** Puts values in place of `{{job.parameters.x}}`, `{{input}}` and their kin. An unknown reference stays as it is. */
export function fillIn(text: string, row: TaskRun): string {
  return text.replace(
    /\{\{\s*([\w.-]+)\s*\}\}/g,
    (whole, reference: string) => referenceValue(reference, row) ?? whole,
  );
}

function referenceValue(reference: string, row: TaskRun): string | undefined {
  const { run, task, input } = row;
  const [root = '', ...path] = reference.split('.');
  if (root === 'input' && input !== undefined) return asText(path.reduce<unknown>(memberOf, input));
  const parameter = /^job\.parameters\.(.+)$/.exec(reference)?.[1];
  if (parameter) return jobParametersOf(run).find(({ name }) => name === parameter)?.value;
  const known: Record<string, string | bigint> = {
    'job.id': run.jobId,
    'job.run_id': run.runId,
    'job.name': run.settings.name,
    'task.name': task.task_key,
    'task.run_id': row.runId,
    'task.execution_count': String(row.attempt + 1),
  };
  return known[reference]?.toString();
}

const memberOf = (value: unknown, name: string): unknown => (value as Record<string, unknown> | undefined)?.[name];

const asText = (value: unknown): string => (typeof value === 'string' ? value : stringifyJson(value));
