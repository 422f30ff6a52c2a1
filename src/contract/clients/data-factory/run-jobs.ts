import type { ClientJob } from '../client-job';
import { armText } from './arm';
import { after, expression, type Pipeline, parameter } from './pipeline';
import { runNowJson } from './run-now';
import { afterSignIn, type SignIn } from './sign-in';
import { startByWeb } from './web-activity';

const JOBS = parameter('Jobs');
const JOB = `${JOBS}[item()]`;
const objectOf = (field: string) => `coalesce(${JOB}?.${field}, json('{}'))`;

/** The loop goes over the places of the table, because the same job may stand in it twice: the place makes the key. */
const PLACES = `skip(range(-1, add(length(${JOBS}), 1)), 1)`;

export const runJobs = (job: ClientJob | null, signIn: SignIn): Pipeline => ({
  name: 'RunDatabricksJobs',
  description:
    'Runs all jobs of a table, up to ten at once: Jobs is an array of {"job": "sales", "parameters": {"region": "NORTE"}}, ' +
    'or with notebookParams instead of parameters. If one does not end well, the others go on, and the pipeline fails.',
  parameters: {
    Jobs: { type: 'Array', defaultValue: job ? [tableRow(job)] : [] },
    TimeoutSeconds: { type: 'Int', defaultValue: 86_400 },
  },
  activities: [
    ...signIn.before,
    {
      name: 'ForEachJob',
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
              dependsOn: after(),
              keySuffix: "'-', string(item())",
              body: {
                job: `@${JOB}.job`,
                runNow: `@json(${runNowJson(objectOf('parameters'), objectOf('notebookParams'))})`,
                timeoutSeconds: `@${parameter('TimeoutSeconds')}`,
              },
            },
            true,
          ),
        ],
      },
    },
  ],
});

const tableRow = ({ job, parameters }: ClientJob) => ({
  job: armText(job),
  parameters: Object.fromEntries(parameters.map((one) => [one.name, armText(one.default)])),
});
