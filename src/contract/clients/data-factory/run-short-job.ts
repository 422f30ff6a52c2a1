import type { ClientJob } from '../client-job';
import { after, expression, type Pipeline } from './pipeline';
import { linkedServiceReference } from './resources';
import { jobParameters, START_BODY } from './run-now';
import { FUNCTION_APP } from './sign-in';
import { followByWeb, startHeaders } from './web-activity';

const START = 'RunShortDatabricksJob';

export const runShortJob = (job: ClientJob | null): Pipeline => ({
  name: START,
  needs: [FUNCTION_APP],
  description:
    'Runs a Databricks job that takes less than 200 seconds, by one request of an Azure Function activity. ' +
    'If the run takes longer, the pipeline goes on waiting for it.',
  parameters: jobParameters(job),
  activities: [
    {
      name: START,
      description: 'Answers when the run has ended, or after 200 seconds: the platform cuts requests off at 230.',
      type: 'AzureFunctionActivity',
      linkedServiceName: linkedServiceReference(FUNCTION_APP),
      policy: { timeout: '00:10:00', retry: 2, retryIntervalInSeconds: 30, secureInput: false, secureOutput: false },
      typeProperties: {
        functionName: 'runs?wait=200',
        method: 'POST',
        headers: startHeaders(START),
        body: START_BODY,
      },
    },
    {
      name: 'IfItStillRuns',
      description: 'An answer that the run has started is no answer that it went well.',
      type: 'IfCondition',
      dependsOn: after(START),
      typeProperties: {
        expression: expression(`not(equals(activity('${START}').output.status, 'ended'))`),
        ifTrueActivities: [
          followByWeb(
            {
              name: 'WaitForTheEnd',
              description: 'Follows the run by its link until it has ended.',
              dependsOn: [],
              started: START,
            },
            true,
          ),
        ],
      },
    },
  ],
});
