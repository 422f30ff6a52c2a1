import type { CallerAuth } from '../../callers/caller';
import type { ClientJob } from '../client-job';
import { type ArmTemplate, withoutSlash } from './arm';
import { folderFor, nameForJob } from './name-for-job';
import { pollJob } from './poll-job';
import { linkedServiceResource, pipelineResource } from './resources';
import { runJob } from './run-job';
import { runJobByWebhook } from './run-job-by-webhook';
import { runJobs } from './run-jobs';
import { runShortJob } from './run-short-job';
import { functionKey, managedIdentity } from './sign-in';

/** What Data Factory imports: linked services to the app and pipelines that run jobs. It holds no secret. */
export function dataFactoryTemplate(job: ClientJob | null, by: CallerAuth): ArmTemplate {
  const signIn = by === 'key' ? functionKey : managedIdentity;
  const pipelines = [
    runJob(job, signIn),
    runJobByWebhook(job, signIn),
    runShortJob(job),
    runJobs(job, signIn),
    pollJob(job, signIn),
  ].map((pipeline) => ({ ...pipeline, name: nameForJob(pipeline.name, job) }));
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    metadata: { description: describe(job) },
    parameters: {
      factoryName: { type: 'string', metadata: { description: 'The data factory that gets the pipelines.' } },
      functionAppUrl: {
        type: 'string',
        ...(job && { defaultValue: job.origin }),
        metadata: { description: 'Where the function app is reached: https://NAME.azurewebsites.net' },
      },
      ...signIn.parameters,
      webhookTimeout: {
        type: 'string',
        defaultValue: '1.01:00:00',
        metadata: {
          description:
            'How long RunDatabricksJobByWebhook waits to be called back (d.hh:mm:ss): longer than a run may take, which is a day if nothing else was said.',
        },
      },
    },
    variables: { functionAppUrl: withoutSlash('functionAppUrl'), ...signIn.variables },
    resources: [
      ...signIn.linkedServices.map(linkedServiceResource),
      ...pipelines.map((pipeline) => pipelineResource(pipeline, folderFor(job))),
    ],
  };
}

const describe = (job: ClientJob | null): string =>
  job
    ? `Pipelines that run the Databricks job ${job.job} by ${job.origin}.${job.about ? ` ${job.about}` : ''}`
    : 'Pipelines that run Databricks jobs by the app databricks-job-runner.';
