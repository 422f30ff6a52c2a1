/** The name of the field that says what a task runs, for example `notebook_task`. There are new ones every year. */
export function kindOf(task: Readonly<Record<string, unknown>>): string {
  return Object.keys(task).find((name) => name.endsWith('_task') && isObject(task[name])) ?? 'unknown';
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
