export interface WantedTasks {
  includes(taskKey: string): boolean;
  /** Whether it, or a task under it, is wanted. */
  reaches(taskKey: string): boolean;
}

/**
 * The tasks that a list of keys means. `child/sales` is a task of the run that `child` has started, and `child` means all
 * of those. Null: every task.
 */
export function wantedTasks(keys: readonly string[] | null): WantedTasks {
  return {
    includes: (taskKey) => keys === null || keys.some((wanted) => isWithin(taskKey, wanted)),
    reaches: (taskKey) =>
      keys === null || keys.some((wanted) => isWithin(taskKey, wanted) || isWithin(wanted, taskKey)),
  };
}

/** Whether a task is another one, or under it. */
export const isWithin = (taskKey: string, other: string): boolean =>
  taskKey === other || taskKey.startsWith(`${other}/`);
