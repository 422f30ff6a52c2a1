import { DEFAULT_FAIL_ON } from '../../../domain/outcome';
import type { ClientJob } from '../client-job';
import { type Activity, after, expression, type Pipeline, parameter } from './pipeline';
import { jobParameters, RUN_NOW_JSON } from './run-now';
import { afterSignIn, type SignIn } from './sign-in';
import { followByWeb, startByWeb } from './web-activity';

const START = 'StartRun';
const GET_RUN = 'GetRun';
const GET_RESULT = 'GetResult';

const WORKSPACE = parameter('WorkspaceId');
const JOB_AS_JSON = `replace(replace(${parameter('JobId')}, '\\', '\\\\'), '"', '\\"')`;

/** A workspace that is not named must not be in the body at all, so the body is put together as a text. */
const BODY =
  `json(concat('{', if(equals(${WORKSPACE}, ''), '', concat('"workspace":"', ${WORKSPACE}, '",')), ` +
  `'"job":"', ${JOB_AS_JSON}, '","runNow":', ${RUN_NOW_JSON}, ` +
  `',"timeoutSeconds":', string(${parameter('TimeoutSeconds')}), ',"failOn":', string(${parameter('FailOn')}), '}'))`;

export const pollJob = (job: ClientJob | null, signIn: SignIn): Pipeline => ({
  name: 'PollDatabricksJob',
  description:
    'The loop of a pipeline that asks Databricks itself, for those who have one: same parameters, and every bad end fails. ' +
    'RunDatabricksJob does the same without a loop, and costs less.',
  parameters: {
    WorkspaceId: { type: 'String', defaultValue: '' },
    ...jobParameters(job),
    WaitSecond: { type: 'Int', defaultValue: 30 },
    FailOn: { type: 'Array', defaultValue: DEFAULT_FAIL_ON },
  },
  variables: { RunState: { type: 'String', defaultValue: '' } },
  activities: [
    ...signIn.before,
    startByWeb(
      signIn,
      {
        name: START,
        description: 'Starts the run and goes on at once.',
        dependsOn: afterSignIn(signIn),
        body: expression(BODY),
      },
      false,
    ),
    untilEnded,
    followByWeb(
      {
        name: GET_RESULT,
        description: 'How the run has ended.',
        dependsOn: after('UntilRunHasEnded'),
        started: START,
        onFailure: 200,
      },
      false,
    ),
    failIfBad,
  ],
});

const untilEnded: Activity = {
  name: 'UntilRunHasEnded',
  type: 'Until',
  dependsOn: after(START),
  typeProperties: {
    expression: expression("equals(variables('RunState'), 'ended')"),
    timeout: '7.00:00:00',
    activities: [
      {
        name: 'Wait',
        type: 'Wait',
        typeProperties: { waitTimeInSeconds: expression(parameter('WaitSecond')) },
      },
      followByWeb(
        {
          name: GET_RUN,
          description: 'With onFailure=200 a run that failed is an answer like others, and not an error of this loop.',
          dependsOn: after('Wait'),
          started: START,
          onFailure: 200,
        },
        false,
      ),
      {
        name: 'SetRunState',
        type: 'SetVariable',
        dependsOn: after(GET_RUN),
        typeProperties: { variableName: 'RunState', value: expression(`activity('${GET_RUN}').output.status`) },
      },
    ],
  },
};

const RESULT = `activity('${GET_RESULT}').output`;
const FIRST_FAILURE = `first(coalesce(${RESULT}?.failures, json('[{}]')))?.message`;

const failIfBad: Activity = {
  name: 'IfItEndedBadly',
  type: 'IfCondition',
  dependsOn: after(GET_RESULT),
  typeProperties: {
    expression: expression(`contains(${parameter('FailOn')}, ${RESULT}.outcome)`),
    ifTrueActivities: [
      {
        name: 'FailWithStateMessage',
        type: 'Fail',
        typeProperties: {
          message: expression(
            `concat('The run of ', ${parameter('JobId')}, ' ended as ', ${RESULT}.outcome, ': ', ` +
              `coalesce(${FIRST_FAILURE}, ${RESULT}?.message, 'no message'), ' ', coalesce(${RESULT}?.run?.pageUrl, ''))`,
          ),
          errorCode: expression(`coalesce(${RESULT}?.code, ${RESULT}.outcome)`),
        },
      },
    ],
  },
};
