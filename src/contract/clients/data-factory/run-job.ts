import type { ClientJob } from '../client-job';
import { jobParameters } from './job-parameters';
import type { Pipeline } from './pipeline';
import { returnRun } from './return-value';
import { afterSignIn, type SignIn } from './sign-in';
import { OF_PARAMETERS, startBody } from './start-body';
import { startByWeb } from './web-activity';

const NAME = 'RunDatabricksJob';

export const runJob = (job: ClientJob | null, signIn: SignIn): Pipeline => ({
  name: NAME,
  description:
    'Runs a Databricks job and waits for its end, without a loop. If the run does not end well, the pipeline fails ' +
    'with the message of the run and the address of its page.',
  parameters: jobParameters(job),
  activities: [
    ...signIn.before,
    startByWeb(
      signIn,
      {
        name: NAME,
        description: 'Starts the run, and follows it by itself (202 and Location) until it has ended.',
        dependsOn: afterSignIn(signIn),
        body: startBody(OF_PARAMETERS),
      },
      'waits',
    ),
    returnRun('ReturnRun', NAME),
  ],
});
