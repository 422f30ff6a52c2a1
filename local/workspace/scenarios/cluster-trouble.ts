import type { TerminationReason } from '../simulation/clusters/cluster';
import { PlatformError } from '../simulation/tasks/program';
import { notebookTask } from './notebook-task';
import type { Scenario } from './scenario';

const TAKEN_BACK: TerminationReason = {
  code: 'SPOT_INSTANCE_TERMINATION',
  type: 'CLOUD_FAILURE',
  parameters: { azure_error_message: 'The spot instance of the driver was evicted.', instance_id: 'vm-0001' },
};

export const clusterTrouble: Scenario = {
  name: 'cluster-trouble',
  about: 'The cluster of its task is lost, so that the task itself ends as an internal error.',
  settings: { name: 'Cluster trouble', tasks: [notebookTask('main', '/Stories/Lost cluster')] },
  programs: {
    '/Stories/Lost cluster': {
      run: ({ clusterId }) => {
        throw new PlatformError(
          `Cluster ${clusterId} was terminated: the cloud provider took it back.`,
          'CLUSTER_ERROR',
          'CLOUD_FAILURE',
          { nodesLost: 2, reason: TAKEN_BACK },
        );
      },
    },
  },
};
