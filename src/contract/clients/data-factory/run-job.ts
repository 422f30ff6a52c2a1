import type { ClientJob } from '../client-job';
import type { Pipeline } from './pipeline';
import { jobParameters, START_BODY } from './run-now';
import { afterSignIn, type SignIn } from './sign-in';
import { startByWeb } from './web-activity';

export const runJob = (job: ClientJob | null, signIn: SignIn): Pipeline => ({
  name: 'RunDatabricksJob',
  description:
    'Runs a Databricks job and waits for its end, without a loop. The output of RunDatabricksJob is the run; ' +
    'if the run does not end well, the pipeline fails with its message and the address of its page.',
  parameters: jobParameters(job),
  activities: [
    ...signIn.before,
    startByWeb(
      signIn,
      {
        name: 'RunDatabricksJob',
        description: 'Starts the run, and follows it by itself (202 and Location) until it has ended.',
        dependsOn: afterSignIn(signIn),
        body: START_BODY,
      },
      true,
    ),
  ],
});
