import type { ClientJob } from '../client-job';
import { appUrl, armParameter } from './arm';
import { jobParameters } from './job-parameters';
import type { Pipeline } from './pipeline';
import { returnRun } from './return-value';
import { afterSignIn, type SignIn } from './sign-in';
import { OF_PARAMETERS, startBody } from './start-body';
import { hidesInput, startHeaders } from './web-activity';

const NAME = 'RunDatabricksJobByWebhook';

export const runJobByWebhook = (job: ClientJob | null, signIn: SignIn): Pipeline => ({
  name: NAME,
  description:
    'Runs a Databricks job and is called back at its end: nobody asks in between. The app must be allowed to call ' +
    'the factory (its setting CALLBACK_HOSTS). Ends as RunDatabricksJob does.',
  parameters: jobParameters(job),
  activities: [
    ...signIn.before,
    {
      name: NAME,
      description: 'The factory adds callBackUri to the body, and waits until the app has called it.',
      type: 'WebHook',
      dependsOn: afterSignIn(signIn),
      policy: { secureInput: hidesInput(signIn), secureOutput: false },
      typeProperties: {
        method: 'POST',
        url: appUrl('/api/runs'),
        headers: { ...startHeaders(NAME), ...signIn.headers },
        body: startBody(OF_PARAMETERS),
        ...(signIn.authentication && { authentication: signIn.authentication }),
        timeout: armParameter('webhookTimeout'),
        reportStatusOnCallBack: true,
      },
    },
    returnRun('ReturnRun', NAME),
  ],
});
