import type { ClientJob } from '../client-job';
import { appUrl, armParameter } from './arm';
import type { Pipeline } from './pipeline';
import { jobParameters, START_BODY } from './run-now';
import { afterSignIn, type SignIn } from './sign-in';
import { hidesInput, startHeaders } from './web-activity';

const NAME = 'RunDatabricksJobByWebhook';

export const runJobByWebhook = (job: ClientJob | null, signIn: SignIn): Pipeline => ({
  name: NAME,
  description:
    'Runs a Databricks job and is called back at its end: nobody asks in between. The app must be allowed to call ' +
    'the factory back (CALLBACK_HOSTS). Output and failure are those of RunDatabricksJob.',
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
        body: START_BODY,
        ...(signIn.authentication && { authentication: signIn.authentication }),
        timeout: armParameter('webhookTimeout'),
        reportStatusOnCallBack: true,
      },
    },
  ],
});
