import { brokenDashboard } from './broken-dashboard';
import { clusterTrouble } from './cluster-trouble';
import { condition } from './condition';
import { failingNotebook } from './failing-notebook';
import { forEach } from './for-each';
import { giantIds } from './giant-ids';
import { hugeOutput } from './huge-output';
import { internalError } from './internal-error';
import { manyTasks } from './many-tasks';
import { nightlyReport } from './nightly-report';
import { noOutput } from './no-output';
import { partialSuccess } from './partial-success';
import { pipeline } from './pipeline';
import { pipelineFailure } from './pipeline-failure';
import { pipelineSlow } from './pipeline-slow';
import { plainText } from './plain-text';
import { pythonScript } from './python-script';
import { queued } from './queued';
import { quickSuccess } from './quick-success';
import { repairable } from './repairable';
import { reports } from './reports';
import { retriedTask } from './retried-task';
import { runJob } from './run-job';
import { salesTable } from './sales-table';
import type { Scenario } from './scenario';
import { skippedByLimit } from './skipped-by-limit';
import { slow } from './slow';
import { taskTimeout } from './task-timeout';
import { timeout } from './timeout';

/** All stories there are, for the control and the command line to choose from. */
export const everyScenario: readonly Scenario[] = [
  salesTable,
  nightlyReport,
  failingNotebook,
  plainText,
  quickSuccess,
  slow,
  queued,
  skippedByLimit,
  clusterTrouble,
  internalError,
  timeout,
  taskTimeout,
  partialSuccess,
  forEach,
  runJob,
  condition,
  retriedTask,
  repairable,
  manyTasks,
  hugeOutput,
  noOutput,
  pythonScript,
  pipeline,
  pipelineFailure,
  pipelineSlow,
  reports,
  brokenDashboard,
  giantIds,
];
