import type { ClientJob } from '../client-job';
import { jobParameters } from './job-parameters';
import { after, expression, type Pipeline } from './pipeline';
import { linkedServiceReference } from './resources';
import { returnRun } from './return-value';
import { FUNCTION_APP } from './sign-in';
import { OF_PARAMETERS, startBody } from './start-body';
import { followByWeb, RETRIES, startHeaders } from './web-activity';

const NAME = 'RunShortDatabricksJob';
const WAIT = 'WaitForTheEnd';

export const runShortJob = (job: ClientJob | null): Pipeline => ({
  name: NAME,
  needs: [FUNCTION_APP],
  description:
    'Runs a Databricks job that takes less than 200 seconds, by one request of an Azure Function activity. ' +
    'If the run takes longer, the pipeline goes on waiting. Ends as RunDatabricksJob does.',
  parameters: jobParameters(job),
  activities: [
    {
      name: NAME,
      description: 'Is answered when the run has ended, or after 200 seconds: Azure cuts a request off at 230.',
      type: 'AzureFunctionActivity',
      linkedServiceName: linkedServiceReference(FUNCTION_APP),
      // The answer may hold the standard URLs, and with them a key that opens every run.
      policy: { timeout: '00:10:00', ...RETRIES, secureInput: false, secureOutput: true },
      typeProperties: {
        functionName: 'runs?wait=200',
        method: 'POST',
        headers: startHeaders(NAME),
        body: startBody(OF_PARAMETERS),
      },
    },
    {
      name: 'IfItStillRuns',
      description: 'That a run has started does not mean that it went well.',
      type: 'IfCondition',
      dependsOn: after(NAME),
      typeProperties: {
        expression: expression(`not(equals(activity('${NAME}').output.status, 'ended'))`),
        ifTrueActivities: [
          followByWeb(
            {
              name: WAIT,
              description: 'Follows the run by its link until it has ended.',
              dependsOn: [],
              started: NAME,
            },
            'waits',
          ),
          returnRun('ReturnLongRun', WAIT),
        ],
        ifFalseActivities: [{ ...returnRun('ReturnShortRun', NAME), dependsOn: [] }],
      },
    },
  ],
});
