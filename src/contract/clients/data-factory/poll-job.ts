import type { ClientJob } from '../client-job';
import { jobParameters } from './job-parameters';
import { type Activity, after, expression, type Pipeline, parameter } from './pipeline';
import { returnRun } from './return-value';
import { afterSignIn, type SignIn } from './sign-in';
import { fieldUnless, OF_PARAMETERS, startBody, textAsJson } from './start-body';
import { followByWeb, startByWeb } from './web-activity';

const START = 'StartRun';
const UNTIL = 'UntilRunHasEnded';
const GET_RUN = 'GetRun';
const GET_RESULT = 'GetResult';
const IF_BAD = 'IfRunEndedBadly';

const WORKSPACE = parameter('WorkspaceId');

export const pollJob = (job: ClientJob | null, signIn: SignIn): Pipeline => ({
  name: 'PollDatabricksJob',
  description:
    'The loop that asks how a run stands, for those who have built it against Databricks: the same parameters, and every ' +
    'bad end fails. RunDatabricksJob does it without a loop, and costs less.',
  parameters: {
    WorkspaceId: { type: 'String', defaultValue: '' },
    ...jobParameters(job),
    WaitSecond: { type: 'Int', defaultValue: 30 },
  },
  variables: { RunState: { type: 'String', defaultValue: 'pending' } },
  activities: [
    ...signIn.before,
    startByWeb(
      signIn,
      {
        name: START,
        description: 'Starts the run and goes on at once.',
        dependsOn: afterSignIn(signIn),
        body: startBody(OF_PARAMETERS, fieldUnless(`empty(${WORKSPACE})`, ',"workspace":', textAsJson(WORKSPACE))),
      },
      'goesOn',
    ),
    untilEnded,
    followByWeb(
      {
        name: GET_RESULT,
        description: 'How the run has ended.',
        dependsOn: after(UNTIL),
        started: START,
        onFailure: 200,
      },
      'goesOn',
    ),
    failIfBad,
    { ...returnRun('ReturnRun', GET_RESULT), dependsOn: after(IF_BAD) },
  ],
});

const untilEnded: Activity = {
  name: UNTIL,
  type: 'Until',
  dependsOn: after(START),
  typeProperties: {
    expression: expression("equals(variables('RunState'), 'ended')"),
    timeout: '7.00:00:00',
    activities: [
      { name: 'Wait', type: 'Wait', typeProperties: { waitTimeInSeconds: expression(parameter('WaitSecond')) } },
      followByWeb(
        {
          name: GET_RUN,
          description: 'With onFailure=200 a run that has failed is no error here.',
          dependsOn: after('Wait'),
          started: START,
          onFailure: 200,
        },
        'goesOn',
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

const RUN = `activity('${GET_RESULT}').output`;
const FIRST_FAILURE = `first(coalesce(${RUN}?.failures, json('[{}]')))?.message`;

const failIfBad: Activity = {
  name: IF_BAD,
  type: 'IfCondition',
  dependsOn: after(GET_RESULT),
  typeProperties: {
    expression: expression(`not(${RUN}.endedWell)`),
    ifTrueActivities: [
      {
        name: 'FailWithStateMessage',
        type: 'Fail',
        typeProperties: {
          message: expression(
            `concat('The run of ', ${parameter('JobId')}, ' ended as ', ${RUN}.outcome, ': ', ` +
              `coalesce(${FIRST_FAILURE}, ${RUN}?.message, 'it has left no message.'), ' ', coalesce(${RUN}?.run?.pageUrl, ''))`,
          ),
          errorCode: expression(`coalesce(${RUN}?.code, ${RUN}.outcome)`),
        },
      },
    ],
  },
};
