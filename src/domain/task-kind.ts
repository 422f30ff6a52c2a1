type Fields = Readonly<Record<string, unknown>>;

/** The names of the fields that say what a task runs, for example `notebook_task`. There are new ones every year. */
export const kindsOfTask = (task: Fields): string[] =>
  Object.keys(task).filter((name) => name.endsWith('_task') && isObject(task[name]));

/** Of a task as Databricks tells of it, which has one. */
export const kindOfTask = (task: Fields): string => kindsOfTask(task)[0] ?? 'unknown';

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
