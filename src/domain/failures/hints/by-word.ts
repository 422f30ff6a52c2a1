import type { Advice, FailureClass } from '../failure-class';

/** Words that only say what kind of failure it is: a known text of an error says more. */
export const KINDS_OF_FAILURE: readonly string[] = [
  ...['RUN_EXECUTION_ERROR', 'DRIVER_ERROR', 'CLUSTER_ERROR', 'INVALID_CLUSTER_REQUEST', 'RESOURCE_NOT_FOUND'],
  ...['UNAUTHORIZED_ERROR', 'STORAGE_ACCESS_ERROR', 'INVALID_RUN_CONFIGURATION', 'SUCCESS_WITH_FAILURES', 'SKIPPED'],
  ...['FAILED', 'INTERNAL_ERROR', 'CLIENT_ERROR', 'CLOUD_FAILURE'],
];

const TOO_MANY_AT_ONCE =
  'An earlier run of this job was still going on, and the job allows only so many at once. Wait for it, or ask the ' +
  'owner of the job to turn on its queue or to raise its maximum of concurrent runs.';

const LOOK_AT_TASKS = 'Look at the failures of the single tasks, and show them to the owner of the job.';

/** By termination code, termination type, result and life cycle: where they share a word they mean the same by it. */
export const BY_WORD: Readonly<Record<string, Advice>> = {
  ...ofClass('userCode', {
    RUN_EXECUTION_ERROR:
      "The job's own code failed. Read the error and its trace, here or on the run's page, and show them to the owner " +
      'of the job.',
  }),
  ...ofClass('userError', {
    INVALID_RUN_CONFIGURATION:
      'A setting or parameter of the run is not valid. Find out in the message which, and correct the request or have ' +
      'the job corrected.',
    RESOURCE_NOT_FOUND:
      'Something that the job needs does not exist any more, for example a notebook, a file or a cluster. Find its name ' +
      'in the message, and ask the owner of the job to correct the job.',
    INVALID_CLUSTER_REQUEST:
      'The job asks for a cluster (machines) that can not be had like that. Ask the owner of the job to correct the ' +
      'settings that the message names.',
    FEATURE_DISABLED:
      'The job uses a feature that this workspace does not have. Ask an administrator of the workspace to turn it on, ' +
      'or the owner of the job to do without it.',
    REPOSITORY_CHECKOUT_FAILED:
      "Databricks could not fetch the job's code from Git. Ask the owner of the job to check the repository, the branch " +
      'and whether the Git credential has expired.',
    LIBRARY_INSTALLATION_ERROR:
      'A library of the job could not be installed. Ask the owner of the job to check its name, its version, and that ' +
      'the cluster can reach the place it comes from.',
    DISABLED: 'This was disabled in Databricks and did not start. Ask the owner of the job to enable it again.',
    CLIENT_ERROR:
      "The job's code, its settings or the parameters of the request are the cause. Read the message, and show it to " +
      'the owner of the job.',
  }),
  ...ofClass('permission', {
    UNAUTHORIZED_ERROR:
      'The identity that the job runs as ("Run as" in the job) may not use something it needs. Find its name in the ' +
      'message, and ask the owner of that to grant access.',
    STORAGE_ACCESS_ERROR:
      'Databricks could not get at a storage account. Check that it exists, that its firewall lets Databricks in, and ' +
      'that the identity the job runs as has access.',
  }),
  ...ofClass('capacity', {
    MAX_CONCURRENT_RUNS_EXCEEDED: TOO_MANY_AT_ONCE,
    MAXIMUM_CONCURRENT_RUNS_REACHED: TOO_MANY_AT_ONCE,
    MAX_JOB_QUEUE_SIZE_EXCEEDED:
      'Too many runs of this job are waiting already. Wait until some of them have ended, then start it again.',
    WORKSPACE_RUN_LIMIT_EXCEEDED:
      'The workspace runs as many jobs at once as it may. Start this one again later, and spread schedules over more ' +
      'time.',
    CLUSTER_REQUEST_LIMIT_EXCEEDED:
      'Too many clusters were asked for within a short time. Start the run again in some minutes, and spread schedules ' +
      'over more time.',
    MAX_SPARK_CONTEXTS_EXCEEDED:
      'Too much runs on the cluster of this job already. Start it again later, or ask the owner of the job to restart ' +
      'the cluster or to give the job one of its own.',
    BUDGET_POLICY_LIMIT_EXCEEDED:
      'The budget policy of the job has reached its limit. Ask whoever manages budgets in Databricks to raise it, or ' +
      'the owner of the job to use another policy.',
  }),
  ...ofClass('cloud', {
    CLUSTER_ERROR:
      'The cluster (the machines) of the job did not start or did not keep running. Start the run again; if it fails ' +
      'again, show the message to the owner of the job.',
    CLOUD_FAILURE:
      'Azure could not provide what the run needed. Start it again later; if it fails again, show the message to an ' +
      'administrator of the Azure subscription.',
  }),
  ...ofClass('platform', {
    DRIVER_ERROR:
      'The driver (the machine that leads the run) stopped answering, most often for lack of memory. Start the run ' +
      'again; if it fails again, ask the owner of the job for a larger driver.',
    BREAKING_CHANGE:
      'A change in Spark broke the run, and Databricks tries it again with other settings. Wait for that; if it fails ' +
      'too, tell the owner of the job.',
    INTERNAL_ERROR:
      'Something went wrong inside of Databricks. Start the run again; if it fails again, look at ' +
      'https://status.azuredatabricks.net and contact support with the id of the run.',
  }),
  ...ofClass('timeout', {
    TIMEDOUT:
      "The run took longer than the job's settings allow. Find out on the run's page what took so long, or ask the " +
      'owner of the job for a longer timeout.',
  }),
  ...ofClass('canceled', {
    USER_CANCELED:
      'The run was cancelled on request: by a person, or by this app when asked to or at the time limit of the request. ' +
      'Start it again if that was not intended.',
    CANCELED:
      "The run was stopped before its end, for example at the job's time limit. Look at the run's page to see why, and " +
      'start it again.',
    CLUSTER_TERMINATED_BY_USER:
      'Somebody stopped the cluster (the machines) on which the job ran. Start the run again; if it happens again, ask ' +
      'the owner of the job to give it a cluster of its own.',
    UPSTREAM_CANCELED: 'This task did not start because a task before it was cancelled. Start the run again.',
  }),
  // These only point to where the cause can be found.
  ...ofClass('unknown', {
    FAILED: `A task of the job failed. ${LOOK_AT_TASKS}`,
    SUCCESS_WITH_FAILURES: `The job counts this as a success, but some of its tasks failed. ${LOOK_AT_TASKS}`,
    SKIPPED:
      'Databricks did not start this: a task before it failed, a condition was not met, or there was nothing to do. ' +
      'Look at the message and at the other tasks.',
    UPSTREAM_FAILED: 'This task did not start because a task before it failed. Look at the failure of that task.',
    EXCLUDED:
      'This task did not start because its condition in the job was not met. Nothing needs to be done if that is ' +
      'intended; if not, ask the owner of the job.',
  }),
};

function ofClass(failureClass: FailureClass, hints: Readonly<Record<string, string>>): Record<string, Advice> {
  return Object.fromEntries(Object.entries(hints).map(([word, hint]) => [word, { class: failureClass, hint }]));
}
