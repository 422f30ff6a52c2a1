import type { Databricks } from '../../src/adapters/databricks/databricks';
import type { Answer, Problem } from '../../src/domain/answer';
import type { Run, TaskRun } from '../../src/domain/run';

/** A Databricks that only knows what a test tells it, and is not to be asked for anything else. */
export function madeUpDatabricks(parts: Partial<Databricks>): Databricks {
  return new Proxy(parts as Databricks, {
    get: (target, name) =>
      Reflect.get(target, name) ??
      (() => {
        throw new Error(`Databricks was not to be asked for ${String(name)}.`);
      }),
  });
}

export const good = <T>(value: T): Answer<T> => ({ ok: true, value });

export const bad = (kind: Problem['kind'], more: Partial<Problem> = {}): Answer<never> => ({
  ok: false,
  problem: { kind, code: 'MADE_UP', message: 'made up', mayHaveHappened: false, ...more },
});

export const madeUpRun = (more: Partial<Run> = {}): Run => ({
  id: '77',
  jobId: '5',
  name: 'Made up',
  pageUrl: 'https://adb-1.2.azuredatabricks.net/run/77',
  state: { lifeCycle: 'RUNNING', message: '' },
  tasks: [],
  ...more,
});

export const madeUpTask = (key: string, result?: string, more: Partial<TaskRun> = {}): TaskRun => ({
  key,
  id: `task ${key}`,
  kind: 'notebook_task',
  pageUrl: `https://adb-1.2.azuredatabricks.net/task/${key}`,
  state:
    result === undefined ? { lifeCycle: 'RUNNING', message: '' } : { lifeCycle: 'TERMINATED', result, message: '' },
  ...more,
});
