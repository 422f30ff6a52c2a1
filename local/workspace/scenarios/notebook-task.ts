import type { TaskSettings } from '../simulation/settings';

/** The most usual task there is. */
export function notebookTask(taskKey: string, path: string, more: Partial<TaskSettings> = {}): TaskSettings {
  return {
    task_key: taskKey,
    notebook_task: { notebook_path: path, source: 'WORKSPACE' },
    job_cluster_key: 'main',
    ...more,
  };
}

export const after = (...taskKeys: string[]) => taskKeys.map((task_key) => ({ task_key }));
