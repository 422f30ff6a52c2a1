import type { z } from 'zod';
import type { problemSchema } from '../problem';
import type { RunView } from '../runs/run-view';
import type { tableRowsSchema } from '../table/table-answers';

const PAGE_URL = 'https://adb-1234567890123456.16.azuredatabricks.net/?o=1234567890123456#job/101/run/516379200822465';
const LINK = '~6f1c2d6e-53a5-4d5c-9b1f-0a64e2d0f3a7~boE3U00UvdrKSj1VlfCRVA';
const ROW = { date: '2026-01-01', region: 'NORTE', product: 'Coffee', units: 111, revenue: 382.95 };

const pending = {
  id: '6f1c2d6e-53a5-4d5c-9b1f-0a64e2d0f3a7',
  status: 'pending',
  outcome: null,
  joined: false,
  submittedAt: '2026-01-01T06:00:00.000Z',
  job: { id: null, name: null },
  run: null,
  retryAfterSeconds: 5,
  statusPath: `/api/links/rt89hc0${LINK}`,
} as const satisfies RunView;

const { retryAfterSeconds: _, ...known } = pending;

const succeeded = {
  ...known,
  status: 'ended',
  outcome: 'succeeded',
  endedAt: '2026-01-01T06:00:08.000Z',
  job: { id: '101', name: 'Sales table' },
  run: {
    id: '516379200822465',
    pageUrl: PAGE_URL,
    state: 'SUCCESS',
    message: null,
    tasksDone: 1,
    tasksTotal: 1,
  },
  output: [ROW],
  outputBytes: 83,
  outputPath: `/api/links/ot89hc0${LINK}`,
} satisfies RunView;

const HINT =
  "The job's own code failed. Read the error and its trace, here or on the run's page, and show them to the owner of the job.";
const MESSAGE = "NameError: name 'datframe' is not defined";

const failedRun = {
  type: 'urn:databricks-job-runner:runFailed',
  title: 'The run did not end well',
  status: 424,
  code: 'runFailed',
  detail: `Task main: ${MESSAGE}. See ${PAGE_URL} for more. ${HINT}`,
  run: {
    ...known,
    status: 'ended',
    outcome: 'failed',
    code: 'runFailed',
    message: 'Task main failed with message: Workload failed, see run output for details.',
    endedAt: '2026-01-01T06:00:04.000Z',
    job: { id: '103', name: 'Failing notebook' },
    run: {
      id: '516379200822465',
      pageUrl: PAGE_URL,
      state: 'FAILED',
      message: 'Task main failed with message: Workload failed, see run output for details.',
      tasksDone: 1,
      tasksTotal: 1,
    },
    failures: [
      {
        taskKey: 'main',
        code: 'RUN_EXECUTION_ERROR',
        type: 'CLIENT_ERROR',
        class: 'userCode',
        message: MESSAGE,
        trace: null,
        runPageUrl: PAGE_URL,
        hint: HINT,
      },
    ],
  },
} satisfies z.infer<typeof problemSchema>;

const rows = {
  id: pending.id,
  outcome: 'succeeded',
  columns: [
    { name: 'date', type: 'date', nullable: false },
    { name: 'region', type: 'text', nullable: false },
    { name: 'product', type: 'text', nullable: false },
    { name: 'units', type: 'integer', nullable: false },
    { name: 'revenue', type: 'number', nullable: false },
  ],
  rows: [ROW],
} satisfies z.infer<typeof tableRowsSchema>;

const next = { relativePath: 'api/jobs/sales/table', query: { 'p.region': 'NORTE', run: pending.id } };

const example = (summary: string, value: unknown) => ({ summary, value });

export const STARTS = {
  alias: example('A job of the catalog', { job: 'sales', runNow: { job_parameters: { region: 'NORTE' } } }),
  id: example('A job by its id, with options', { job: '101', timeoutSeconds: 3600, onTimeout: 'cancel' }),
  bare: example("A body of Databricks' run-now", { job_id: 101, job_parameters: { region: 'NORTE' } }),
};
export const GOES_ON = { pending: example('It has just been started', pending) };
export const SUCCEEDED = { succeeded: example('It has ended well', succeeded) };
export const FAILED = { failed: example('A task has failed', failedRun) };
export const ROWS = { rows: example('Rows', rows) };
export const ROWS_LATER = { pending: example('The run goes on', { ...pending, next }) };
