import type { ClientJob } from '../client-job';
import { armText } from './arm';
import { defaultsOf, TIMEOUT_SECONDS } from './job-parameters';
import { expression, type Pipeline, parameter } from './pipeline';
import { afterSignIn, type SignIn } from './sign-in';
import { type RunSource, startBody } from './start-body';
import { startByWeb } from './web-activity';

const JOBS = parameter('Jobs');
const ROW = `${JOBS}[item()]`;
const objectIn = (field: string) => `coalesce(${ROW}?.${field}, json('{}'))`;

const OF_ROW: RunSource = {
  jobId: `string(${ROW}.job)`,
  jobParameters: objectIn('parameters'),
  notebookParams: objectIn('notebookParams'),
  timeoutSeconds: parameter('TimeoutSeconds'),
};

/** 0, 1, 2 … The same job may stand in the table twice, so it is the place that makes the key. A table may be empty, but not a range. */
const PLACES = `skip(range(-1, add(length(${JOBS}), 1)), 1)`;

export const runJobs = (job: ClientJob | null, signIn: SignIn): Pipeline => ({
  name: 'RunDatabricksJobs',
  description:
    'Runs the jobs of a table, ten at a time: Jobs is an array of objects such as {"job": "sales", "parameters": {"region": "NORTE"}} ' +
    '(notebookParams instead of parameters for a job without parameters of its own). All of them run; if one does not end well, the pipeline fails.',
  parameters: {
    Jobs: { type: 'Array', defaultValue: job ? [rowOf(job)] : [] },
    TimeoutSeconds: TIMEOUT_SECONDS,
  },
  activities: [
    ...signIn.before,
    {
      name: 'ForEachJob',
      description: 'Goes over the places of the table.',
      type: 'ForEach',
      dependsOn: afterSignIn(signIn),
      typeProperties: {
        items: expression(PLACES),
        isSequential: false,
        batchCount: 10,
        activities: [
          startByWeb(
            signIn,
            {
              name: 'RunDatabricksJob',
              description: 'Starts one run, and follows it until it has ended.',
              dependsOn: [],
              keySuffix: "'-', string(item())",
              body: startBody(OF_ROW),
            },
            'waits',
          ),
        ],
      },
    },
  ],
});

const rowOf = (job: ClientJob) => ({
  job: armText(job.job),
  [job.ofNotebook ? 'notebookParams' : 'parameters']: defaultsOf(job),
});
